//! Fields: how each kind of value is drawn, filled and blank.

mod address;
mod boxes;
mod choice;
mod code;
pub(super) mod date;
mod name;
mod postcode;
pub(super) mod seal;
mod signature;

pub(crate) use signature::strokes;

use super::writer::{Place, Writer};
use crate::definition::Field;
use crate::display::{PageBuilder, Rect, mm};
use crate::text::{Align, Style};

/// The usual size of values, in points.
const SIZE: f32 = 10.5;

/// Draws a field into its cell.
pub(super) fn draw(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    field: &Field,
    cell: Rect,
    place: &Place<'_>,
) {
    let inner = cell.inset(mm(1.2), mm(0.6));
    match field {
        Field::Text {
            key,
            wrap,
            size,
            centred,
            unit,
        } => {
            let style = Style {
                wrap: *wrap,
                ..Style::value(size.unwrap_or(SIZE))
            };
            let style = if *centred {
                style.aligned(Align::Centre)
            } else {
                style
            };
            text(writer, page, key, unit.as_deref(), inner, &style, place);
        }
        Field::Name { key, kana, others } => {
            name::draw(writer, page, [key, kana], others.as_deref(), cell, place);
        }
        Field::Date { key, style } => date::draw(writer, page, key, *style, inner, place),
        Field::Address { key, postcode_boxes } => {
            address::draw(writer, page, key, *postcode_boxes, inner, place);
        }
        Field::Postcode { key } => postcode::draw(writer, page, key, inner, place),
        Field::Seal { shape, caption } => seal::draw(writer, page, *shape, caption, inner),
        Field::Qr { key, description } => {
            code::draw(writer, page, (key, description), code::Kind::Qr, inner, place);
        }
        Field::Barcode {
            key,
            symbology,
            description,
        } => {
            let kind = code::Kind::Bars(*symbology);
            code::draw(writer, page, (key, description), kind, inner, place);
        }
        Field::Boxes { key, groups } => boxes::draw(writer, page, key.as_deref(), groups, inner, place),
        Field::Choice {
            key,
            options,
            columns,
        } => choice::draw(writer, page, key, options, *columns, inner, place),
        Field::Signature { key, note } => signature::draw(writer, page, key, note.as_deref(), inner, place),
        Field::Printed { text, size } => {
            let text = place.scope.printed(writer.values, text);
            let style = Style {
                min_size: 5.0,
                ..Style::label(size.unwrap_or(8.0)).aligned(Align::Left)
            };
            writer.put(page, &text, inner, &style, place.label);
        }
    }
}

fn text(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    key: &str,
    unit: Option<&str>,
    rect: Rect,
    style: &Style,
    place: &Place<'_>,
) {
    let value = place.scope.text(writer.values, key).to_owned();
    let unit_width = unit.map_or(0.0, |unit| mm(1.0) + 8.0 * width_in_ems(unit));
    let (body, after) = rect.split_left(rect.w - unit_width);
    writer.put(page, &value, body, style, place.label);
    if let Some(unit) = unit {
        writer.print(page, unit, after, &Style::label(8.0).aligned(Align::Right));
    }
    writer.record(place, key, place.label, &value);
}

/// The width of one of our own words, all of whose letters are an em wide.
fn width_in_ems(text: &str) -> f32 {
    f32::from(u16::try_from(text.chars().count()).unwrap_or(u16::MAX))
}
