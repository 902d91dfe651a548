//! Boxes to tick, drawn as paths: the fonts have no ☑.

use crate::definition::Choice;
use crate::display::{Ink, PageBuilder, Rect, Role, Shape, lines, mm};
use crate::fonts::Fonts;
use crate::layout::writer::{Place, Writer};
use crate::text::{Align, Style, fit};

/// The side of a box and the gap after an option, in millimetres.
const SIDE: f32 = 3.0;
const GAP: f32 = 2.6;
const SIZE: f32 = 8.5;

/// Draws the options, those of the value ticked.
pub(super) fn draw(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    key: &str,
    options: &[Choice],
    columns: Option<u8>,
    rect: Rect,
    place: &Place<'_>,
) {
    let value = place.scope.text(writer.values, key).to_owned();
    let ticked = |option: &Choice| value.split(',').any(|code| code.trim() == option.value);
    let style = Style {
        min_size: 5.0,
        ..Style::label(SIZE).aligned(Align::Left)
    };
    for (option, cell) in options
        .iter()
        .zip(cells(writer.fonts, options, columns, rect, &style))
    {
        page.element(Role::Paragraph, |page| {
            let (mark, text) = cell.split_left(mm(SIDE + 0.9));
            tick(page, mark, ticked(option));
            writer.put(page, &option.label, text, &style, place.label);
        });
    }
    // A code that no option has is nothing the form can show: it must not get lost.
    let known = |code: &&str| options.iter().any(|option| option.value == code.trim());
    let unknown: Vec<&str> = value
        .split(',')
        .filter(|code| !code.is_empty() && !known(code))
        .collect();
    if !unknown.is_empty() {
        writer.put(
            page,
            &unknown.join(","),
            Rect { w: 0.0, ..rect },
            &style,
            place.label,
        );
    }
    let chosen: Vec<&str> = options
        .iter()
        .filter(|option| ticked(option))
        .map(|option| &*option.label)
        .collect();
    writer.record(
        place,
        key,
        place.label,
        &chosen.into_iter().chain(unknown).collect::<Vec<_>>().join("、"),
    );
}

/// The place of each option: in columns where they are asked for, otherwise one after the other, breaking lines.
fn cells(fonts: &Fonts, options: &[Choice], columns: Option<u8>, rect: Rect, style: &Style) -> Vec<Rect> {
    let natural = |option: &Choice| {
        let one_line = Style {
            wrap: false,
            ..*style
        };
        let width =
            fit(fonts, &option.label, f32::MAX, f32::MAX, &one_line).map_or(0.0, |fitted| fitted.width());
        (mm(SIDE + 0.9 + GAP) + width).min(rect.w)
    };
    let widths: Vec<f32> = match columns {
        Some(columns) => vec![rect.w / f32::from(columns.max(1)); options.len()],
        None => options.iter().map(natural).collect(),
    };
    let mut places = Vec::with_capacity(options.len());
    let (mut line, mut x) = (0u16, 0.0);
    for width in widths {
        if x > 0.0 && x + width > rect.w + mm(GAP) + 0.1 {
            (line, x) = (line + 1, 0.0);
        }
        places.push((line, x, width));
        x += width;
    }
    let height = rect.h / f32::from(line + 1);
    let place = |(line, x, width): (u16, f32, f32)| {
        let right = (rect.x + x + width).min(rect.right());
        Rect {
            x: rect.x + x,
            y: rect.y + f32::from(line) * height,
            w: right - rect.x - x,
            h: height,
        }
    };
    places.into_iter().map(place).collect()
}

fn tick(page: &mut PageBuilder, rect: Rect, ticked: bool) {
    let side = mm(SIDE).min(rect.h);
    let square = Rect::new(rect.x, rect.y + (rect.h - side) / 2.0, side, side);
    page.symbol(Shape {
        path: square.into(),
        fill: Some(Ink::WHITE),
        stroke: Some((Ink::BLACK, 0.5)),
        dash: None,
        actual_text: Some(if ticked { "☑" } else { "☐" }.into()),
    });
    if ticked {
        let at = |x: f32, y: f32| (square.x + side * x, square.y + side * y);
        page.rule(lines(&[at(0.16, 0.5), at(0.42, 0.8), at(0.95, 0.02)]), 1.3);
    }
}
