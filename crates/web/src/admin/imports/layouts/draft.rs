//! An own layout as it is made on screen: what was chosen, from the definition, from a sample, and from the form.

use std::collections::BTreeMap;

use madoguchi_import::{
    Chosen, Dates, Encoding, Fault, FileForm, Layout, LineEnd, Mark, derive, first_rows, guess,
};
use madoguchi_store::import_layouts::StoredLayout;

use super::codes::vocabulary;
use super::suggest::suggest;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;

/// How many columns of a file are looked at.
const MOST: usize = 500;

/// What is chosen, and the standard layout that it is chosen from.
pub(super) struct Draft {
    pub(super) standard: &'static Layout,
    pub(super) chosen: Chosen,
    /// The form can say everything that the definition says. One from elsewhere may say more; it is not changed here.
    pub(super) editable: bool,
}

/// The standard layout of a draft.
fn standard_of(layout: &Layout) -> Result<&'static Layout, PageError> {
    let standard = Layout::all()
        .iter()
        .find(|standard| standard.target == layout.target);
    standard.ok_or_else(|| PageError::internal("a target without a standard layout"))
}

impl Draft {
    /// What a definition says.
    pub(super) fn read(stored: &StoredLayout) -> Result<Self, PageError> {
        let layout = Layout::draft(&stored.content).map_err(PageError::internal)?;
        let standard = standard_of(&layout)?;
        let columns = layout.columns.iter().map(|column| {
            // A definition from elsewhere does not say which item a column is: its own name may.
            let item = column.standard.clone().or_else(|| {
                let same = standard.columns.iter().find(|other| {
                    other.item == column.item && other.kind == column.kind && other.field == column.field
                });
                same.map(|same| same.item.clone())
            });
            (column.item.clone(), item)
        });
        let columns = columns.collect();
        let mut draft = Self {
            standard,
            chosen: Chosen {
                id: stored.name.clone(),
                title: stored.title.clone(),
                file: layout.file.clone(),
                dates: layout.dates.clone(),
                characters: layout.characters.clone(),
                columns,
                lists: layout.lists.clone(),
            },
            editable: false,
        };
        let (again, _) = draft.layout();
        draft.editable = Layout {
            source: again.source.clone(),
            ..layout
        } == again;
        Ok(draft)
    }

    /// A first draft from the beginning of a file: its form and its columns are guessed.
    pub(super) fn of_sample(
        standard: &'static Layout,
        id: &str,
        title: &str,
        sample: &[u8],
    ) -> Result<Self, Fault> {
        let mut draft = Self {
            standard,
            chosen: Chosen {
                id: id.to_owned(),
                title: title.to_owned(),
                file: guess(sample),
                dates: Dates::default(),
                characters: BTreeMap::new(),
                columns: Vec::new(),
                lists: standard.lists.clone(),
            },
            editable: true,
        };
        draft.suggest(sample)?;
        Ok(draft)
    }

    /// The columns anew, by the form that is chosen now.
    fn suggest(&mut self, sample: &[u8]) -> Result<(), Fault> {
        let names = names(sample, &self.chosen.file)?;
        let suggested = if self.chosen.file.header {
            suggest(&names, self.standard)
        } else if names.len() == self.standard.columns.len() {
            // As many columns as the standard has: probably in its order.
            self.standard
                .columns
                .iter()
                .map(|column| Some(column.item.clone()))
                .collect()
        } else {
            vec![None; names.len()]
        };
        self.chosen.columns = names.into_iter().zip(suggested).collect();
        Ok(())
    }

    /// The file's columns with what is chosen for them. With a sample, they are those of the sample.
    pub(super) fn columns(&self, sample: Option<&[u8]>) -> Vec<(String, Option<String>)> {
        let Some(names) = sample.and_then(|sample| names(sample, &self.chosen.file).ok()) else {
            return self.chosen.columns.clone();
        };
        names
            .into_iter()
            .map(|name| {
                let known = self.chosen.columns.iter().find(|(other, _)| *other == name);
                let item = known.and_then(|(_, item)| item.clone());
                (name, item)
            })
            .collect()
    }

    /// Takes what the form says. With another form of the file, the columns are suggested anew.
    pub(super) fn apply(&mut self, form: &FormData, sample: Option<&[u8]>, errors: &mut FormErrors) {
        let title = form.text("title");
        if title.is_empty() || title.chars().count() > 100 {
            errors.add("title", "定義の呼び名を、100文字までで入れてください。");
        }
        title.clone_into(&mut self.chosen.title);
        let before = self.chosen.file.clone();
        self.chosen.file = FileForm {
            encoding: encoding_of(form.raw("encoding")),
            bom: before.bom,
            line_end: line_end_of(form.raw("line_end")),
            delimiter: delimiter_of(form.raw("delimiter")),
            quote: form.raw("quote").chars().next(),
            header: form.raw("header") == "yes",
            line_breaks_in_cells: form.raw("line_breaks") == "yes",
        };
        if before.bom == Mark::Required && self.chosen.file.encoding != before.encoding {
            self.chosen.file.bom = Mark::Either;
        }
        self.chosen.dates = Dates {
            era_digits: form.raw("era_digits") == "yes",
            empty: form
                .text("empty_dates")
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
        };
        let other_columns = (before.encoding, before.delimiter, before.quote, before.header)
            != (
                self.chosen.file.encoding,
                self.chosen.file.delimiter,
                self.chosen.file.quote,
                self.chosen.file.header,
            );
        match sample {
            Some(sample) if other_columns => {
                if let Err(fault) = self.suggest(sample) {
                    errors.add("encoding", fault.to_string());
                }
            }
            _ => self.choose(form),
        }
        self.codes(form, errors);
    }

