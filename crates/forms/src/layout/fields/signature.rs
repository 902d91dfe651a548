//! Where the resident signs: a line for the pen, or the strokes drawn on the screen, with the time of signing beside
//! them. A printed name would be no signature, so none is printed.

use crate::display::{Ink, PageBuilder, Rect, Role, Segment, Shape, lines, mm};
use crate::layout::writer::{Place, Writer};
use crate::text::{Align, Rise, Style};
use crate::values::{Strokes, Value};

/// The width kept for the time of signing, in millimetres.
const TIME: f32 = 31.0;

/// Draws the line and, if there are any, the strokes. `KEY.signed_at` is the time of signing in words.
pub(super) fn draw(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    key: &str,
    note: Option<&str>,
    rect: Rect,
    place: &Place<'_>,
) {
    // Above the line, so read before what is written on it.
    if let Some(note) = note {
        let style = Style::label(6.5)
            .aligned(Align::Right)
            .risen(Rise::Top)
            .inked(Ink::SOFT);
        writer.print(page, note, rect, &style);
    }
    let baseline = rect.bottom() - mm(1.2);
    page.rule(lines(&[(rect.x, baseline), (rect.right(), baseline)]), 0.3);
    let room = Rect {
        h: (baseline - rect.y).max(1.0),
        ..rect
    };
    strokes(writer, page, key, room, place);
}

/// Draws the strokes into their room with the time of signing beside them, if there are any.
pub(crate) fn strokes(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    key: &str,
    room: Rect,
    place: &Place<'_>,
) {
    let strokes = match place.scope.get(writer.values, key) {
        Some(Value::Signature(strokes)) => Some(strokes),
        _ => None,
    };
    let signed_at = place
        .scope
        .text(writer.values, &format!("{key}.signed_at"))
        .to_owned();
    let room = if signed_at.is_empty() {
        room
    } else {
        let (room, beside) = room.split_left((room.w - mm(TIME)).max(room.w / 2.0));
        page.element(Role::Paragraph, |page| {
            let style = Style::label(6.5).aligned(Align::Right).risen(Rise::Bottom);
            writer.put(page, &signed_at, beside, &style, place.label);
        });
        room
    };
    let path = strokes.map(|strokes| path(strokes, room)).unwrap_or_default();
    if path.is_empty() {
        writer.record(place, key, place.label, &signed_at);
    } else {
        page.element(Role::Figure("画面に書かれた署名".into()), |page| {
            let stroke = Some((Ink::BLACK, 1.1));
            page.symbol(Shape {
                path,
                fill: None,
                stroke,
                dash: None,
                actual_text: None,
            });
        });
        let said = match &*signed_at {
            "" => "（画面で署名済み）".to_owned(),
            at => format!("（画面で署名済み　{at}）"),
        };
        writer.record(place, key, place.label, &said);
    }
}

/// The strokes scaled into the room as one path, smoothed between the points.
fn path(strokes: &Strokes, room: Rect) -> Vec<Segment> {
    if !(strokes.width > 0.0
        && strokes.height > 0.0
        && strokes.width.is_finite()
        && strokes.height.is_finite())
    {
        return Vec::new();
    }
    let scale = (room.w / strokes.width).min(room.h / strokes.height);
    let at = |(x, y): (f32, f32)| {
        let (x, y) = (x.clamp(0.0, strokes.width), y.clamp(0.0, strokes.height));
        (room.x + x * scale, room.bottom() - (strokes.height - y) * scale)
    };
    let mut path = Vec::new();
    for stroke in &strokes.strokes {
        let points: Vec<(f32, f32)> = Strokes::points(stroke).map(at).collect();
        let Some(first) = points.first() else { continue };
        path.push(Segment::Move(first.0, first.1));
        for pair in points.windows(2) {
            let middle = (
                f32::midpoint(pair[0].0, pair[1].0),
                f32::midpoint(pair[0].1, pair[1].1),
            );
            path.push(Segment::Quad(pair[0].0, pair[0].1, middle.0, middle.1));
        }
        // A dot has no length; it still has to show.
        let last = points.last().copied().unwrap_or(*first);
        path.push(Segment::Line(last.0 + 0.1, last.1));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_stay_in_their_room() {
        let stroke = vec![
            [0.0, 0.0, 0.0],
            [300.0, 100.0, 5.0],
            [f32::NAN, 1.0, 6.0],
            [9999.0, -5.0, 7.0],
        ];
        let strokes = Strokes {
            width: 300.0,
            height: 100.0,
            strokes: vec![stroke, vec![[3.0, 3.0, 9.0]], vec![]],
        };
        let room = Rect::new(10.0, 20.0, 150.0, 30.0);
        let path = path(&strokes, room);
        assert_eq!(
            path.iter()
                .filter(|segment| matches!(segment, Segment::Move(..)))
                .count(),
            2
        );
        for segment in path {
            let (x, y) = match segment {
                Segment::Move(x, y) | Segment::Line(x, y) | Segment::Quad(_, _, x, y) => (x, y),
                other => panic!("{other:?}"),
            };
            assert!(
                (9.9..=160.2).contains(&x) && (19.9..=50.1).contains(&y),
                "{x} {y}"
            );
        }
    }

    #[test]
    fn a_pad_without_a_size_draws_nothing() {
        let strokes = Strokes {
            width: 0.0,
            height: f32::NAN,
            strokes: vec![vec![[1.0, 1.0, 0.0]]],
        };
        assert!(path(&strokes, Rect::new(0.0, 0.0, 10.0, 10.0)).is_empty());
    }
}
