//! The structure that screen readers walk: complete, in the order a person reads, and every cell with its headers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use madoguchi_forms::display::{Mark, Node};
use madoguchi_forms::{FormDefinition, Laid, blank, guide_sheet, layout, pdf};

use crate::finished::{Drawn, Element, Finished, Kid};
use crate::support::{fonts, guide, long, meta, municipality, rare, short, strokes};

/// A form with a sheet for each person is made for so many of them: the others are alike.
const SHEETS: usize = 3;

/// Every form in every manner, with the file made of it; made once for all tests.
fn files() -> &'static [(Laid, Finished)] {
    static FILES: OnceLock<Vec<(Laid, Finished)>> = OnceLock::new();
    FILES.get_or_init(|| {
        let fonts = fonts();
        let mut family = short();
        family.signature = Some(strokes());
        let mut missing = short();
        missing.household.members[0].names.name.written = "辻\u{E01EF}\u{E000}　\u{10FFFD}太郎".into();
        let mut laid = vec![guide_sheet(&guide(), &fonts)];
        for form in FormDefinition::all() {
            laid.push(blank(form, &municipality(), &fonts));
            for persona in [&family, &rare(), &long(), &missing] {
                let mut values = persona.values();
                if form.sheet_per_person {
                    values.people("concerned", values.count("concerned").min(SHEETS));
                }
                laid.push(layout(form, &values, &fonts));
            }
        }
        laid.into_iter().map(read).collect()
    })
}

fn read(laid: Laid) -> (Laid, Finished) {
    let bytes = pdf(std::slice::from_ref(&laid), &fonts(), &meta(&laid.title)).expect("a conforming file");
    let file = Finished::read(&bytes);
    (laid, file)
}

fn each(test: impl Fn(&Laid, &Finished)) {
    for (laid, file) in files() {
        test(laid, file);
    }
}

