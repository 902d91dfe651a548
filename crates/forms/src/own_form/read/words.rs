//! The words printed on a page, and the places they leave to write in.

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use hayro::kurbo::{Affine, BezPath, Point};

use super::area::{Area, to_mm};
use super::{Found, Source};
use crate::own_form::DatePart;
use hayro::hayro_interpret::hayro_cmap::BfString;

/// More characters than a page of a form has are not read.
const CHARACTERS: usize = 50_000;

/// A printed character with its place: the origin on the baseline, and its size, in millimetres.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) size: f32,
}

/// Takes the characters off a page.
#[derive(Default)]
pub(super) struct Reader {
    words: Vec<Word>,
    /// How much of the page pictures cover, in square points.
    pub(super) pictures: f64,
}

impl Reader {
    pub(super) fn words(self) -> Vec<Word> {
        self.words
    }
}

impl<'a> Device<'a> for Reader {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            let Some(text) = glyph.as_unicode().map(|text| text_of(&text)) else {
                continue;
            };
            if text.trim().is_empty() || self.words.len() >= CHARACTERS {
                continue;
            }
            let place = props.transform * glyph.transform();
            let origin = place * Point::ORIGIN;
            // The glyph's own space has a thousand units to the em.
            let size = (place * Point::new(0.0, 1000.0)).distance(origin);
            self.words.push(Word {
                text,
                x: to_mm(narrow(origin.x)),
                y: to_mm(narrow(origin.y)),
                size: to_mm(narrow(size)).clamp(1.0, 30.0),
            });
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        self.pictures += area_of(props.transform, width, height);
    }

    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn area_of(transform: Affine, width: f64, height: f64) -> f64 {
    let unit = hayro::kurbo::Rect::new(0.0, 0.0, width, height);
    transform.transform_rect_bbox(unit).area()
}

