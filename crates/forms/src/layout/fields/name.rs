//! A name: its reading above it, other names below it.

use crate::display::{PageBuilder, Rect, lines, mm};
use crate::layout::writer::{Place, Writer};
use crate::text::Style;

/// The size of names, in points.
const NAME: f32 = 13.0;

/// Draws a name. A cell that is too low for the reading's own line keeps them side by side in one column.
pub(super) fn draw(
    writer: &mut Writer<'_>,
    page: &mut PageBuilder,
    [key, kana_key]: [&str; 2],
    others: Option<&str>,
    cell: Rect,
    place: &Place<'_>,
) {
    let values = writer.values;
    let text = |key: &str| place.scope.text(values, key).to_owned();
    let (name, kana) = (text(key), text(kana_key));
    let others_key = others.unwrap_or_default();
    let others = others.map(text).unwrap_or_default();
    let (above, below) = cell.split_top((cell.h * 0.28).clamp(mm(2.6), mm(4.5)));
    let (middle, last) = if others.is_empty() {
        (below, Rect::default())
    } else {
        below.split_top(below.h - (cell.h * 0.27).clamp(mm(2.8), mm(4.2)))
    };
    let side = mm(1.2);
    let of = |what: &str| match place.label {
        "" => what.to_owned(),
        label if label.contains(what) && !label.contains("人目") => what.to_owned(),
        label if label.contains("人目") => {
            format!("{}　{what}", label.split('\u{3000}').next().unwrap_or(label))
        }
        label => format!("{label}（{what}）"),
    };
    let kana_style = Style::value(7.5);
    let (kana_label, name_label, others_label) = (of("フリガナ"), of("氏名"), of("旧氏・通称など"));
    writer.put(page, &kana, above.inset(side, 0.2), &kana_style, &kana_label);
    page.dashed(
        lines(&[(above.x, above.bottom()), (above.right(), above.bottom())]),
        0.3,
    );
    writer.record(place, kana_key, &kana_label, &kana);
    writer.put(
        page,
        &name,
        middle.inset(side, mm(0.5)),
        &Style::value(NAME).wrapping(),
        &name_label,
    );
    writer.record(place, key, &name_label, &name);
    if !others.is_empty() {
        let last = last.split_top(last.h - mm(0.7)).0.inset(side, 0.0);
        writer.put(page, &others, last, &Style::value(7.0), &others_label);
        writer.record(place, others_key, &others_label, &others);
    }
}
