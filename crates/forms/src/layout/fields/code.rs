//! QR codes and barcodes of values.

use crate::codes;
use crate::definition::Symbology;
use crate::display::{PageBuilder, Rect};
use crate::layout::writer::{Place, Writer};
use crate::text::Style;

/// The kind of code.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Qr,
    Bars(Symbology),
}

/// Draws the code of a value; nothing where there is no value. A value that the code cannot say is written out.
pub(super) fn draw(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    (key, description): (&str, &str),
    kind: Kind,
    rect: Rect,
    place: &Place<'_>,
) {
    let value = place.scope.text(writer.values, key).to_owned();
    if value.is_empty() {
        return;
    }
    let description = format!("{description}　{value}");
    let drawn = match kind {
        Kind::Qr => {
            let side = rect.w.min(rect.h);
            let x = rect.x + (rect.w - side) / 2.0;
            codes::qr::draw(page, &value, Rect { x, w: side, ..rect }, &description)
        }
        Kind::Bars(symbology) => codes::barcode(page, symbology, &value, rect, &description),
    };
    if !drawn {
        writer.put(
            page,
            &value,
            rect,
            &Style::value(super::SIZE).wrapping(),
            place.label,
        );
    }
}
