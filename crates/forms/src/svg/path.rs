//! Paths as SVG path data.

use std::fmt::Write;

use crate::display::Segment;

/// A number with at most two digits after the point (a hundredth of a point is 3.5 µm).
pub(super) fn number(value: f32) -> String {
    trimmed(format!("{value:.2}"))
}

/// A number with at most six digits after the point.
pub(super) fn precise(value: f32) -> String {
    trimmed(format!("{value:.6}"))
}

fn trimmed(text: String) -> String {
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    };
    if text == "-0" { "0".into() } else { text }
}

/// Path data of segments.
pub(super) fn data(segments: &[Segment]) -> String {
    let mut data = String::with_capacity(segments.len() * 12);
    for segment in segments {
        let (letter, numbers): (char, &[f32]) = match segment {
            Segment::Move(x, y) => ('M', &[*x, *y]),
            Segment::Line(x, y) => ('L', &[*x, *y]),
            Segment::Quad(ax, ay, x, y) => ('Q', &[*ax, *ay, *x, *y]),
            Segment::Cubic(ax, ay, bx, by, x, y) => ('C', &[*ax, *ay, *bx, *by, *x, *y]),
            Segment::Close => ('Z', &[]),
        };
        data.push(letter);
        for (n, value) in numbers.iter().enumerate() {
            let separator = if n == 0 { "" } else { " " };
            let _ = write!(data, "{separator}{}", number(*value));
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            (&*number(12.0), &*number(0.126), &*number(-0.001)),
            ("12", "0.13", "0")
        );
        assert_eq!(
            data(&[Segment::Move(1.0, 2.5), Segment::Line(-3.0, 4.0), Segment::Close]),
            "M1 2.5L-3 4Z"
        );
    }
}
