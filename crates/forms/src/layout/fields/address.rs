//! An address: the postcode, then the line and the building.

use super::SIZE;
use crate::display::{PageBuilder, Rect, mm};
use crate::layout::writer::{Place, Writer};
use crate::text::{Align, Rise, Style};

/// Draws the address of a stem: `STEM.postcode`, `STEM.line` and `STEM.building`.
pub(super) fn draw(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    stem: &str,
    rect: Rect,
    place: &Place<'_>,
) {
    let values = writer.values;
    let part = |name: &str| place.scope.text(values, &format!("{stem}.{name}")).to_owned();
    let (postcode, line, building) = (hyphenated(&part("postcode")), part("line"), part("building"));
    let (above, below) = rect.split_top((rect.h * 0.36).clamp(mm(2.8), mm(4.6)));
    let (mark, digits) = above.split_left(mm(3.6));
    writer.print(page, "〒", mark, &Style::label(8.0).aligned(Align::Left));
    if postcode.is_empty() {
        let style = Style::label(8.0).aligned(Align::Left);
        writer.print(page, "\u{3000}\u{3000}\u{3000}－", digits, &style);
    } else {
        writer.put(page, &postcode, digits, &Style::value(8.5), place.label);
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

/// 「1234567」 as 「123-4567」; anything else stays as it is.
fn hyphenated(postcode: &str) -> String {
    match postcode.split_at_checked(3) {
        Some((first, rest)) if postcode.len() == 7 && postcode.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{first}-{rest}")
        }
        _ => postcode.to_owned(),
    }
}
