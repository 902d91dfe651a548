//! A line at the very top of every page of a laid form: that it is an old version, or printed again. Everything else
//! on the pages stays as it is.

use super::{Laid, MARGIN};
use crate::display::{PageBuilder, Rect, Role, Segment, mm};
use crate::fonts::Fonts;
use crate::text::{Align, Style, fit, set};

/// The height of the line, in millimetres: it stands in the margin, where forms draw nothing.
const HEIGHT: f32 = 4.6;
/// Its distance from the edge of the paper, in millimetres: printers reach up to there.
const EDGE: f32 = 4.6;

/// Puts a framed line at the top left of every page.
pub fn stamp(laid: &mut Laid, text: &str, fonts: &Fonts) {
    for page in &mut laid.pages {
        let mut builder = PageBuilder::new(page.width, page.height);
        let room = Rect::new(mm(MARGIN), mm(EDGE), page.width - 2.0 * mm(MARGIN), mm(HEIGHT));
        let style = Style {
            wrap: false,
            ..Style::label(9.0).aligned(Align::Left)
        };
        if let Some(fitted) = fit(fonts, text, room.w - 2.0 * mm(1.2), room.h, &style) {
            let frame = Rect {
                w: fitted.width() + 2.0 * mm(1.2),
                ..room
            };
            builder.rule(Vec::<Segment>::from(frame), 0.7);
            builder.element(Role::Paragraph, |page| {
                set(page, &fitted, frame.inset(mm(1.2), 0.0), &style);
            });
        }
        page.put_first(builder.finish());
    }
}
