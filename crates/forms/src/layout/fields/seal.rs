//! Places for seals and stamps. They are shown and stay empty: nothing is ever printed in the place of a seal.

use crate::definition::SealShape;
use crate::display::{Ink, PageBuilder, Rect, Role, Segment, Shape, mm};
use crate::layout::writer::Writer;
use crate::text::{Align, Rise, Style};

/// The usual diameter of the ring and the height of a caption above a place, in millimetres.
const RING: f32 = 14.0;
const CAPTION: f32 = 3.4;
/// A circle of four cubic curves: how long the control lines are for a radius of one.
const KAPPA: f32 = 0.552_285;

/// Draws the place. The caption is the text of the picture, so that a screen reader says what belongs there.
pub(crate) fn draw(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    shape: SealShape,
    caption: &str,
    rect: Rect,
) {
    let description = format!("{caption}を押す場所");
    let style = Style {
        min_size: 4.0,
        ..Style::label(6.5).inked(Ink::SOFT)
    };
    match shape {
        SealShape::Ring => {
            let side = mm(RING).min(rect.w).min(rect.h);
            let square = Rect::new(
                rect.x + (rect.w - side) / 2.0,
                rect.y + (rect.h - side) / 2.0,
                side,
                side,
            );
            place(page, circle(square), &description);
            let style = style.aligned(Align::Centre);
            page.element(Role::Paragraph, |page| {
                writer.print(page, caption, square.inset(side * 0.16, side * 0.25), &style);
            });
        }
        SealShape::Area => {
            let (above, below) = rect.split_top(mm(CAPTION));
            page.element(Role::Paragraph, |page| {
                writer.print(page, caption, above, &style.aligned(Align::Left).risen(Rise::Top));
            });
            place(page, below.into(), &description);
        }
    }
}

/// A dashed outline as a picture with a description.
fn place(page: &mut PageBuilder, path: Vec<Segment>, description: &str) {
    page.element(Role::Figure(description.to_owned()), |page| {
        page.symbol(Shape {
            path,
            fill: None,
            stroke: Some((Ink(150), 0.5)),
            dash: Some([2.0, 1.6]),
            actual_text: None,
        });
    });
}

/// The circle in a square.
fn circle(square: Rect) -> Vec<Segment> {
    let radius = square.w / 2.0;
    let (x, y) = (square.x + radius, square.y + radius);
    let at = |dx: f32, dy: f32| (x + dx * radius, y + dy * radius);
    let curve =
        |a: (f32, f32), b: (f32, f32), end: (f32, f32)| Segment::Cubic(a.0, a.1, b.0, b.1, end.0, end.1);
    vec![
        Segment::Move(x + radius, y),
        curve(at(1.0, KAPPA), at(KAPPA, 1.0), at(0.0, 1.0)),
        curve(at(-KAPPA, 1.0), at(-1.0, KAPPA), at(-1.0, 0.0)),
        curve(at(-1.0, -KAPPA), at(-KAPPA, -1.0), at(0.0, -1.0)),
        curve(at(KAPPA, -1.0), at(1.0, -KAPPA), at(1.0, 0.0)),
        Segment::Close,
    ]
}
