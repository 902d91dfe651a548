//! Nothing stands on or against anything else, and what is printed on every sheet is large enough to read.

use madoguchi_forms::definition::{Block, Grid};
use madoguchi_forms::display::{Mark, Page, Rect, Segment};
use madoguchi_forms::{FormDefinition, Laid, blank, layout};

use crate::support::{fonts, long, municipality, rare, short};

/// The least gap between a text and the box to tick behind it, in points.
const GAP: f32 = 3.0;
/// The least size of what is printed on a form, in points.
const SMALLEST: f32 = 5.5;

/// A text that is seen, or a box to tick.
struct Seen<'a> {
    text: &'a str,
    place: Rect,
    size: Option<f32>,
}

fn seen(page: &Page) -> Vec<Seen<'_>> {
    let items = page.items.iter().filter(|item| item.content);
    items
        .filter_map(|item| match &item.mark {
            Mark::Text(run) => {
                let end = run.text.trim_end().len();
                let start = run.text.len() - run.text.trim_start().len();
                let width = |from: usize, to: usize| -> f32 {
                    let glyphs = run.glyphs.iter();
                    let inside = glyphs.filter(|glyph| (from..to).contains(&glyph.range.start));
                    let widths = inside.map(|glyph| match glyph.range.end {
                        // A label that is opened out has a gap after its last letter too.
                        last if last == to => glyph.advance.min(1.0),
                        _ => glyph.advance,
                    });
                    widths.sum::<f32>() * run.size
                };
                let place = Rect::new(
                    run.x + width(0, start),
                    run.y - run.size * 0.8,
                    width(start, end),
                    run.size * 0.85,
                );
                (start < end).then_some(Seen {
                    text: run.text.trim(),
                    place,
                    size: Some(run.size),
                })
            }
            Mark::Shape(shape) => {
                let text = shape.actual_text.as_deref()?;
                Some(Seen {
                    text,
                    place: around(&shape.path)?,
                    size: None,
                })
            }
        })
        .collect()
}

/// The rectangle around a path of straight lines.
fn around(path: &[Segment]) -> Option<Rect> {
    let points = path.iter().filter_map(|segment| match *segment {
        Segment::Move(x, y) | Segment::Line(x, y) => Some((x, y)),
        _ => None,
    });
    let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
    for (x, y) in points {
        (low, high) = ((low.0.min(x), low.1.min(y)), (high.0.max(x), high.1.max(y)));
    }
    (low.0 <= high.0).then(|| Rect::new(low.0, low.1, high.0 - low.0, high.1 - low.1))
}

fn overlap(from: f32, to: f32, other_from: f32, other_to: f32) -> f32 {
    to.min(other_to) - from.max(other_from)
}

fn complaints(laid: &Laid) -> Vec<String> {
    let mut found = Vec::new();
    for page in &laid.pages {
        let seen = seen(page);
        for (n, one) in seen.iter().enumerate() {
            for other in &seen[n + 1..] {
                let (a, b) = (one.place, other.place);
                let across = overlap(a.x, a.right(), b.x, b.right());
                let down = overlap(a.y, a.bottom(), b.y, b.bottom());
                let a_box = one.size.is_none() || other.size.is_none();
                let room = if a_box && one.size.is_some() { -GAP } else { 0.3 };
                if across > room && down > 0.3 {
                    found.push(format!("{}: 「{}」 and 「{}」", laid.form, one.text, other.text));
                }
            }
        }
    }
    found
}

#[test]
fn nothing_stands_on_or_against_anything_else() {
    let fonts = fonts();
    let mut found = Vec::new();
    for form in FormDefinition::all() {
        found.extend(complaints(&blank(form, &municipality(), &fonts)));
        for persona in [short(), rare(), long()] {
            found.extend(complaints(&layout(form, &persona.values(), &fonts)));
        }
    }
    found.sort();
    found.dedup();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_is_printed_is_large_enough_to_read() {
    let fonts = fonts();
    let mut found = Vec::new();
    for form in FormDefinition::all() {
        for page in &blank(form, &municipality(), &fonts).pages {
            let small = seen(page)
                .into_iter()
                .filter_map(|one| Some((one.size?, one.text)));
            found.extend(
                small
                    .filter(|(size, _)| *size < SMALLEST)
                    .map(|(size, text)| format!("{}: 「{text}」 in {size} pt", form.id)),
            );
        }
    }
    found.sort();
    found.dedup();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn upright_labels_have_no_sign_that_would_have_to_be_turned() {
    for form in FormDefinition::all() {
        for block in &form.blocks {
            let Block::Grid(Grid { side: Some(side), .. }) = block else {
                continue;
            };
            assert!(
                !side.contains(['ー', '（', '）', '～', '「', '」', '、', '。']),
                "{}: {side}",
                form.id
            );
        }
    }
}
