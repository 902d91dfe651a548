//! Reads the parts of a procedure.

use madoguchi_model::deadline::{Period, Span};
use toml::Spanned;

use super::{File, Findings};
use crate::catalogue::fact::{FactKind, SubjectKind};
use crate::catalogue::procedure::{
    Belonging, Deadline, DeadlineRule, Fee, Field, FormRule, Note, OutcomeRule, Rule, SectionRule,
};
use crate::catalogue::raw::{
    RawBelonging, RawDeadline, RawFee, RawField, RawForm, RawNote, RawOutcome, RawSectionRule,
};
use crate::catalogue::release::Release;
use crate::catalogue::text_file::line;
use crate::expression::{FactIndex, Scope};

pub(super) struct Reader<'r, 'f> {
    pub(super) file: &'r File<'f>,
    pub(super) scope: Scope,
    pub(super) release: &'r Release,
    pub(super) findings: &'r mut Findings,
}

impl Reader<'_, '_> {
    fn when(&mut self, when: Option<&Spanned<String>>) -> Option<Rule> {
        when.and_then(|text| self.findings.rule(self.file, text, self.scope, self.release))
    }

    /// A fact that the procedure's subject has.
    fn fact(&mut self, name: &Spanned<String>) -> Option<FactIndex> {
        let Some(place) = self.release.fact_index(name.get_ref()) else {
            let nearest = self.release.nearest_facts(name.get_ref()).join(", ");
            let problem = format!("「{}」という事実はありません", name.get_ref());
            self.findings.error(
                self.file,
                name.span().start,
                problem,
                format!("近い名前: {nearest}"),
            );
            return None;
        };
        if self.release.fact_at(place).subject == SubjectKind::Member && self.scope == Scope::Visit {
            let problem = format!("「{}」は一人ひとりの事実です", name.get_ref());
            self.findings.error(
                self.file,
                name.span().start,
                problem,
                "来庁全体の事実にしてください",
            );
            return None;
        }
        Some(place)
    }

    fn date(&mut self, name: &Spanned<String>) -> Option<FactIndex> {
        let place = self.fact(name)?;
        if !matches!(self.release.fact_at(place).kind, FactKind::Date { .. }) {
            let problem = format!("「{}」は日付の事実ではありません", name.get_ref());
            self.findings
                .error(self.file, name.span().start, problem, "日付の事実にしてください");
            return None;
        }
        Some(place)
    }

    pub(super) fn outcome(&mut self, raw: RawOutcome) -> OutcomeRule {
        OutcomeRule {
            kind: raw.kind,
            when: self.when(raw.when.as_ref()),
            text: raw.text,
        }
    }

    pub(super) fn deadline(&mut self, raw: RawDeadline) -> Option<Deadline> {
        let at = raw.text.span().start;
        let span = match (raw.months, raw.days) {
            (Some(months), None) => Some(Span::Months(months)),
            (None, Some(days)) => Some(Span::Days(days)),
            _ => None,
        };
        let uncounted = raw.months.is_none() && raw.days.is_none() && raw.initial_day.is_none();
        let rule = match (&raw.from, &raw.on, span, raw.initial_day) {
            (Some(from), None, Some(span), Some(initial_day)) => DeadlineRule::Within {
                from: self.date(from)?,
                period: Period {
                    span,
                    initial_day,
                    closed_last_day: raw.closed_last_day,
                },
            },
            (None, Some(on), ..) if uncounted => DeadlineRule::On { fact: self.date(on)? },
            (None, None, ..) if uncounted => DeadlineRule::InWords,
            _ => {
                let remedy =
                    "from・days 又は months・initial_day をそろえるか、on だけ、又は text だけにしてください";
                self.findings
                    .error(self.file, at, "期限の書き方が合いません", remedy);
                return None;
            }
        };
        let when = self.when(raw.when.as_ref());
        Some(Deadline {
            rule,
            text: raw.text.into_inner(),
            basis: raw.basis,
            line: line(self.file.text, at),
            when,
        })
    }

    pub(super) fn belonging(&mut self, raw: RawBelonging, at: usize) -> Option<Belonging> {
        let at = raw.id.as_ref().map_or(at, |id| id.span().start);
        let id = raw.id.map(Spanned::into_inner);
        let text = match (&id, raw.text) {
            (Some(id), None) => self.release.belongings().get(id).cloned(),
            (None, Some(text)) => Some(text),
            _ => None,
        };
        let Some(text) = text else {
            let remedy = "belongings.toml にある id か、text のどちらか一つを書いてください";
            self.findings.error(self.file, at, "持ち物が分かりません", remedy);
            return None;
        };
        Some(Belonging {
            id,
            text,
            reason: raw.reason,
            when: self.when(raw.when.as_ref()),
        })
    }

    pub(super) fn section(&mut self, raw: RawSectionRule) -> SectionRule {
        if !self
            .release
            .sections()
            .iter()
            .any(|section| section.code == *raw.code.get_ref())
        {
            let problem = format!("「{}」という課はありません", raw.code.get_ref());
            self.findings.error(
                self.file,
                raw.code.span().start,
                problem,
                "sections.toml にある課にしてください",
            );
        }
        SectionRule {
            code: raw.code.into_inner(),
            when: self.when(raw.when.as_ref()),
        }
    }

    pub(super) fn fee(&mut self, raw: RawFee) -> Fee {
        Fee {
            text: raw.text,
            local: raw.local,
            when: self.when(raw.when.as_ref()),
        }
    }

    pub(super) fn form(&mut self, raw: RawForm) -> FormRule {
        if !self
            .release
            .forms()
            .iter()
            .any(|form| form.id == *raw.id.get_ref())
        {
            let problem = format!("「{}」という様式はありません", raw.id.get_ref());
            self.findings.error(
                self.file,
                raw.id.span().start,
                problem,
                "forms.toml にある様式にしてください",
            );
        }
        FormRule {
            id: raw.id.into_inner(),
            when: self.when(raw.when.as_ref()),
        }
    }

    pub(super) fn field(&mut self, raw: &RawField) -> Option<Field> {
        Some(Field {
            fact: self.fact(&raw.fact)?,
            when: self.when(raw.when.as_ref()),
        })
    }

    pub(super) fn note(&mut self, raw: RawNote) -> Note {
        Note {
            kind: raw.kind,
            text: raw.text,
            when: self.when(raw.when.as_ref()),
        }
    }
}
