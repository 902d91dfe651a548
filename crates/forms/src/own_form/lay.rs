//! An own form and values → pages to print and to preview.

use madoguchi_model::characters::graphemes;

use super::{DatePart, Ground, Mark, OwnForm, Placement, PlacementKind};
use crate::display::{Ink, PageBuilder, Rect, Role, Segment, Shape, lines, mm};
use crate::layout::{Laid, Place, Scope, Writer, lay_notes, lay_overflow, strokes};
use crate::text::{Align, Style};
use crate::values::{DateParts, Value, Values};

/// The size values begin with, in points, and how much of a place's height they may take.
const SIZE: f32 = 11.0;
const FILL: f32 = 0.82;

/// Lays values on the municipality's own paper. What does not fit its place stands whole on sheets after it.
#[must_use]
pub fn lay(id: &str, form: &OwnForm, ground: &Ground, values: &Values, fonts: &crate::fonts::Fonts) -> Laid {
    let mut writer = Writer::new(fonts, values);
    for (n, size) in ground.sizes().iter().enumerate() {
        let mut page = PageBuilder::on(ground.clone(), n, *size);
        let mut here: Vec<&Placement> = form
            .placements
            .iter()
            .filter(|placement| placement.page == n + 1)
            .collect();
        here.sort_by(|a, b| a.area.before(&b.area));
        for placement in here {
            lay_placement(&mut writer, &mut page, placement);
        }
        writer.pages.push(page);
    }
    // The paper leaves a strip at its foot or not: what finds no room there stands on a sheet after it.
    lay_notes(&mut writer, 0, 4.5);
    let sheets = writer.pages.len();
    let (width, height) = (210.0, 297.0);
    lay_overflow(&mut writer, &form.title, width, height);
    lay_notes(&mut writer, sheets, 3.0);
    writer.finish(id, &form.title)
}

fn lay_placement(writer: &mut Writer<'_>, page: &mut PageBuilder, placement: &Placement) {
    let Some(repeat) = &placement.repeat else {
        lay_one(writer, page, placement, &placement.label, None, 0.0);
        return;
    };
    let count = writer.values.count(&repeat.list);
    let mut down = 0.0;
    for person in 0..count {
        let label = format!("{}（{}人目）", placement.label, person + 1);
        let row = Some((&*repeat.list, person));
        if person < repeat.rows {
            lay_one(writer, page, placement, &label, row, down);
            down += repeat.pitch;
        } else {
            without_a_row(writer, placement, &label, row);
        }
    }
}

/// A person for whom the paper has no row: the value goes to the sheet after it.
fn without_a_row(writer: &mut Writer<'_>, placement: &Placement, label: &str, row: Option<(&str, usize)>) {
    let scope = Scope { row, person: 0 };
    let value = match &placement.kind {
        PlacementKind::Printed { text } => scope.printed(writer.values, text),
        // One part stands for the whole date.
        PlacementKind::DatePart {
            part: DatePart::Era | DatePart::Month | DatePart::Day,
            ..
        }
        | PlacementKind::Signature { .. } => return,
        PlacementKind::Mark { key, value, .. } => {
            let chosen = is_chosen(scope.get(writer.values, key), value);
            if chosen { "該当".to_owned() } else { return }
        }
        kind => scope
            .text(writer.values, kind.key().unwrap_or_default())
            .to_owned(),
    };
    writer.set_aside(label, &value);
    let place = Place {
        scope,
        label,
        confirm: placement.confirm,
    };
    writer.record(&place, placement.kind.key().unwrap_or_default(), label, &value);
}

fn lay_one(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    placement: &Placement,
    label: &str,
    row: Option<(&str, usize)>,
    down: f32,
) {
    let area = &placement.area;
    let rect = Rect::new(mm(area.x), mm(area.y + down), mm(area.w), mm(area.h));
    let place = Place {
        scope: Scope { row, person: 0 },
        label,
        confirm: placement.confirm,
    };
    page.element(Role::Paragraph, |page| match &placement.kind {
        PlacementKind::Text { key, wrap, centred } => {
            let value = place.scope.text(writer.values, key).to_owned();
            let style = style(rect, if *centred { Align::Centre } else { Align::Left });
            writer.put(
                page,
                &value,
                rect.inset(mm(0.5), 0.0),
                &Style { wrap: *wrap, ..style },
                label,
            );
            writer.record(&place, key, label, &value);
        }
        PlacementKind::DatePart { key, part } => date_part(writer, page, rect, key, *part, &place),
        PlacementKind::Boxes { key, boxes } => spread(writer, page, rect, key, *boxes, &place),
        PlacementKind::Mark { key, value, mark } => {
            let chosen = is_chosen(place.scope.get(writer.values, key), value);
            if chosen {
                draw_mark(page, rect, *mark);
            }
            writer.record(&place, key, label, if chosen { "該当" } else { "" });
        }
        PlacementKind::Signature { key } => strokes(writer, page, key, rect, &place),
        PlacementKind::Printed { text } => {
            let text = place.scope.printed(writer.values, text);
            writer.put(
                page,
                &text,
                rect.inset(mm(0.5), 0.0),
                &style(rect, Align::Left).wrapping(),
                label,
            );
        }
    });
}

