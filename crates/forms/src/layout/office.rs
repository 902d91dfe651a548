//! An area for the staff: room to write, boxes to initial, and a place for the stamp.

use super::fields::seal;
use super::grid::{RULE, heading};
use super::writer::Writer;
use crate::definition::{OfficeArea, SealShape};
use crate::display::{Ink, PageBuilder, Rect, Role, lines, mm};
use crate::text::{Align, Rise, Style};

/// The width of a box to initial and of the place for the stamp at most, in millimetres.
const BOX: f32 = 18.0;
const STAMP: f32 = 34.0;

/// Lays the area into its place. It is nothing for the resident to check.
pub(super) fn lay(writer: &mut Writer<'_>, page: &mut PageBuilder, area: &OfficeArea, rect: Rect) {
    page.element(Role::Section, |page| {
        let rect = heading(writer, page, Some(&area.heading), rect);
        page.rule(rect.into(), RULE);
        let stamp = area.stamp.as_deref();
        let stamp_width = stamp.map_or(0.0, |_| mm(STAMP).min(rect.h * 1.2));
        let (left, place) = rect.split_left(rect.w - stamp_width);
        if let Some(caption) = stamp {
            page.rule(lines(&[(place.x, place.y), (place.x, place.bottom())]), RULE);
            seal::draw(
                writer,
                page,
                SealShape::Area,
                caption,
                place.inset(mm(1.0), mm(0.6)),
            );
        }
        let mut x = left.right() - mm(BOX) * f32::from(u16::try_from(area.boxes.len()).unwrap_or(u16::MAX));
        for caption in &area.boxes {
            let one = Rect {
                x,
                w: mm(BOX),
                ..left
            };
            page.rule(lines(&[(one.x, one.y), (one.x, one.bottom())]), RULE);
            let style = Style::label(6.5)
                .aligned(Align::Left)
                .risen(Rise::Top)
                .inked(Ink::SOFT);
            page.element(Role::Paragraph, |page| {
                writer.print(page, caption, one.inset(mm(1.0), mm(0.6)), &style);
            });
            x += mm(BOX);
        }
    });
}
