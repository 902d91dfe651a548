//! What an administrator makes of an uploaded PDF: which value is written where.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::read::Area;

/// The definition of a municipality's own paper, beside the PDF itself.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnForm {
    /// 様式名.
    pub title: String,
    /// The catalogue's form in whose stead it is printed; none where it is another paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// Procedures of the catalogue or of the municipality that need this paper besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<String>,
    /// What is written where.
    #[serde(default, rename = "placement")]
    pub placements: Vec<Placement>,
}

/// One value in its place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Placement {
    /// The page, from 1.
    pub page: usize,
    /// Where on it.
    #[serde(flatten)]
    pub area: Area,
    /// What it is called in the check list, for example 「届出人の氏名」.
    pub label: String,
    /// The resident has to check it before signing.
    #[serde(default)]
    pub confirm: bool,
    /// A place for each person of a list below this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
    /// What is written.
    #[serde(flatten)]
    pub kind: PlacementKind,
}

/// The same place for several people, one below the other.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// The list, for example `concerned`; keys beginning with `row.` mean the person.
    pub list: String,
    /// How many people the paper has places for.
    pub rows: usize,
    /// From one place to the next, in millimetres.
    pub pitch: f32,
}

/// What is written in a place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PlacementKind {
    /// A text or a whole date.
    Text {
        /// The key of the value.
        key: String,
        /// May break into several lines.
        #[serde(default)]
        wrap: bool,
        /// In the middle instead of at the left.
        #[serde(default)]
        centred: bool,
    },
    /// A part of a date, before a printed 年, 月 or 日.
    DatePart {
        /// The key of the date.
        key: String,
        /// The part.
        part: DatePart,
    },
    /// A character in each of so many printed boxes.
    Boxes {
        /// The key of the value.
        key: String,
        /// How many boxes lie side by side.
        boxes: u8,
    },
    /// A mark where the value is this one.
    Mark {
        /// The key of the value.
        key: String,
        /// The code, or the name of an era for a date.
        value: String,
        /// The mark.
        #[serde(default)]
        mark: Mark,
    },
    /// The strokes drawn on the screen.
    Signature {
        /// The key of the strokes.
        key: String,
    },
    /// Printed text, with keys in braces.
    Printed {
        /// The text.
        text: String,
    },
}

/// The names of the kinds, as they are chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KindName {
    /// The code.
    pub code: &'static str,
    /// What people call it.
    pub label: &'static str,
}

/// Parts of a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatePart {
    /// The era, 「令和」.
    Era,
    /// Era and year, 「令和8」.
    EraYear,
    /// The year of the era.
    Year,
    /// The month.
    Month,
    /// The day.
    Day,
}

/// Marks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// A tick.
    #[default]
    Tick,
    /// A ring around what is printed.
    Ring,
}

/// Nothing smaller can be written in, in millimetres.
pub const SMALLEST: f32 = 1.5;

/// What is wrong in a definition, in the administrator's words.
#[derive(Clone, PartialEq, Debug, Error)]
pub enum OwnFormError {
    /// No title.
    #[error("様式名を入力してください。")]
    NoTitle,
    /// A place on a page that is not there.
    #[error("「{label}」：{page}ページ目はありません。")]
    NoPage {
        /// What it is called.
        label: String,
        /// The page.
        page: usize,
    },
    /// A place outside of the page.
    #[error("「{label}」：欄が紙からはみ出しています。")]
    Outside {
        /// What it is called.
        label: String,
    },
    /// A place too small to write in.
    #[error("「{label}」：欄が小さすぎます。幅・高さとも{SMALLEST}mm以上にしてください。")]
    TooSmall {
        /// What it is called.
        label: String,
    },
    /// Nothing chosen to be written.
    #[error("「{label}」：記入する内容を選んでください。")]
    NoKey {
        /// What it is called.
        label: String,
    },
    /// No place at all.
    #[error("記入欄がまだありません。少なくとも1つの欄に、記入する内容を選んでください。")]
    Nothing,
    /// Rows that cannot be.
    #[error("「{label}」：人ごとの行は、1〜40行、間隔1mm以上にしてください。")]
    Rows {
        /// What it is called.
        label: String,
    },
    /// A person's value outside of rows, or rows without one.
    #[error("「{label}」：人ごとの内容には「人ごとの行」を設定し、ほかの内容には設定しないでください。")]
    RowKey {
        /// What it is called.
        label: String,
    },
    /// Boxes that cannot be.
    #[error("「{label}」：マスの数は2〜60にしてください。")]
    Boxes {
        /// What it is called.
        label: String,
    },
    /// No value that makes the mark.
    #[error("「{label}」：どの値のときに印を付けるか、選んでください。")]
    NoValue {
        /// What it is called.
        label: String,
    },
}