/// The text of everything below an element, in reading order.
fn text(file: &Finished, element: &Element) -> String {
    let texts = element
        .marks()
        .into_iter()
        .map(|(page, mark)| file.text(page, mark));
    texts.collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_mark_is_in_the_structure_once_and_nothing_is_drawn_beside() {
    each(|laid, file| {
        let mut named = BTreeMap::new();
        for mark in file.parts.iter().flat_map(Element::marks) {
            *named.entry(mark).or_insert(0) += 1;
        }
        let drawn: BTreeMap<(usize, i64), i32> = file
            .pages
            .iter()
            .enumerate()
            .flat_map(|(n, page)| page.marked.keys().map(move |mark| ((n, *mark), 1)))
            .collect();
        assert!(drawn.len() > 20, "{}", laid.form);
        assert_eq!(named, drawn, "{}", laid.form);
        for page in &file.pages {
            assert_eq!((page.loose, page.twice.len()), (0, 0), "{}", laid.form);
        }
    });
}

#[test]
fn the_structure_reads_out_what_was_laid_to_the_code_point() {
    each(|laid, file| {
        let [document] = &file.parts[..] else {
            panic!("{}: one document", laid.form)
        };
        let read: Vec<String> = document
            .marks()
            .into_iter()
            .map(|(page, mark)| file.text(page, mark).to_owned())
            .collect();
        assert_eq!(read, laid_texts(laid), "{}", laid.form);
    });
}

/// What was laid, in the order of its structure.
fn laid_texts(laid: &Laid) -> Vec<String> {
    fn walk(nodes: &[Node], found: &mut Vec<usize>) {
        for node in nodes {
            match node {
                Node::Element(element) => walk(&element.children, found),
                Node::Content(n) => found.push(*n),
            }
        }
    }
    let mut texts = Vec::new();
    for page in &laid.pages {
        let mut order = Vec::new();
        walk(&page.tree, &mut order);
        for n in order {
            texts.push(match &page.items[n].mark {
                Mark::Text(run) => run.actual_text.clone().unwrap_or_else(|| run.text.clone()),
                Mark::Shape(shape) => shape.actual_text.clone().unwrap_or_default(),
            });
        }
    }
    texts
}

#[test]
fn every_value_is_read_out_whole() {
    each(|laid, file| {
        let read = squeezed(&file.parts.iter().map(|part| text(file, part)).collect::<String>());
        for field in &laid.fields {
            let value = squeezed(&field.value);
            if value == "（画面で署名済み）" {
                let figures = file
                    .parts
                    .iter()
                    .flat_map(Element::all)
                    .filter(|one| one.kind == "Figure");
                assert!(figures.count() > 0, "{}", laid.form);
                continue;
            }
            let ticked = || {
                let mut labels = field.value.split('、').map(squeezed);
                labels.all(|label| read.contains(&format!("☑{label}")))
            };
            // A postcode in boxes has no hyphen of its own: the rule between the boxes stands for it.
            let boxed = || {
                let rest = value.strip_prefix('〒').map(|rest| rest.replacen('-', "", 1));
                rest.is_some_and(|rest| read.contains(&format!("〒{rest}")))
            };
            assert!(
                read.contains(&value) || ticked() || boxed(),
                "{}: {} 「{}」",
                laid.form,
                field.label,
                field.value
            );
        }
        for missing in &laid.missing_glyphs {
            assert!(
                read.contains(&missing.cluster),
                "{}: {}",
                laid.form,
                missing.code_points()
            );
        }
    });
}

/// The head first, then the blocks from the top, each with its heading before it; the foot last.
#[test]
fn pages_are_read_from_the_head_to_the_foot() {
    each(|laid, file| {
        if laid.form == "guide_sheet" {
            return;
        }
        let parts = file.parts.iter().flat_map(Element::elements);
        let pages: Vec<&Element> = parts.flat_map(Element::elements).collect();
        assert_eq!(pages.len(), laid.pages.len(), "{}", laid.form);
        for page in pages {
            let kinds: Vec<&str> = page.elements().map(|element| &*element.kind).collect();
            assert_eq!(kinds.first(), Some(&"H1"), "{}", laid.form);
            assert_eq!(kinds.last(), Some(&"P"), "{}: the foot", laid.form);
            let blocks: Vec<&Element> = page.elements().filter(|element| element.kind == "Sect").collect();
            let first = kinds
                .iter()
                .position(|kind| *kind == "Sect")
                .unwrap_or(kinds.len() - 1);
            assert!(
                kinds[1..first].iter().all(|kind| matches!(*kind, "P" | "Figure"))
                    && kinds[first..kinds.len() - 1].iter().all(|kind| *kind == "Sect"),
                "{}: {kinds:?}",
                laid.form
            );
            for pair in blocks.windows(2) {
                let (above, below) = (reach(file, pair[0]), reach(file, pair[1]));
                assert!(above.1 <= below.0 + 0.5, "{}: {above:?} {below:?}", laid.form);
            }
        }
    });
}

#[test]
fn a_form_says_what_it_is_and_to_whom_before_anything_else() {
    each(|laid, file| {
        let Some(form) = FormDefinition::find(&laid.form) else {
            return;
        };
        let read = squeezed(&text(file, &file.parts[0]));
        let date = squeezed(&form.date.label);
        let head = [
            squeezed(&form.title),
            "受付番号".into(),
            "様".into(),
            squeezed(&form.preamble),
            date,
        ];
        let mut rest = &*read;
        for part in &head {
            let at = rest.find(part.as_str());
            let at = at.unwrap_or_else(|| panic!("{}: {part} in its place", laid.form));
            assert!(at < 90, "{}: {part} comes late", laid.form);
            rest = &rest[at + part.len()..];
        }
    });
}

/// From where to where an element reaches, from the top of the page.
fn reach(file: &Finished, element: &Element) -> (f32, f32) {
    let drawn = all_drawn(file, element);
    let top = drawn.iter().map(|drawn| drawn.top).fold(f32::MAX, f32::min);
    let bottom = drawn.iter().map(|drawn| drawn.bottom).fold(f32::MIN, f32::max);
    (top, bottom)
}

fn all_drawn<'f>(file: &'f Finished, element: &Element) -> Vec<&'f Drawn> {
    let marks = element.marks().into_iter();
    marks
        .map(|(page, mark)| &file.pages[page].marked[&mark])
        .collect()
}

/// Whether a person would read these two in this order: what is further up first, what is further left first on a line.
fn in_order(first: &Drawn, second: &Drawn) -> bool {
    let together = first.bottom.min(second.bottom) - first.top.max(second.top);
    let lower = (first.bottom - first.top).min(second.bottom - second.top);
    if together > lower * 0.5 {
        first.x <= second.x + 0.1
    } else {
        first.top < second.bottom
    }
}

