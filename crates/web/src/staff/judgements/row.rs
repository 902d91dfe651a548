//! One judgement as the table shows it.

use madoguchi_guidance::catalogue::{Confidence, NoteKind, Origin};
use madoguchi_guidance::judge::{JudgedDeadline, Reason, ReasonFact, ReasonKind};
use madoguchi_guidance::{Judgement, JudgementResult};
use madoguchi_model::hand_off::QueueItem;
use madoguchi_model::staff::Section;
use madoguchi_model::wareki;
use madoguchi_store::overrules::{Overrule, OverruledTo};

use super::overrule_form::OverruleForm;
use super::{Decided, Grouped, grouped};
use crate::components::{Shown, Status, StatusTone};
use crate::page::time;
use crate::staff::cases::CaseFile;

/// One row: a procedure with everyone it concerns.
pub(crate) struct JudgementRow {
    pub(crate) id: String,
    pub(crate) procedure: String,
    pub(crate) name: String,
    pub(crate) people: String,
    pub(crate) result: Status,
    pub(crate) judged: &'static str,
    pub(crate) outcome: String,
    pub(crate) reasons: Vec<(String, Vec<ReasonLine>)>,
    pub(crate) deadline: Option<DeadlineLine>,
    pub(crate) belongings: Vec<String>,
    pub(crate) sections: Vec<String>,
    pub(crate) fee: String,
    pub(crate) legal_basis: Vec<String>,
    pub(crate) confidence: &'static str,
    pub(crate) notes: Vec<String>,
    pub(crate) warnings: Vec<String>,
    pub(crate) online: Vec<String>,
    /// The procedure it is done with; empty where it is done by itself.
    pub(crate) done_with: String,
    /// In which step of the visit, where there are several.
    pub(crate) step: Option<u32>,
    /// No page was found that shows the rule.
    pub(crate) unverified: bool,
    /// Whether the municipality has changed or added it; empty where it is as published.
    pub(crate) local: &'static str,
    pub(crate) overrule: Option<OverruleLine>,
    pub(crate) form: OverruleForm,
}

/// A reason, read aloud.
pub(crate) struct ReasonLine {
    pub(crate) kind: &'static str,
    pub(crate) text: Shown,
    pub(crate) facts: Vec<FactLine>,
    pub(crate) article: String,
}

/// A fact in a reason.
pub(crate) struct FactLine {
    pub(crate) label: String,
    pub(crate) value: Shown,
    pub(crate) source: String,
}

/// A deadline with its day.
pub(crate) struct DeadlineLine {
    pub(crate) day: String,
    pub(crate) text: String,
    pub(crate) rule: String,
    pub(crate) basis: String,
    pub(crate) overdue: bool,
    /// Days that remain, while that is worth saying.
    pub(crate) left: Option<i64>,
}

/// An officer's overrule.
pub(crate) struct OverruleLine {
    pub(crate) id: String,
    pub(crate) result: &'static str,
    pub(crate) reason: String,
    pub(crate) by: String,
    pub(crate) at: String,
}

impl JudgementRow {
    /// The row of a group of judgements, with the form to overrule one of them.
    pub(super) fn new(file: &CaseFile, group: &Grouped<'_>, form: OverruleForm) -> Self {
        let (decided, judgement) = (group.first(), group.first().judgement);
        Self {
            id: format!("judgement-{}", group.places[0]),
            procedure: judgement.procedure.clone(),
            name: judgement.name.clone(),
            people: group.names(),
            result: status(group.result()),
            judged: judgement.result.label(),
            outcome: judgement.outcome_text.clone(),
            reasons: group.all.iter().map(|one| reasons(file, one.judgement)).collect(),
            deadline: judgement.deadline.as_ref().map(deadline),
            belongings: group.belongings(),
            sections: sections(file, judgement),
            fee: judgement
                .fee
                .as_ref()
                .map(|fee| possible(&fee.text, fee.certain))
                .unwrap_or_default(),
            legal_basis: judgement.legal_basis.iter().map(ToString::to_string).collect(),
            confidence: confidence(judgement),
            notes: notes(judgement, NoteKind::Note),
            warnings: notes(judgement, NoteKind::Warning),
            online: notes(judgement, NoteKind::Online),
            done_with: decided
                .done_with
                .map(|whole| whole.name.clone())
                .unwrap_or_default(),
            step: judgement.step.filter(|step| *step > 1),
            unverified: !judgement.verified && judgement.origin != Origin::Added,
            local: match judgement.origin {
                Origin::Published => "",
                Origin::Changed => "自治体の変更あり",
                Origin::Added => "自治体独自の手続",
            },
            overrule: decided.overrule.map(overrule),
            form,
        }
    }
}

fn notes(judgement: &Judgement, kind: NoteKind) -> Vec<String> {
    let of_kind = judgement.notes.iter().filter(|note| note.kind == kind);
    of_kind.map(|note| possible(&note.text, note.certain)).collect()
}

