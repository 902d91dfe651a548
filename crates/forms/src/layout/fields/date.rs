//! A date: era, year, month and day each in its place, so that filled and blank forms look alike.

use madoguchi_model::wareki::Era;

use super::SIZE;
use crate::definition::DateStyle;
use crate::display::{PageBuilder, Rect};
use crate::layout::writer::{Place, Writer};
use crate::text::{Align, Style};
use crate::values::{DateValue, Value};

/// Widths in ems: the era, a number, and the word after it.
const ERA: f32 = 2.2;
const BIRTH_ERAS: f32 = 3.9;
const NUMBER: f32 = 1.4;
const UNIT: f32 = 1.15;

/// Draws a date.
pub(crate) fn draw(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    key: &str,
    style: DateStyle,
    rect: Rect,
    place: &Place<'_>,
) {
    let date: Option<DateValue> = match place.scope.get(writer.values, key) {
        Some(Value::Date(date)) => Some(date.clone()),
        Some(Value::Text(text)) => Some(DateValue {
            text: text.clone(),
            parts: None,
        }),
        Some(Value::Signature(_)) | None => None,
    };
    let recorded = date.as_ref().map(|date| date.text.clone()).unwrap_or_default();
    match date {
        Some(DateValue {
            parts: Some(parts), ..
        }) => {
            let numbers = [&*parts.year, &*parts.month, &*parts.day];
            slots(writer, page, rect, (parts.era, ERA, 1.0), numbers, place);
        }
        Some(DateValue { text, parts: None }) => {
            let style = Style {
                leading: 1.1,
                ..Style::value(SIZE).wrapping()
            };
            writer.put(page, &text, rect, &style, place.label);
        }
        None => {
            let (eras, width, scale) = match style {
                DateStyle::Recent => (present_era().to_owned(), ERA, 1.0),
                DateStyle::Birth => (eras_to_ring(), BIRTH_ERAS, 0.72),
            };
            slots(writer, page, rect, (&eras, width, scale), ["", "", ""], place);
        }
    }
    writer.record(place, key, place.label, &recorded);
}

/// The newest era of the table.
fn present_era() -> &'static str {
    Era::all().last().map_or("", |era| era.name())
}

/// The first letters of all eras, to be ringed, on two lines: 「明・大・昭」 and 「平・令」.
fn eras_to_ring() -> String {
    let letters: Vec<String> = Era::all()
        .map(|era| era.name().chars().take(1).collect())
        .collect();
    let (above, below) = letters.split_at(letters.len().div_ceil(2));
    format!("{}\n{}", above.join("・"), below.join("・"))
}

fn slots(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    rect: Rect,
    (era, era_width, scale): (&str, f32, f32),
    numbers: [&str; 3],
    place: &Place<'_>,
) {
    let ems = era_width + 3.0 * (NUMBER + UNIT);
    let size = (rect.w / ems).min(SIZE);
    let unit_style = Style {
        min_size: 3.0,
        ..Style::label(size * 0.8).aligned(Align::Centre)
    };
    let number_style = Style {
        min_size: 3.0,
        ..Style::value(size).aligned(Align::Right)
    };
    let (slot, mut line) = rect.split_left(era_width * size);
    let style = Style {
        leading: 1.05,
        size: size * scale,
        ..number_style.aligned(Align::Left).wrapping()
    };
    let style = if scale < 1.0 { style.gothic() } else { style };
    writer.put(page, era, slot, &style, place.label);
    for (number, unit) in numbers.into_iter().zip(["年", "月", "日"]) {
        let (slot, after) = line.split_left(NUMBER * size);
        let (word, after) = after.split_left(UNIT * size);
        line = after;
        writer.put(page, number, slot, &number_style, place.label);
        writer.print(page, unit, word, &unit_style);
    }
}
