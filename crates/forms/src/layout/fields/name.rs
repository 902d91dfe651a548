//! A name: its reading above it, other names below it.

use crate::display::{PageBuilder, Rect, lines, mm};
use crate::layout::writer::{Place, Writer};
use crate::text::{Style, fit};

/// The size of names, in points.
const NAME: f32 = 13.0;
/// The room at either side, and what two lines of the smallest size need, in millimetres.
const SIDE: f32 = 1.2;
const TWO_LINES: f32 = 4.8;

/// How high the reading and the other names stand in a cell, in points; the name has the rest.
#[derive(Clone, Copy, Debug)]
struct Heights {
    kana: f32,
    others: f32,
}

/// The styles of the reading, the name and the other names.
fn styles() -> [Style; 3] {
    let small = |size| Style {
        leading: 1.1,
        ..Style::value(size).wrapping()
    };
    [small(7.5), Style::value(NAME).wrapping(), small(7.0)]
}

/// One line for the reading and the other names; two for what needs them, where the name leaves the room. If nothing
/// helps, what does not fit goes to the sheet at the end.
fn heights(writer: &Writer<'_>, cell: Rect, texts: [&str; 3]) -> Heights {
    let one_kana = (cell.h * 0.28).clamp(mm(2.6), mm(4.5));
    let (one_others, two_others) = match texts[2] {
        "" => (0.0, 0.0),
        _ => ((cell.h * 0.27).clamp(mm(2.8), mm(4.2)), mm(TWO_LINES + 0.7)),
    };
    let usual = Heights {
        kana: one_kana,
        others: one_others,
    };
    let two_kana = mm(TWO_LINES).max(one_kana);
    let tried = [
        usual,
        Heights {
            kana: two_kana,
            ..usual
        },
        Heights {
            others: two_others.max(one_others),
            ..usual
        },
        Heights {
            kana: two_kana,
            others: two_others.max(one_others),
        },
    ];
    let width = cell.w - 2.0 * mm(SIDE);
    let fits = |heights: &Heights, parts: &[usize]| {
        let name = cell.h - heights.kana - heights.others - mm(1.0);
        let rooms = [heights.kana - 0.4, name, heights.others - mm(0.7)];
        parts.iter().filter(|part| !texts[**part].is_empty()).all(|part| {
            let style = &styles()[*part];
            fit(writer.fonts, texts[*part], width, rooms[*part], style).is_some()
        })
    };
    // If not all of them fit, the name at least shall stand in its place.
    let least = Heights {
        kana: mm(2.6).min(one_kana),
        others: mm(2.8).min(one_others),
    };
    let whole = tried.into_iter().find(|heights| fits(heights, &[0, 1, 2]));
    let named = || [usual, least].into_iter().find(|heights| fits(heights, &[1]));
    whole.or_else(named).unwrap_or(usual)
}

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
    let heights = heights(writer, cell, [&kana, &name, &others]);
    let (above, below) = cell.split_top(heights.kana);
    let (middle, last) = below.split_top(below.h - heights.others);
    let side = mm(SIDE);
    let of = |what: &str| match place.label {
        "" => what.to_owned(),
        label if label.contains(what) && !label.contains("人目") => what.to_owned(),
        label if label.contains("人目") => {
            format!("{}　{what}", label.split('\u{3000}').next().unwrap_or(label))
        }
        label => format!("{label}（{what}）"),
    };
    let [kana_style, name_style, others_style] = styles();
    let (kana_label, name_label, others_label) = (of("フリガナ"), of("氏名"), of("旧氏・通称など"));
    writer.put(page, &kana, above.inset(side, 0.2), &kana_style, &kana_label);
    page.dashed(
        lines(&[(above.x, above.bottom()), (above.right(), above.bottom())]),
        0.3,
    );
    writer.record(place, kana_key, &kana_label, &kana);
    writer.put(page, &name, middle.inset(side, mm(0.5)), &name_style, &name_label);
    writer.record(place, key, &name_label, &name);
    if !others.is_empty() {
        let last = last.split_top(last.h - mm(0.7)).0.inset(side, 0.0);
        writer.put(page, &others, last, &others_style, &others_label);
        writer.record(place, others_key, &others_label, &others);
    }
}