fn text_of(text: &BfString) -> String {
    match text {
        BfString::Char(character) => character.to_string(),
        BfString::String(text) => text.clone(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "places on paper do not need 53 bits"
)]
fn narrow(value: f64) -> f32 {
    value as f32
}

impl Word {
    fn right(&self) -> f32 {
        self.x + self.size
    }

    fn top(&self) -> f32 {
        self.y - 0.88 * self.size
    }

    fn bottom(&self) -> f32 {
        self.y + 0.12 * self.size
    }

    fn middle(&self) -> f32 {
        self.y - 0.38 * self.size
    }

    fn inside(&self, area: &Area) -> bool {
        area.holds(self.x + self.size / 2.0, self.middle())
    }
}

/// What a place needs at least, in millimetres.
const WIDE: f32 = 12.0;
const HIGH: f32 = 4.0;
const NUMBER: f32 = 3.0;
/// How far labels stand from their places, and how far apart their letters may be.
const NEAR: f32 = 14.0;
const SPREAD: f32 = 7.0;
/// Boxes with no more than a ruled line between them touch.
const TOUCH: f32 = 1.2;

/// What is printed on a page: words, and the boxes between ruled lines.
pub(super) struct Sheet {
    pub(super) cells: Vec<Area>,
    pub(super) words: Vec<Word>,
}

impl Sheet {
    fn inside(&self, area: &Area) -> Vec<&Word> {
        self.words.iter().filter(|word| word.inside(area)).collect()
    }

    /// The places a box leaves to write in: the whole, or what its words leave free.
    pub(super) fn places(&self, cell: &Area) -> Vec<Found> {
        let inside = self.inside(cell);
        let ruled = |area: Area, label: String| Found {
            area,
            source: Source::Ruled,
            label,
        };
        let (Some(left), Some(right), Some(bottom)) = (
            inside.iter().map(|word| word.x).min_by(f32::total_cmp),
            inside.iter().map(|word| word.right()).max_by(f32::total_cmp),
            inside.iter().map(|word| word.bottom()).max_by(f32::total_cmp),
        ) else {
            return vec![ruled(*cell, self.label(cell))];
        };
        let dates = self.date_parts(cell, &inside);
        if !dates.is_empty() {
            return dates;
        }
        let own = joined(&inside);
        let beside_words = Area::between((right + 0.5, cell.y), (cell.right(), cell.bottom()));
        let below = Area::between((cell.x, bottom + 0.3), (cell.right(), cell.bottom()));
        let free_left = Area::between((cell.x, cell.y), (left - 0.5, cell.bottom()));
        match () {
            () if self.names_its_neighbour(cell) => Vec::new(),
            () if beside_words.w >= WIDE && beside_words.w > 0.4 * cell.w => vec![ruled(beside_words, own)],
            () if below.h >= HIGH && below.h > 0.45 * cell.h && cell.w >= WIDE => vec![ruled(below, own)],
            // 「　　　通」: the unit stands after the place.
            () if free_left.w >= WIDE && free_left.w > 0.4 * cell.w && own.chars().count() <= 3 => {
                vec![ruled(free_left, self.label(cell))]
            }
            () => Vec::new(),
        }
    }

    /// Whether a box with words is the label of the empty box at its right.
    fn names_its_neighbour(&self, cell: &Area) -> bool {
        let beside = |other: &&Area| (other.x - cell.right()).abs() < TOUCH && in_line(other, cell);
        let next = self.cells.iter().find(beside);
        next.is_some_and(|next| self.inside(next).is_empty())
    }

    /// The spaces before 年, 月 and 日.
    fn date_parts(&self, cell: &Area, inside: &[&Word]) -> Vec<Found> {
        let mut line: Vec<&Word> = inside.to_vec();
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        let era = ["令和", "平成", "昭和", "大正", "明治"]
            .iter()
            .any(|era| joined(inside).contains(era));
        let year = if era { DatePart::Year } else { DatePart::EraYear };
        let mut wanted = [("年", year), ("月", DatePart::Month), ("日", DatePart::Day)].into_iter();
        let mut next = wanted.next();
        let mut from = cell.x;
        let mut found = Vec::new();
        let label = self.label(cell);
        for word in line {
            if let Some((unit, part)) = next
                && word.text == unit
            {
                if word.x - from < NUMBER {
                    return Vec::new();
                }
                let room = 0.35 * word.size;
                found.push(Found {
                    area: Area::between((from, word.top() - room), (word.x, word.bottom() + room)),
                    source: Source::DatePart(part),
                    label: format!("{label}{unit}"),
                });
                next = wanted.next();
            }
            from = word.right();
        }
        // 「生年月日」 is a label: there is no space between its letters.
        if found.len() == 3 { found } else { Vec::new() }
    }

    /// Printed boxes to tick (□), with the words after them.
    pub(super) fn tick_boxes(&self) -> Vec<Found> {
        let is_box = |word: &&Word| matches!(&*word.text, "□" | "☐" | "▢");
        let boxes = self.words.iter().filter(is_box);
        boxes
            .map(|square| {
                let mut after: Vec<&Word> = self
                    .words
                    .iter()
                    .filter(|word| word.x > square.x && (word.y - square.y).abs() < 0.4 * square.size)
                    .collect();
                after.sort_by(|a, b| a.x.total_cmp(&b.x));
                let mut right = square.right();
                let mut label = String::new();
                for word in after {
                    if word.x - right > 1.2 * word.size || is_box(&word) {
                        break;
                    }
                    label.push_str(&word.text);
                    right = word.right();
                }
                Found {
                    area: Area::between((square.x, square.top()), (square.right(), square.bottom())),
                    source: Source::TickBox,
                    label,
                }
            })
            .collect()
    }

    /// The words that name a place: those of the box at its left, or what stands at its left, or above it.
    pub(super) fn label(&self, area: &Area) -> String {
        let around = self
            .cells
            .iter()
            .filter(|cell| cell.overlap(area) > 0.8 * area.size())
            .min_by(|a, b| a.size().total_cmp(&b.size()))
            .unwrap_or(area);
        let touching = |cell: &&Area| (cell.right() - around.x).abs() < TOUCH && in_line(cell, around);
        let left = self.cells.iter().find(touching);
        let of_the_box = left.map(|cell| joined(&self.inside(cell))).unwrap_or_default();
        let [beside, above] = [self.at_the_left(area), self.above(area)];
        [of_the_box, beside, above]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    fn at_the_left(&self, area: &Area) -> String {
        let before = |word: &&Word| {
            word.right() <= area.x + 1.0 && word.middle() > area.y && word.middle() < area.bottom()
        };
        let mut left: Vec<&Word> = self.words.iter().filter(before).collect();
        left.sort_by(|a, b| b.right().total_cmp(&a.right()));
        let mut edge = area.x;
        let mut reach = NEAR;
        let mut block = Vec::new();
        for word in left {
            if edge - word.right() > reach {
                break;
            }
            edge = edge.min(word.x);
            reach = SPREAD;
            block.push(word);
        }
        joined(&block)
    }

    fn above(&self, area: &Area) -> String {
        joined(&self.inside(&Area::between((area.x, area.y - 8.0), (area.right(), area.y))))
    }
}

/// Whether two boxes lie in one row: most of the lower one's height is common to both.
fn in_line(a: &Area, b: &Area) -> bool {
    let common = a.bottom().min(b.bottom()) - a.y.max(b.y);
    common > 0.7 * a.h.min(b.h)
}

/// Words in reading order, without spaces.
fn joined(words: &[&Word]) -> String {
    let mut words = words.to_vec();
    let Some(size) = words.iter().map(|word| word.size).max_by(f32::total_cmp) else {
        return String::new();
    };
    let line = |word: &Word| (word.y / (0.6 * size)).round();
    words.sort_by(|a, b| line(a).total_cmp(&line(b)).then(a.x.total_cmp(&b.x)));
    words
        .iter()
        .map(|word| word.text.trim())
        .collect::<String>()
        .chars()
        .take(60)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, x: f32, y: f32) -> Vec<Word> {
        let mut x = x;
        let mut words = Vec::new();
        for character in text.chars() {
            if character != '\u{3000}' {
                words.push(Word {
                    text: character.to_string(),
                    x,
                    y,
                    size: 4.0,
                });
            }
            x += 4.0;
        }
        words
    }

    fn cell(x: f32, w: f32) -> Area {
        Area {
            x,
            y: 10.0,
            w,
            h: 8.0,
        }
    }

    #[test]
    fn an_empty_box_is_named_by_the_words_at_its_left() {
        let label = cell(11.0, 18.5);
        let sheet = Sheet {
            cells: vec![label, cell(30.0, 60.0)],
            words: written("氏　名", 12.0, 15.5),
        };
        let [found] = &sheet.places(&cell(30.0, 60.0))[..] else {
            panic!("one place")
        };
        assert_eq!(
            (&*found.label, found.area, &found.source),
            ("氏名", cell(30.0, 60.0), &Source::Ruled)
        );
        assert!(sheet.places(&label).is_empty(), "the label's own box is no place");
    }

    #[test]
    fn a_label_far_from_its_place_is_found_by_its_box() {
        let label = cell(11.0, 60.0);
        let place = cell(71.4, 60.0);
        let sheet = Sheet {
            cells: vec![label, place],
            words: written("氏名", 12.0, 15.5),
        };
        assert_eq!(sheet.places(&place)[0].label, "氏名");
        assert!(sheet.places(&label).is_empty());
        let alone = Sheet {
            cells: vec![label],
            ..sheet
        };
        let [found] = &alone.places(&label)[..] else {
            panic!("the rest of the box")
        };
        assert!(found.label == "氏名" && found.area.x > 20.0);
    }

    #[test]
    fn printed_units_of_a_date_leave_their_spaces() {
        let sheet = |text: &str| Sheet {
            cells: Vec::new(),
            words: written(text, 30.0, 15.5),
        };
        let parts: Vec<_> = sheet("令和　　年　　月　　日")
            .places(&cell(29.0, 60.0))
            .into_iter()
            .map(|found| (found.source, found.area.x.round(), found.area.w.round()))
            .collect();
        assert_eq!(
            parts,
            [
                (Source::DatePart(DatePart::Year), 38.0, 8.0),
                (Source::DatePart(DatePart::Month), 50.0, 8.0),
                (Source::DatePart(DatePart::Day), 62.0, 8.0)
            ]
        );
        assert!(sheet("生年月日").places(&cell(29.0, 20.0)).is_empty());
    }

    #[test]
    fn a_printed_box_is_ticked_where_it_stands() {
        let sheet = Sheet {
            cells: Vec::new(),
            words: written("□転入　　□転出", 30.0, 15.5),
        };
        let found = sheet.tick_boxes();
        assert_eq!(
            found.iter().map(|one| &*one.label).collect::<Vec<_>>(),
            ["転入", "転出"]
        );
        assert!((found[0].area.x - 30.0).abs() < 0.01 && (found[0].area.w - 4.0).abs() < 0.01);
    }
}