/// Mincho, as large as the place allows, down to what the smallest printed forms have.
fn style(rect: Rect, align: Align) -> Style {
    let size = SIZE.min(rect.h * FILL).max(4.0);
    Style {
        min_size: 4.0,
        leading: 1.1,
        ..Style::value(size).aligned(align)
    }
}

/// A part of a date in 和暦. A date that has no parts (western, or the register's own words) stands whole in the
/// place of the year.
fn date_part(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    rect: Rect,
    key: &str,
    part: DatePart,
    place: &Place<'_>,
) {
    let value = place.scope.get(writer.values, key).cloned();
    let whole = value
        .as_ref()
        .and_then(Value::as_text)
        .unwrap_or_default()
        .to_owned();
    let text = match value {
        Some(Value::Date(date)) if date.parts.is_some() => {
            date.parts.map(|parts| of_parts(&parts, part)).unwrap_or_default()
        }
        _ if matches!(part, DatePart::Year | DatePart::EraYear) => whole.clone(),
        _ => String::new(),
    };
    writer.put(page, &text, rect, &style(rect, Align::Right), place.label);
    writer.record(place, key, place.label, &text);
}

fn of_parts(parts: &DateParts, part: DatePart) -> String {
    match part {
        DatePart::Era => parts.era.to_owned(),
        DatePart::EraYear => format!("{}{}", parts.era, parts.year),
        DatePart::Year => parts.year.clone(),
        DatePart::Month => parts.month.clone(),
        DatePart::Day => parts.day.clone(),
    }
}

/// A character in each box. More characters than boxes stand together over all of them.
fn spread(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    rect: Rect,
    key: &str,
    boxes: u8,
    place: &Place<'_>,
) {
    let value = place.scope.text(writer.values, key).to_owned();
    let characters: Vec<&str> = graphemes(&value).filter(|one| *one != "-").collect();
    if characters.len() > usize::from(boxes) {
        writer.put(page, &value, rect, &style(rect, Align::Left), place.label);
    } else {
        let width = rect.w / f32::from(boxes.max(1));
        let mut x = rect.x;
        for character in characters {
            let one = Rect { x, w: width, ..rect };
            writer.put(page, character, one, &style(one, Align::Centre), place.label);
            x += width;
        }
    }
    writer.record(place, key, place.label, &value);
}

/// Whether a value is, or has among its codes, the one that makes the mark; of a date, whether it is of that era.
fn is_chosen(value: Option<&Value>, wanted: &str) -> bool {
    match value {
        Some(Value::Text(text)) => text.split(',').any(|code| code.trim() == wanted),
        Some(Value::Date(date)) => date.parts.as_ref().is_some_and(|parts| parts.era == wanted),
        Some(Value::Signature(_)) | None => false,
    }
}

fn draw_mark(page: &mut PageBuilder, rect: Rect, mark: Mark) {
    let side = rect.w.min(rect.h);
    let path = match mark {
        Mark::Tick => {
            let (left, top) = (rect.x + (rect.w - side) / 2.0, rect.y + (rect.h - side) / 2.0);
            let at = |x: f32, y: f32| (left + side * x, top + side * y);
            lines(&[at(0.12, 0.5), at(0.42, 0.84), at(0.95, 0.08)])
        }
        Mark::Ring => ring(rect),
    };
    let actual_text = Some(match mark {
        Mark::Tick => "✓".to_owned(),
        Mark::Ring => "○".to_owned(),
    });
    page.symbol(Shape {
        path,
        fill: None,
        stroke: Some((Ink::BLACK, (side * 0.09).clamp(0.8, 1.6))),
        dash: None,
        actual_text,
    });
}

/// An ellipse in a rectangle, of four curves.
fn ring(rect: Rect) -> Vec<Segment> {
    /// How far the control points of a quarter lie out, in radii.
    const ROUND: f32 = 0.552_28;
    let (across, down) = (rect.w / 2.0, rect.h / 2.0);
    let at = |x: f32, y: f32| (rect.x + across * (1.0 + x), rect.y + down * (1.0 + y));
    let quarter = |from: (f32, f32), to: (f32, f32)| {
        // One of the ends lies on each axis: the control points go from it along the other.
        let first = at(from.0 + ROUND * to.0, from.1 + ROUND * to.1);
        let second = at(to.0 + ROUND * from.0, to.1 + ROUND * from.1);
        let end = at(to.0, to.1);
        Segment::Cubic(first.0, first.1, second.0, second.1, end.0, end.1)
    };
    let ends = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)];
    let start = at(1.0, 0.0);
    let mut path = vec![Segment::Move(start.0, start.1)];
    path.extend(ends.windows(2).map(|pair| quarter(pair[0], pair[1])));
    path.push(Segment::Close);
    path
}
