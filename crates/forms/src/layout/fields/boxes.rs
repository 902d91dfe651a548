//! A box per digit.

use madoguchi_model::characters::graphemes;

use crate::display::{PageBuilder, Rect, mm};
use crate::layout::writer::{Place, Writer};
use crate::text::{Align, Style};

/// The side of a box and the gap between groups, in millimetres.
const SIDE: f32 = 5.0;
const GAP: f32 = 1.2;

/// Draws boxes in groups, with the value's characters in them.
pub(super) fn draw(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    key: Option<&str>,
    groups: &[u8],
    rect: Rect,
    place: &Place<'_>,
) {
    let value = key
        .map(|key| place.scope.text(writer.values, key).to_owned())
        .unwrap_or_default();
    let characters: Vec<&str> = graphemes(&value).collect();
    let count: u16 = groups.iter().map(|n| u16::from(*n)).sum();
    if characters.len() > usize::from(count) {
        writer.put(page, &value, rect, &Style::value(super::SIZE), place.label);
        writer.record(place, key.unwrap_or_default(), place.label, &value);
        return;
    }
    let gaps = f32::from(u16::try_from(groups.len().saturating_sub(1)).unwrap_or(u16::MAX));
    let side = mm(SIDE)
        .min(rect.h)
        .min((rect.w - gaps * mm(GAP)) / f32::from(count.max(1)));
    let mut x = rect.x;
    let mut characters = characters.into_iter();
    for group in groups {
        for _ in 0..*group {
            let one = Rect::new(x, rect.y + (rect.h - side) / 2.0, side, side);
            page.rule(one.into(), 0.4);
            if let Some(character) = characters.next() {
                let style = Style {
                    min_size: 3.0,
                    ..Style::value(side * 0.8).aligned(Align::Centre)
                };
                writer.put(page, character, one, &style, place.label);
            }
            x += side;
        }
        x += mm(GAP);
    }
    writer.record(place, key.unwrap_or_default(), place.label, &value);
}
