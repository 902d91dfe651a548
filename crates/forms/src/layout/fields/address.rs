//! An address: the postcode, then the line and the building.

use super::SIZE;
use super::postcode::{self, hyphenated};
use crate::display::{PageBuilder, Rect, mm};
use crate::layout::writer::{Place, Writer};
use crate::text::{Align, Rise, Style};

/// Draws the address of a stem: `STEM.postcode`, with a box per digit if asked for, `STEM.line` and `STEM.building`.
pub(super) fn draw(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    stem: &str,
    boxes: bool,
    rect: Rect,
    place: &Place<'_>,
) {
    let values = writer.values;
    let part = |name: &str| place.scope.text(values, &format!("{stem}.{name}")).to_owned();
    let (postcode, line, building) = (hyphenated(&part("postcode")), part("line"), part("building"));
    let (above, below) = rect.split_top((rect.h * 0.36).clamp(mm(2.8), mm(4.6)));
    if boxes {
        let (above, _) = above.split_top(above.h - mm(0.4));
        postcode::boxes(writer, page, &postcode, above, place);
    } else {
        let (mark, digits) = above.split_left(mm(3.6));
        writer.print(page, "〒", mark, &Style::label(8.0).aligned(Align::Left));
        if postcode.is_empty() {
            let style = Style::label(8.0).aligned(Align::Left);
            writer.print(page, "\u{3000}\u{3000}\u{3000}－", digits, &style);
        } else {
            writer.put(page, &postcode, digits, &Style::value(8.5), place.label);
        }
    }
    let whole = match (&*line, &*building) {
        ("", building) => building.to_owned(),
        (line, "") => line.to_owned(),
        (line, building) => format!("{line}\u{3000}{building}"),
    };
    let style = Style {
        leading: 1.12,
        ..Style::value(SIZE).wrapping().risen(Rise::Middle)
    };
    writer.put(page, &whole, below, &style, place.label);
    let recorded = if postcode.is_empty() {
        whole
    } else {
        format!("〒{postcode}　{whole}")
    };
    writer.record(place, stem, place.label, &recorded);
}