#[test]
fn cells_are_read_from_left_to_right_and_rows_from_the_top() {
    each(|laid, file| {
        for table in tables(file) {
            let mut before = f32::MIN;
            for row in table.elements() {
                // The label that stands upright over all rows is read with the first.
                let cells: Vec<&Element> = row.elements().filter(|cell| cell.rows == 1).collect();
                let left = |cell: &Element| {
                    let drawn = all_drawn(file, cell);
                    drawn.iter().map(|drawn| drawn.x).fold(f32::MAX, f32::min)
                };
                let places: Vec<f32> = cells.iter().map(|cell| left(cell)).collect();
                assert!(places.is_sorted(), "{}: {places:?}", laid.form);
                let reaches = cells.iter().map(|cell| reach(file, cell));
                let (top, bottom) = reaches.fold((f32::MAX, f32::MIN), |all, one| {
                    (all.0.min(one.0), all.1.max(one.1))
                });
                assert!(
                    top >= before - 0.5,
                    "{}: a row at {top} after one at {before}",
                    laid.form
                );
                before = bottom;
                for cell in cells {
                    let drawn = all_drawn(file, cell);
                    for (n, first) in drawn.iter().enumerate() {
                        for second in &drawn[n + 1..] {
                            assert!(
                                in_order(first, second),
                                "{}: {first:?} before {second:?}",
                                laid.form
                            );
                        }
                    }
                }
            }
        }
    });
}

fn tables(file: &Finished) -> impl Iterator<Item = &Element> {
    let all = file.parts.iter().flat_map(Element::all);
    all.filter(|element| element.kind == "Table")
}

/// The cells of a table at their places, spans filled in.
fn grid<'t>(form: &str, table: &'t Element) -> Vec<Vec<&'t Element>> {
    let rows: Vec<&Element> = table.elements().collect();
    let mut grid: BTreeMap<(usize, usize), &Element> = BTreeMap::new();
    for (y, row) in rows.iter().enumerate() {
        assert_eq!(row.kind, "TR", "{form}");
        let mut x = 0;
        for cell in row.elements() {
            assert!(matches!(&*cell.kind, "TH" | "TD"), "{form}: {}", cell.kind);
            while grid.contains_key(&(y, x)) {
                x += 1;
            }
            for (dy, dx) in (0..cell.rows).flat_map(|dy| (0..cell.columns).map(move |dx| (dy, dx))) {
                assert!(
                    grid.insert((y + dy, x + dx), cell).is_none(),
                    "{form}: cells lie on each other"
                );
            }
            x += cell.columns;
        }
        assert!(
            row.kids.iter().all(|kid| matches!(kid, Kid::Element(_))),
            "{form}"
        );
    }
    let width = grid.keys().map(|(_, x)| x + 1).max().unwrap_or(0);
    let height = grid.keys().map(|(y, _)| y + 1).max().unwrap_or(0);
    assert_eq!(height, rows.len(), "{form}");
    assert_eq!(
        grid.len(),
        width * height,
        "{form}: every row is as wide as the table"
    );
    (0..height)
        .map(|y| (0..width).map(|x| grid[&(y, x)]).collect())
        .collect()
}

#[test]
fn every_cell_has_a_header_that_says_what_it_is() {
    let mut unheaded = BTreeSet::new();
    for (laid, file) in files() {
        for table in tables(file) {
            let grid = grid(&laid.form, table);
            for row in &grid {
                for (x, cell) in row.iter().enumerate() {
                    if cell.kind == "TH" {
                        assert!(cell.scope.is_some(), "{}: {}", laid.form, text(file, cell));
                        assert!(!squeezed(&text(file, cell)).is_empty(), "{}", laid.form);
                        continue;
                    }
                    let of = |cell: &Element, scope: &str| {
                        cell.kind == "TH" && cell.scope.as_deref() == Some(scope)
                    };
                    let headed = row[..x].iter().any(|before| of(before, "Row"))
                        || grid.iter().any(|row| of(row[x], "Column"));
                    if !headed {
                        unheaded.insert(format!("{}: {}", laid.form, text(file, cell)));
                    }
                }
            }
        }
    }
    assert!(unheaded.is_empty(), "{unheaded:#?}");
}