    fn choose(&mut self, form: &FormData) {
        let mut columns = Vec::new();
        for at in 0..MOST {
            let name = form.raw(&format!("name{at}"));
            if name.is_empty() {
                break;
            }
            let item = form.raw(&format!("item{at}"));
            let known = self.standard.column(item).is_some();
            columns.push((name.to_owned(), known.then(|| item.to_owned())));
        }
        if !columns.is_empty() {
            self.chosen.columns = columns;
        }
    }

    /// Code lists as they were typed: a code, a comma, its meaning; one a line.
    fn codes(&mut self, form: &FormData, errors: &mut FormErrors) {
        for (name, list) in &self.standard.lists {
            let field = format!("list-{name}");
            if !form.has(&field) {
                continue;
            }
            let words = vocabulary(list);
            let mut codes = BTreeMap::new();
            for (at, line) in form.raw(&field).lines().enumerate() {
                if line.trim().is_empty() {
                    continue;
                }
                let number = at + 1;
                let Some((code, told)) = line.split_once([',', '、', '，', '\t']) else {
                    errors.add(
                        &*field,
                        format!("{number}行目：「コード,意味」の形で入れてください。"),
                    );
                    continue;
                };
                let told = told.trim();
                match words.iter().find(|(word, known)| known == told || word == told) {
                    Some((word, _)) => {
                        codes.insert(code.trim().to_owned(), word.clone());
                    }
                    None => errors.add(
                        &*field,
                        format!("{number}行目：使える意味は、下の一覧のものだけです。"),
                    ),
                }
            }
            if errors.on(&field).is_none() {
                self.chosen.lists.insert(name.clone(), codes);
            }
        }
    }

    /// What is still to be done before a definition can be used.
    pub(super) fn problems(&self, content: &str) -> Vec<String> {
        if self.editable {
            return self.layout().1;
        }
        let mistake = Layout::mistake(content);
        mistake
            .into_iter()
            .map(|(line, told)| format!("{line}行目：{told}"))
            .collect()
    }

    /// The layout, and what is still to be done.
    pub(super) fn layout(&self) -> (Layout, Vec<String>) {
        derive(self.standard, &self.chosen)
    }
}

/// The names of a file's columns: its header, or the places. An empty name gets one, so that it can be spoken of.
fn names(sample: &[u8], form: &FileForm) -> Result<Vec<String>, Fault> {
    let first = first_rows(sample, form, 1)?
        .into_iter()
        .next()
        .ok_or(Fault::Empty)?;
    let names = first.into_iter().take(MOST).enumerate().map(|(at, name)| {
        let name = name.trim();
        if form.header && !name.is_empty() {
            name.to_owned()
        } else {
            format!("列{}", at + 1)
        }
    });
    Ok(names.collect())
}

/// Encodings with the words for the form.
pub(super) const ENCODINGS: [(&str, Encoding); 4] = [
    ("utf-8", Encoding::Utf8),
    ("shift_jis", Encoding::ShiftJis),
    ("utf-16le", Encoding::Utf16Le),
    ("utf-16be", Encoding::Utf16Be),
];

fn encoding_of(value: &str) -> Encoding {
    let found = ENCODINGS.iter().find(|(code, _)| *code == value);
    found.map_or(Encoding::Utf8, |(_, encoding)| *encoding)
}

/// Line ends with the words for the form.
pub(super) const LINE_ENDS: [(&str, LineEnd); 3] = [
    ("any", LineEnd::Any),
    ("crlf", LineEnd::Crlf),
    ("lf", LineEnd::Lf),
];

fn line_end_of(value: &str) -> LineEnd {
    let found = LINE_ENDS.iter().find(|(code, _)| *code == value);
    found.map_or(LineEnd::Any, |(_, line_end)| *line_end)
}

/// Delimiters with the words for the form.
pub(super) const DELIMITERS: [(&str, char); 3] = [("comma", ','), ("tab", '\t'), ("semicolon", ';')];

fn delimiter_of(value: &str) -> char {
    let found = DELIMITERS.iter().find(|(code, _)| *code == value);
    found.map_or(',', |(_, delimiter)| *delimiter)
}
