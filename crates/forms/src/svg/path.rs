//! Paths as SVG path data: relative, in hundredths, as short as it goes.

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

/// A point in hundredths: differences of whole numbers do not drift.
type Point = (i64, i64);

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float to an integer saturates, and pages are small"
)]
fn hundredths(x: f32, y: f32) -> Point {
    ((x * 100.0).round() as i64, (y * 100.0).round() as i64)
}

/// Path data of segments.
pub(super) fn data(segments: &[Segment]) -> String {
    let mut data = String::with_capacity(segments.len() * 10);
    let (mut at, mut start) = ((0, 0), (0, 0));
    for segment in segments {
        let points = match *segment {
            Segment::Move(x, y) => {
                start = hundredths(x, y);
                write(&mut data, 'M', (0, 0), &[start]);
                at = start;
                continue;
            }
            Segment::Close => {
                data.push('z');
                at = start;
                continue;
            }
            Segment::Line(x, y) => vec![hundredths(x, y)],
            Segment::Quad(ax, ay, x, y) => vec![hundredths(ax, ay), hundredths(x, y)],
            Segment::Cubic(ax, ay, bx, by, x, y) => {
                vec![hundredths(ax, ay), hundredths(bx, by), hundredths(x, y)]
            }
        };
        let letter = match points.len() {
            1 => 'l',
            2 => 'q',
            _ => 'c',
        };
        write(&mut data, letter, at, &points);
        at = points.last().copied().unwrap_or(at);
    }
    data
}

/// Writes a command with its points relative to where the pen is.
fn write(data: &mut String, letter: char, from: Point, points: &[Point]) {
    data.push(letter);
    let numbers = points.iter().flat_map(|(x, y)| [x - from.0, y - from.1]);
    for (n, value) in numbers.enumerate() {
        if n > 0 && value >= 0 {
            data.push(' ');
        }
        let (whole, part) = (value.abs() / 100, value.abs() % 100);
        let sign = if value < 0 { "-" } else { "" };
        let _ = match part {
            0 => write!(data, "{sign}{whole}"),
            part if part % 10 == 0 => write!(data, "{sign}{whole}.{}", part / 10),
            part => write!(data, "{sign}{whole}.{part:02}"),
        };
    }
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
            data(&[Segment::Move(1.0, 2.5), Segment::Line(-3.0, 4.05), Segment::Close]),
            "M1 2.5l-4 1.55z"
        );
    }

    #[test]
    fn what_follows_a_closed_contour_is_relative_to_its_start() {
        let segments = [
            Segment::Move(10.0, 10.0),
            Segment::Quad(20.0, 10.0, 20.0, 20.0),
            Segment::Close,
            Segment::Line(11.0, 9.0),
            Segment::Cubic(11.0, 9.0, 12.0, 8.0, 13.0, 8.0),
        ];
        assert_eq!(data(&segments), "M10 10q10 0 10 10zl1-1c0 0 1-1 2-1");
    }
}