impl PlacementKind {
    /// The key of the value; none for printed text.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Text { key, .. }
            | Self::DatePart { key, .. }
            | Self::Boxes { key, .. }
            | Self::Mark { key, .. }
            | Self::Signature { key } => Some(key),
            Self::Printed { .. } => None,
        }
    }

    /// The code of the kind.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::DatePart { .. } => "date_part",
            Self::Boxes { .. } => "boxes",
            Self::Mark { .. } => "mark",
            Self::Signature { .. } => "signature",
            Self::Printed { .. } => "printed",
        }
    }

    /// Every kind.
    pub const NAMES: [KindName; 6] = [
        KindName {
            code: "text",
            label: "文字（氏名・住所・日付など）",
        },
        KindName {
            code: "date_part",
            label: "日付の一部（年・月・日の前）",
        },
        KindName {
            code: "boxes",
            label: "1文字ずつのマス",
        },
        KindName {
            code: "mark",
            label: "印（✓または○）",
        },
        KindName {
            code: "signature",
            label: "署名",
        },
        KindName {
            code: "printed",
            label: "決まった文字",
        },
    ];
}

impl OwnForm {
    /// Reads a definition.
    ///
    /// # Errors
    /// Where the text is no definition.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The definition as text.
    ///
    /// # Errors
    /// Where a number cannot be written.
    pub fn text(&self) -> Result<String, toml::ser::Error> {
        toml::to_string_pretty(self)
    }

    /// What is wrong with it on pages of these sizes in millimetres.
    #[must_use]
    pub fn check(&self, pages: &[(f32, f32)]) -> Vec<OwnFormError> {
        let mut errors = Vec::new();
        if self.title.trim().is_empty() {
            errors.push(OwnFormError::NoTitle);
        }
        if self.placements.is_empty() {
            errors.push(OwnFormError::Nothing);
        }
        errors.extend(
            self.placements
                .iter()
                .filter_map(|placement| placement.check(pages)),
        );
        errors
    }

    /// Whether the value of a key is written on it.
    pub fn printed_keys(&self) -> impl Fn(&str) -> bool + '_ {
        |key| self.placements.iter().any(|placement| placement.prints(key))
    }

    /// The lists of people on it.
    pub fn lists(&self) -> impl Iterator<Item = &str> {
        self.placements
            .iter()
            .filter_map(|placement| placement.repeat.as_ref().map(|repeat| &*repeat.list))
    }
}

impl Placement {
    /// What is wrong with it on pages of these sizes in millimetres.
    #[must_use]
    pub fn check(&self, pages: &[(f32, f32)]) -> Option<OwnFormError> {
        let label = self.label.clone();
        let Some((width, height)) = self.page.checked_sub(1).and_then(|page| pages.get(page)) else {
            return Some(OwnFormError::NoPage {
                label,
                page: self.page,
            });
        };
        if let Some(repeat) = &self.repeat
            && !((1..=40).contains(&repeat.rows) && repeat.pitch >= 1.0)
        {
            return Some(OwnFormError::Rows { label });
        }
        let area = &self.area;
        let numbers = [area.x, area.y, area.w, area.h];
        if numbers.iter().any(|number| !number.is_finite()) || area.w < SMALLEST || area.h < SMALLEST {
            return Some(OwnFormError::TooSmall { label });
        }
        if area.x < 0.0 || area.y < 0.0 || area.right() > width + 0.5 || self.lowest() > height + 0.5 {
            return Some(OwnFormError::Outside { label });
        }
        match &self.kind {
            PlacementKind::Printed { text } if text.trim().is_empty() => {
                return Some(OwnFormError::NoKey { label });
            }
            PlacementKind::Mark { key, value, .. } if !key.is_empty() && value.is_empty() => {
                return Some(OwnFormError::NoValue { label });
            }
            PlacementKind::Boxes { boxes, .. } if !(2..=60).contains(boxes) => {
                return Some(OwnFormError::Boxes { label });
            }
            _ => {}
        }
        let key = self.kind.key();
        if key == Some("") {
            return Some(OwnFormError::NoKey { label });
        }
        let of_a_row = key.is_some_and(|key| key.starts_with("row."));
        (of_a_row != self.repeat.is_some() && key.is_some()).then_some(OwnFormError::RowKey { label })
    }

