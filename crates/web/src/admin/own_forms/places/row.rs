//! One place as it is shown and typed.

use madoguchi_forms::own_form::read::Area;
use madoguchi_forms::own_form::{DatePart, Mark, Placement, PlacementKind, Repeat, mark_values, suggest};

use super::super::Edition;
use crate::form_data::FormData;

/// So many places are taken of one page.
const MOST: usize = 400;

/// A place: everything as text, as it was typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each box to tick on the page"
)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) key: String,
    /// A key that is not in the list, typed.
    pub(super) other: String,
    pub(super) kind: String,
    pub(super) x: String,
    pub(super) y: String,
    pub(super) w: String,
    pub(super) h: String,
    pub(super) wrap: bool,
    pub(super) centred: bool,
    pub(super) confirm: bool,
    pub(super) part: String,
    pub(super) boxes: String,
    pub(super) value: String,
    pub(super) ring: bool,
    pub(super) text: String,
    pub(super) rows: String,
    pub(super) pitch: String,
}

/// What is wrong in a row.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) field: &'static str,
    pub(super) text: String,
}

impl Row {
    /// A place to be put somewhere.
    pub(super) fn new() -> Self {
        Self {
            kind: "text".into(),
            x: "20".into(),
            y: "20".into(),
            w: "60".into(),
            h: "8".into(),
            confirm: true,
            ..Self::default()
        }
    }

    fn of(placement: &Placement) -> Self {
        let area = &placement.area;
        let mut row = Self {
            label: placement.label.clone(),
            key: placement.kind.key().unwrap_or_default().to_owned(),
            kind: placement.kind.code().to_owned(),
            x: area.x.to_string(),
            y: area.y.to_string(),
            w: area.w.to_string(),
            h: area.h.to_string(),
            confirm: placement.confirm,
            ..Self::default()
        };
        if let Some(repeat) = &placement.repeat {
            row.rows = repeat.rows.to_string();
            row.pitch = repeat.pitch.to_string();
        }
        match &placement.kind {
            PlacementKind::Text { wrap, centred, .. } => {
                (row.wrap, row.centred) = (*wrap, *centred);
            }
            PlacementKind::DatePart { part, .. } => part_code(*part).clone_into(&mut row.part),
            PlacementKind::Boxes { boxes, .. } => row.boxes = boxes.to_string(),
            PlacementKind::Mark { value, mark, .. } => {
                row.value.clone_from(value);
                row.ring = *mark == Mark::Ring;
            }
            PlacementKind::Signature { .. } => {}
            PlacementKind::Printed { text } => row.text.clone_from(text),
        }
        row
    }

    /// Something is to be written there.
    pub(super) fn is_used(&self) -> bool {
        !self.key().is_empty() || (self.kind == "printed" && !self.text.trim().is_empty())
    }

    /// Place and size with their labels.
    pub(super) fn lengths(&self) -> [(&'static str, &'static str, &str); 4] {
        [
            ("x", "左から（mm）", &self.x),
            ("y", "上から（mm）", &self.y),
            ("w", "幅（mm）", &self.w),
            ("h", "高さ（mm）", &self.h),
        ]
    }

    /// The key that counts: a typed one before the chosen one.
    pub(super) fn key(&self) -> &str {
        if self.other.is_empty() {
            &self.key
        } else {
            &self.other
        }
    }

    /// The codes a mark can stand for, with that of this row if it is another.
    pub(super) fn values(&self) -> Vec<(String, String)> {
        let mut values: Vec<(String, String)> = mark_values(self.key())
            .iter()
            .map(|(code, label)| ((*code).to_owned(), (*label).to_owned()))
            .collect();
        if !self.value.is_empty() && !values.iter().any(|(code, _)| *code == self.value) {
            values.push((self.value.clone(), self.value.clone()));
        }
        values
    }

