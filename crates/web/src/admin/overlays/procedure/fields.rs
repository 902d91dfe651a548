//! The rows of the form: what is typed where something was typed, what is kept otherwise.

use madoguchi_guidance::Release;
use madoguchi_guidance::catalogue::{FactKind, NoteKind, SubjectKind};
use madoguchi_guidance::explain;
use madoguchi_guidance::overlay::WrittenProcedure;
use madoguchi_model::deadline::InitialDay;

use crate::components::{FormErrors, InputKind, SelectField, SelectOption, TextField, Width};
use crate::form_data::FormData;

/// Empty rows after those that are there.
pub(super) const BLANK_ROWS: usize = 2;

/// One row.
pub(super) struct Row {
    pub(super) legend: String,
    /// When it applies, read aloud; empty for always.
    pub(super) when: String,
    pub(super) texts: Vec<TextField>,
    pub(super) selects: Vec<SelectField>,
    /// The name of the checkbox that takes it out; none for an empty row.
    pub(super) remove: Option<(String, bool)>,
}

/// Rows of one kind.
pub(super) struct Group {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) hint: &'static str,
    pub(super) rows: Vec<Row>,
}

/// Makes rows from what is kept and what was typed.
pub(super) struct Builder<'b> {
    pub(super) base: &'b WrittenProcedure,
    pub(super) release: &'b Release,
    pub(super) form: Option<&'b FormData>,
    pub(super) errors: &'b FormErrors,
}