    /// The lower edge of the last place.
    fn lowest(&self) -> f32 {
        let rows = self
            .repeat
            .as_ref()
            .map_or(0, |repeat| repeat.rows.saturating_sub(1));
        let pitch = self.repeat.as_ref().map_or(0.0, |repeat| repeat.pitch);
        self.area.bottom() + pitch * f32::from(u16::try_from(rows).unwrap_or(u16::MAX))
    }

    fn prints(&self, key: &str) -> bool {
        let same = |own: &str| match (own.strip_prefix("row."), &self.repeat) {
            (Some(name), Some(repeat)) => {
                let rest = key
                    .strip_prefix(&*repeat.list)
                    .and_then(|rest| rest.strip_prefix('.'));
                rest.and_then(|rest| rest.split_once('.'))
                    .is_some_and(|(_, last)| last == name)
            }
            _ => own == key,
        };
        match &self.kind {
            PlacementKind::Printed { text } => text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}'))
                .any(|(own, _)| same(own)),
            kind => kind.key().is_some_and(same),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placement(kind: PlacementKind) -> Placement {
        Placement {
            page: 1,
            area: Area {
                x: 10.0,
                y: 20.0,
                w: 60.0,
                h: 8.0,
            },
            label: "氏名".into(),
            confirm: true,
            repeat: None,
            kind,
        }
    }

    fn text(key: &str) -> PlacementKind {
        PlacementKind::Text {
            key: key.into(),
            wrap: false,
            centred: false,
        }
    }

    fn form(placements: Vec<Placement>) -> OwnForm {
        OwnForm {
            title: "住民異動届".into(),
            replaces: Some("resident_movement_notification".into()),
            procedures: Vec::new(),
            placements,
        }
    }

    #[test]
    fn a_definition_is_read_as_it_was_written() {
        let rows = Placement {
            repeat: Some(Repeat {
                list: "concerned".into(),
                rows: 4,
                pitch: 9.5,
            }),
            ..placement(text("row.name"))
        };
        let mark = PlacementKind::Mark {
            key: "movement.kind".into(),
            value: "move_in".into(),
            mark: Mark::Ring,
        };
        let form = form(vec![rows, placement(mark), placement(text("applicant.name"))]);
        assert_eq!(OwnForm::parse(&form.text().unwrap()).unwrap(), form);
        assert_eq!(form.check(&[(210.0, 297.0)]), []);
        let prints = form.printed_keys();
        assert!(prints("concerned.3.name") && prints("applicant.name") && prints("movement.kind"));
        assert!(!prints("concerned.3.kana") && !prints("row.name") && !prints("applicant.kana"));
    }

    #[test]
    fn each_mistake_has_its_sentence() {
        let pages = [(210.0, 297.0)];
        let mut cases = Vec::new();
        let base = placement(text("applicant.name"));
        cases.push((
            Placement {
                page: 2,
                ..base.clone()
            },
            "2ページ目はありません",
        ));
        let area = Area {
            x: 190.0,
            ..base.area
        };
        cases.push((Placement { area, ..base.clone() }, "はみ出しています"));
        let area = Area { h: 1.0, ..base.area };
        cases.push((Placement { area, ..base.clone() }, "小さすぎます"));
        let area = Area {
            w: f32::NAN,
            ..base.area
        };
        cases.push((Placement { area, ..base.clone() }, "小さすぎます"));
        cases.push((placement(text("")), "選んでください"));
        cases.push((placement(text("row.name")), "人ごとの行"));
        let repeat = Some(Repeat {
            list: "concerned".into(),
            rows: 40,
            pitch: 9.0,
        });
        cases.push((
            Placement {
                repeat: repeat.clone(),
                ..placement(text("row.name"))
            },
            "はみ出しています",
        ));
        cases.push((Placement { repeat, ..base }, "はみ出しています"));
        for (placement, words) in cases {
            let errors = form(vec![placement]).check(&pages);
            assert!(
                errors.len() == 1 && errors[0].to_string().contains(words),
                "{words}: {errors:?}"
            );
        }
    }
}