    /// The place, if its numbers are numbers.
    pub(super) fn placement(&self, page: usize) -> Result<Placement, Wrong> {
        let number = |field: &'static str, typed: &str| -> Result<f32, Wrong> {
            typed.trim().parse().map_err(|_| Wrong {
                field,
                text: format!(
                    "「{}」：位置と大きさは、10.5 のような数字（mm）で入れてください。",
                    self.name()
                ),
            })
        };
        let area = Area {
            x: number("x", &self.x)?,
            y: number("y", &self.y)?,
            w: number("w", &self.w)?,
            h: number("h", &self.h)?,
        };
        let key = self.key().to_owned();
        let repeat = if key.starts_with("row.") {
            let rows = self.rows.trim().parse().map_err(|_| Wrong {
                field: "rows",
                text: format!("「{}」：人ごとの行の数と間隔を入れてください。", self.name()),
            })?;
            let pitch = number("pitch", &self.pitch)?;
            let list = "concerned".to_owned();
            Some(Repeat { list, rows, pitch })
        } else {
            None
        };
        let kind = match &*self.kind {
            "date_part" => PlacementKind::DatePart {
                key,
                part: part_of(&self.part),
            },
            "boxes" => PlacementKind::Boxes {
                key,
                boxes: self.boxes.trim().parse().map_err(|_| Wrong {
                    field: "boxes",
                    text: format!("「{}」：マスの数を入れてください。", self.name()),
                })?,
            },
            "mark" => PlacementKind::Mark {
                key,
                value: self.value.clone(),
                mark: if self.ring { Mark::Ring } else { Mark::Tick },
            },
            "signature" => PlacementKind::Signature { key },
            "printed" => PlacementKind::Printed {
                text: self.text.clone(),
            },
            _ if key == "signature" => PlacementKind::Signature { key },
            _ => PlacementKind::Text {
                key,
                wrap: self.wrap,
                centred: self.centred,
            },
        };
        Ok(Placement {
            page,
            area,
            label: self.name().to_owned(),
            confirm: self.confirm,
            repeat,
            kind,
        })
    }

    fn name(&self) -> &str {
        let label = self.label.trim();
        if label.is_empty() {
            madoguchi_forms::own_form::key_label(self.key())
        } else {
            label
        }
    }
}

fn part_code(part: DatePart) -> &'static str {
    match part {
        DatePart::Era => "era",
        DatePart::EraYear => "era_year",
        DatePart::Year => "year",
        DatePart::Month => "month",
        DatePart::Day => "day",
    }
}

fn part_of(code: &str) -> DatePart {
    match code {
        "era" => DatePart::Era,
        "year" => DatePart::Year,
        "month" => DatePart::Month,
        "day" => DatePart::Day,
        _ => DatePart::EraYear,
    }
}

/// The places of a page in reading order: those that are written on, and those that were found beside them.
pub(super) fn of_page(edition: &Edition, number: usize) -> Vec<Row> {
    let mut rows: Vec<(Area, Row)> = edition
        .form
        .placements
        .iter()
        .filter(|placement| placement.page == number)
        .map(|placement| (placement.area, Row::of(placement)))
        .collect();
    let found = number
        .checked_sub(1)
        .and_then(|index| edition.reading.pages.get(index))
        .into_iter()
        .flat_map(|page| &page.found);
    let used: Vec<Area> = rows.iter().map(|(area, _)| *area).collect();
    for found in found {
        if edition.is_draft() && !used.iter().any(|area| area.covers(&found.area)) {
            let suggestion = suggest(found);
            let placement = Placement {
                page: number,
                area: found.area,
                label: suggestion.label,
                confirm: true,
                repeat: None,
                kind: suggestion.kind,
            };
            // What was suggested once and taken away is not suggested again.
            let row = Row {
                key: String::new(),
                ..Row::of(&placement)
            };
            rows.push((found.area, row));
        }
    }
    rows.sort_by(|(a, _), (b, _)| a.before(b));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The rows of a sent form.
pub(super) fn sent(sent: &FormData) -> Vec<Row> {
    let count = sent.raw("count").parse::<usize>().unwrap_or(0).min(MOST);
    (0..count)
        .map(|n| {
            let raw = |field: &str| sent.raw(&format!("p{n}-{field}")).to_owned();
            let ticked = |field: &str| sent.has(&format!("p{n}-{field}"));
            Row {
                label: raw("label"),
                key: raw("key"),
                other: raw("other"),
                kind: raw("kind"),
                x: raw("x"),
                y: raw("y"),
                w: raw("w"),
                h: raw("h"),
                wrap: ticked("wrap"),
                centred: ticked("centred"),
                confirm: ticked("confirm"),
                part: raw("part"),
                boxes: raw("boxes"),
                value: raw("value"),
                ring: ticked("ring"),
                text: raw("text"),
                rows: raw("rows"),
                pitch: raw("pitch"),
            }
        })
        .collect()
}