/// The reasons of a judgement under the person's name.
fn reasons(file: &CaseFile, judgement: &Judgement) -> (String, Vec<ReasonLine>) {
    let person = judgement
        .person
        .as_ref()
        .map(|person| person.name.clone())
        .unwrap_or_default();
    let lines = judgement.reasons.iter().map(|one| reason(file, one));
    (person, lines.collect())
}

fn possible(text: &str, certain: bool) -> String {
    if certain {
        text.to_owned()
    } else {
        format!("{text}（場合による）")
    }
}

fn sections(file: &CaseFile, judgement: &Judgement) -> Vec<String> {
    let sections = judgement.sections.iter();
    sections
        .map(|section| {
            possible(
                &place_of(&file.sections, &section.code, &section.name),
                section.certain,
            )
        })
        .collect()
}

fn overrule(overrule: &Overrule) -> OverruleLine {
    OverruleLine {
        id: overrule.id.to_string(),
        result: match overrule.result {
            OverruledTo::Required => "必要",
            OverruledTo::NotRequired => "不要",
        },
        reason: overrule.reason.clone(),
        by: overrule.overruled_by_name.clone(),
        at: time::day_and_clock(overrule.overruled_at),
    }
}

/// The rows of what a section has to do.
pub(crate) fn rows_of(file: &CaseFile, item: &QueueItem) -> Vec<JudgementRow> {
    let handed = |decided: &Decided<'_>| {
        let judgement = decided.judgement;
        let procedure = item
            .procedures
            .iter()
            .find(|known| known.procedure == judgement.procedure);
        let person = judgement.person.as_ref().map(|person| person.id.0.as_str());
        procedure.is_some_and(|procedure| {
            person.is_none_or(|person| procedure.residents.iter().any(|id| id.to_string() == person))
        })
    };
    let decided: Vec<Decided<'_>> = file.decided().into_iter().filter(handed).collect();
    grouped(&decided)
        .iter()
        .map(|group| JudgementRow::new(file, group, OverruleForm::default()))
        .collect()
}

/// A result as a badge.
fn status(result: JudgementResult) -> Status {
    let tone = match result {
        JudgementResult::Required => StatusTone::Progress,
        JudgementResult::NotRequired => StatusTone::Plain,
        JudgementResult::Undetermined => StatusTone::Alert,
    };
    Status::new(tone, result.label())
}

/// The name of a section with its place, as the municipality has it.
fn place_of(sections: &[Section], code: &str, name: &str) -> String {
    match sections.iter().find(|section| section.code == code) {
        Some(section) if section.place.is_empty() => section.name.clone(),
        Some(section) => format!("{}（{}）", section.name, section.place),
        None => name.to_owned(),
    }
}

fn reason(file: &CaseFile, reason: &Reason) -> ReasonLine {
    ReasonLine {
        kind: match reason.kind {
            ReasonKind::Holds => "当てはまる",
            ReasonKind::Fails => "当てはまらない",
            ReasonKind::Missing => "まだ分からない",
            ReasonKind::EveryCase => "どちらでも同じ",
        },
        text: file.reason_text(reason),
        facts: reason.facts.iter().map(|one| fact(file, one)).collect(),
        article: reason.article.clone(),
    }
}

fn fact(file: &CaseFile, fact: &ReasonFact) -> FactLine {
    let person = fact
        .person
        .as_ref()
        .map(|name| format!("{name}："))
        .unwrap_or_default();
    let value = || match (&fact.value, fact.unknown) {
        (Some(value), _) => value.clone(),
        (None, Some(unknown)) => unknown.label().to_owned(),
        (None, None) => "不明".to_owned(),
    };
    let source = fact
        .source
        .map(|source| format!("（{}）", source.label()))
        .unwrap_or_default();
    FactLine {
        label: format!("{person}{}", fact.label),
        value: file.fact_value(fact, value),
        source,
    }
}

/// A deadline for people.
fn deadline(deadline: &JudgedDeadline) -> DeadlineLine {
    DeadlineLine {
        day: deadline.date.map(wareki::format).unwrap_or_default(),
        text: deadline.text.clone(),
        rule: deadline.rule.clone(),
        basis: deadline.basis.clone(),
        overdue: deadline.overdue == Some(true),
        left: deadline.days_left.filter(|left| (0..=30).contains(left)),
    }
}

/// How sure the rule is, in words. A row that names no page was not confirmed, whatever it says of itself.
fn confidence(judgement: &Judgement) -> &'static str {
    match (judgement.confidence, judgement.verified) {
        (Confidence::S, true) => "公開されている資料で確かめた内容です",
        (Confidence::S, false) => {
            "全国共通の制度です。確かめた資料の記録がないので、担当課に確かめてください"
        }
        (Confidence::M, _) => "全国共通の制度ですが、条文との照合はまだです",
        (Confidence::L, _) => "自治体ごとに違います。要綱・条例を確かめてください",
        (Confidence::U, _) => "期限や条文に不確かな点があります。確かめてください",
    }
}