impl Builder<'_> {
    /// What is in a field: what was typed, or what is kept.
    pub(super) fn value(&self, name: &str, kept: &str) -> String {
        self.form.map_or(kept, |form| form.raw(name)).to_owned()
    }

    pub(super) fn text(&self, name: &str, label: &str, kept: &str) -> TextField {
        TextField::new(name, label)
            .width(Width::Full)
            .value(self.value(name, kept))
            .error(self.errors.on(name))
    }

    fn select(&self, name: &str, label: &str, options: Vec<SelectOption>, kept: &str) -> SelectField {
        SelectField::new(name, label, options)
            .value(self.value(name, kept))
            .error(self.errors.on(name))
    }

    fn when(&self, when: Option<&String>) -> String {
        when.map_or_else(String::new, |when| {
            explain::condition(self.release, when, self.base.subject).unwrap_or_else(|| when.clone())
        })
    }

    fn row(&self, group: &str, title: &str, place: usize, known: usize, when: Option<&String>) -> Row {
        let removed = format!("{group}-{place}-remove");
        Row {
            legend: if place < known {
                format!("{title} {}", place + 1)
            } else {
                format!("{title}を加える")
            },
            when: self.when(when),
            texts: Vec::new(),
            selects: Vec::new(),
            remove: (place < known).then(|| {
                let ticked = self.form.is_some_and(|form| form.has(&removed));
                (removed, ticked)
            }),
        }
    }

    pub(super) fn groups(&self) -> Vec<Group> {
        vec![
            self.belongings(),
            self.deadlines(),
            self.sections(),
            self.fees(),
            self.notes(),
        ]
    }

    fn belongings(&self) -> Group {
        let known = &self.base.belongings;
        let rows = (0..known.len() + BLANK_ROWS).map(|place| {
            let kept = known.get(place).cloned().unwrap_or_default();
            let shared = kept.id.as_ref().and_then(|id| self.release.belongings().get(id));
            let text = kept.text.as_ref().or(shared).map_or("", String::as_str);
            let name = |part: &str| format!("belonging-{place}-{part}");
            Row {
                texts: vec![
                    self.text(&name("text"), "持ってくるもの", text),
                    self.text(&name("reason"), "なぜ必要か", &kept.reason),
                ],
                ..self.row("belonging", "持ち物", place, known.len(), kept.when.as_ref())
            }
        });
        Group {
            id: "belongings",
            title: "持ち物",
            hint: "加えた持ち物は、いつでも必要なものとして案内されます。",
            rows: rows.collect(),
        }
    }

    fn deadlines(&self) -> Group {
        let known = &self.base.deadlines;
        let rows = (0..=known.len()).map(|place| {
            let kept = known.get(place).cloned().unwrap_or_default();
            let name = |part: &str| format!("deadline-{place}-{part}");
            let mut row = self.row("deadline", "期限", place, known.len(), kept.when.as_ref());
            row.texts
                .push(self.text(&name("text"), "期限（言葉で）", &kept.text));
            let is_new = place >= known.len();
            if is_new || kept.from.is_some() {
                let length = kept
                    .months
                    .or(kept.days)
                    .map_or_else(String::new, |length| length.to_string());
                row.texts.push(
                    self.text(&name("length"), "期間", &length)
                        .width(Width::Tiny)
                        .kind(InputKind::Digits),
                );
                row.selects = self.counting(&name, &kept, is_new);
            }
            row
        });
        Group {
            id: "deadlines",
            title: "期限",
            hint: "期間を入れた期限は、その日付が計算されます。言葉だけの期限（「速やかに」など）は計算されません。",
            rows: rows.collect(),
        }
    }

    fn counting(
        &self,
        name: &dyn Fn(&str) -> String,
        kept: &madoguchi_guidance::overlay::DeadlineRow,
        is_new: bool,
    ) -> Vec<SelectField> {
        let unit = if kept.months.is_some() { "months" } else { "days" };
        let initial = match kept.initial_day {
            Some(InitialDay::Included) => "included",
            _ => "excluded",
        };
        let mut selects = vec![
            self.select(
                &name("unit"),
                "単位",
                vec![
                    SelectOption::new("days", "日以内"),
                    SelectOption::new("months", "か月以内"),
                ],
                unit,
            ),
            self.select(
                &name("initial"),
                "最初の日",
                vec![
                    SelectOption::new("excluded", "数えない（翌日から数える）"),
                    SelectOption::new("included", "数える"),
                ],
                initial,
            ),
        ];
        if is_new {
            let dates = self.release.facts().iter().filter(|fact| {
                let reachable =
                    self.base.subject == SubjectKind::Member || fact.subject == SubjectKind::Visit;
                matches!(fact.kind, FactKind::Date { .. }) && reachable
            });
            let options = dates
                .map(|fact| SelectOption::new(&*fact.id, &*fact.label))
                .collect();
            selects.insert(
                0,
                self.select(&name("from"), "数え始めの日", options, "")
                    .blank("日付では数えない"),
            );
        }
        selects
    }

    fn sections(&self) -> Group {
        let known = &self.base.sections;
        let rows = (0..=known.len()).map(|place| {
            let kept = known.get(place).cloned().unwrap_or_default();
            let name = format!("section-{place}-code");
            let options = self
                .release
                .sections()
                .iter()
                .map(|section| SelectOption::new(&*section.code, &*section.name))
                .collect();
            Row {
                selects: vec![
                    self.select(&name, "課", options, &kept.code)
                        .blank("選んでください"),
                ],
                ..self.row("section", "担当の課", place, known.len(), kept.when.as_ref())
            }
        });
        Group {
            id: "sections",
            title: "担当の課",
            hint: "一番上の課が主な担当として案内されます。",
            rows: rows.collect(),
        }
    }

    fn fees(&self) -> Group {
        let known = &self.base.fees;
        let rows = (0..=known.len()).map(|place| {
            let kept = known.get(place).cloned().unwrap_or_default();
            Row {
                texts: vec![self.text(&format!("fee-{place}-text"), "手数料", &kept.text)],
                ..self.row("fee", "手数料", place, known.len(), kept.when.as_ref())
            }
        });
        Group {
            id: "fees",
            title: "手数料",
            hint: "例：1通 300円、無料",
            rows: rows.collect(),
        }
    }

    fn notes(&self) -> Group {
        let known = &self.base.notes;
        let rows = (0..=known.len()).map(|place| {
            let kept = known.get(place).cloned().unwrap_or_default();
            let name = |part: &str| format!("note-{place}-{part}");
            let kind = match kept.kind {
                NoteKind::Note => "note",
                NoteKind::Warning => "warning",
                NoteKind::Online => "online",
            };
            let kinds = [
                ("note", NoteKind::Note),
                ("warning", NoteKind::Warning),
                ("online", NoteKind::Online),
            ];
            let options = kinds.map(|(code, kind)| SelectOption::new(code, kind.label()));
            Row {
                texts: vec![self.text(&name("text"), "文", &kept.text)],
                selects: vec![self.select(&name("kind"), "種類", options.into(), kind)],
                ..self.row("note", "窓口での注意", place, known.len(), kept.when.as_ref())
            }
        });
        Group {
            id: "notes",
            title: "窓口での注意",
            hint: "「注意」は、見落とすと住民に不利益があるときに使います。判定の一覧に強調して出ます。",
            rows: rows.collect(),
        }
    }
}
