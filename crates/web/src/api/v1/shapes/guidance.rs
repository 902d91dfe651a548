//! Judgements and questions.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use madoguchi_guidance::catalogue::{LegalBasis, NoteKind, OutcomeKind};
use madoguchi_guidance::judge::{JudgedDeadline, Person, Reason, ReasonFact, ReasonKind};
use madoguchi_guidance::{Guidance, Judgement, JudgementResult, Question, QuestionKind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// A situation to judge. Facts are those of `GET /api/v1/catalogue/facts`; what is left out is not known (yet).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Situation {
    /// The day to judge by, usually the day of filing; today where it is left out.
    pub(crate) reference_date: Option<NaiveDate>,
    /// Life events, at least one, for example `move_within`.
    #[schema(example = json!(["move_within"]))]
    pub(crate) events: Vec<String>,
    /// Facts of the visit as a whole, by the ids of facts whose `subject` is `visit`.
    #[serde(default)]
    #[schema(value_type = Object, example = json!({"moved_on": "2026-11-10"}))]
    pub(crate) visit: Map<String, Value>,
    /// The people: `id` (any text, unique), optionally `name` and `relationship`, and facts whose `subject` is `member`.
    #[schema(value_type = Vec<Object>, example = json!([{"id": "1", "moves": true, "birth_date": "1980-04-01"}]))]
    pub(crate) members: Vec<Map<String, Value>>,
}

/// Everything that follows from a situation.
#[derive(Serialize, ToSchema)]
pub(crate) struct GuidanceBody {
    /// The id of the catalogue's release.
    release: String,
    /// Its hash.
    release_hash: String,
    /// The hash of the municipality's changes; null where there are none.
    overlay_hash: Option<String>,
    /// The day that was judged by.
    reference_date: NaiveDate,
    /// One judgement for each procedure and each person it is about.
    judgements: Vec<JudgementBody>,
    /// Questions whose answer can still change something, most useful first.
    questions: Vec<QuestionBody>,
    /// Facts that cannot be true together. A person must look.
    conflicts: Vec<ConflictBody>,
}

/// Whether a procedure is required.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ResultCode {
    /// 必要
    Required,
    /// 不要
    NotRequired,
    /// 要確認: facts are missing that decide it.
    Undetermined,
}

/// One procedure for one person, or for the visit.
#[derive(Serialize, ToSchema)]
pub(crate) struct JudgementBody {
    /// The procedure's id.
    #[schema(example = "TK-01")]
    procedure: String,
    /// Its name.
    name: String,
    /// Whom it is about; null for the visit as a whole.
    person: Option<PersonBody>,
    /// The result.
    result: ResultCode,
    /// What comes of it: `application`, `automatic`, `elsewhere`, `information`; null while it is open.
    outcome: Option<&'static str>,
    /// What that means for the resident.
    outcome_text: String,
    /// Why.
    reasons: Vec<ReasonBody>,
    /// The earliest deadline that certainly applies.
    deadline: Option<DeadlineBody>,
    /// What to bring.
    belongings: Vec<Part>,
    /// Sections with work to do, the one in charge first.
    sections: Vec<SectionPart>,
    /// What it costs.
    fee: Option<Part>,
    /// Ids of forms to fill.
    forms: Vec<String>,
    /// What the officer should say or look at.
    notes: Vec<NoteBody>,
    /// What it is.
    summary: String,
    /// What it is, in やさしい日本語.
    plain: String,
    /// Laws and articles.
    legal_basis: Vec<String>,
    /// The required procedure with which this one is done.
    done_with: Option<String>,
    /// An officer's decision instead of the result; null for a judgement without a case, and where there is none.
    overruled: Option<ResultCode>,
}

/// A person in a result.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonBody {
    /// The member's id.
    id: String,
    /// The name as people say it.
    name: String,
}

/// Why a judgement is what it is.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReasonBody {
    /// `holds`, `fails`, `missing` (can still change the result) or `every_case` (cannot).
    kind: &'static str,
    /// Read aloud.
    text: String,
    /// The facts it rests on.
    facts: Vec<FactBody>,
    /// The article.
    article: String,
}

/// A fact in a reason.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactBody {
    /// Its key: `visit/FACT` or `member:ID/FACT`.
    key: String,
    /// What it is.
    label: String,
    /// Its value for people; null when it is unknown.
    value: Option<String>,
    /// Where it came from, in words.
    source: Option<&'static str>,
}

/// A deadline.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeadlineBody {
    /// The last day; null where it cannot be counted.
    date: Option<NaiveDate>,
    /// In words.
    text: String,
    /// How it was counted.
    rule: String,
    /// The article.
    basis: String,
    /// The reference date is after the last day.
    overdue: Option<bool>,
    /// Days from the reference date to the last day.
    days_left: Option<i64>,
}

/// Something that applies, or may apply.
#[derive(Serialize, ToSchema)]
pub(crate) struct Part {
    /// The text.
    text: String,
    /// Why; empty where there is nothing to say.
    reason: String,
    /// False while open facts can still take it away.
    certain: bool,
}

/// A section.
#[derive(Serialize, ToSchema)]
pub(crate) struct SectionPart {
    /// Stable code.
    code: String,
    /// Its name here.
    name: String,
    /// False while open facts can still take it away.
    certain: bool,
}

/// A note.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoteBody {
    /// `note`, `warning` or `online`.
    kind: &'static str,
    /// The text.
    text: String,
    /// False while open facts can still take it away.
    certain: bool,
}

/// A question.
#[derive(Serialize, ToSchema)]
pub(crate) struct QuestionBody {
    /// The key of the fact it asks for: `visit/FACT` or `member:ID/FACT`.
    key: String,
    /// Whom it is about; null for the visit.
    person: Option<PersonBody>,
    /// The question.
    text: String,
    /// In やさしい日本語.
    plain: String,
    /// Help for the one who asks.
    help: String,
    /// The topic.
    topic: String,
    /// `bool`, `choice` or `date`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Ids and labels of the choices of a `choice`.
    choices: BTreeMap<String, String>,
    /// Who can answer.
    who: String,
    /// Ids of procedures that the answer can still change.
    affects: Vec<String>,
}

/// Facts that contradict each other.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConflictBody {
    /// Why they cannot be true together.
    text: String,
    /// The person it is about.
    person: Option<PersonBody>,
}

impl GuidanceBody {
    /// What was judged; `judgements` are those of it, with what officers decided.
    pub(crate) fn new(guidance: &Guidance, judgements: Vec<JudgementBody>) -> Self {
        Self {
            release: guidance.release.clone(),
            release_hash: guidance.release_hash.clone(),
            overlay_hash: guidance.overlay_hash.clone(),
            reference_date: guidance.reference_date,
            judgements,
            questions: guidance.questions.iter().map(question).collect(),
            conflicts: guidance
                .conflicts
                .iter()
                .map(|conflict| ConflictBody {
                    text: conflict.text.clone(),
                    person: conflict.person.as_ref().map(person),
                })
                .collect(),
        }
    }
}

impl From<JudgementResult> for ResultCode {
    fn from(result: JudgementResult) -> Self {
        match result {
            JudgementResult::Required => Self::Required,
            JudgementResult::NotRequired => Self::NotRequired,
            JudgementResult::Undetermined => Self::Undetermined,
        }
    }
}

impl JudgementBody {
    /// A judgement, with what an officer decided instead.
    pub(crate) fn new(judged: &Judgement, overruled: Option<JudgementResult>) -> Self {
        Self {
            procedure: judged.procedure.clone(),
            name: judged.name.clone(),
            person: judged.person.as_ref().map(person),
            result: judged.result.into(),
            outcome: judged.outcome_kind.map(outcome),
            outcome_text: judged.outcome_text.clone(),
            reasons: judged.reasons.iter().map(reason).collect(),
            deadline: judged.deadline.as_ref().map(deadline),
            belongings: judged
                .belongings
                .iter()
                .map(|one| part(&one.text, &one.reason, one.certain))
                .collect(),
            sections: judged
                .sections
                .iter()
                .map(|section| SectionPart {
                    code: section.code.clone(),
                    name: section.name.clone(),
                    certain: section.certain,
                })
                .collect(),
            fee: judged.fee.as_ref().map(|fee| part(&fee.text, "", fee.certain)),
            forms: judged.forms.clone(),
            notes: judged
                .notes
                .iter()
                .map(|note| NoteBody {
                    kind: match note.kind {
                        NoteKind::Note => "note",
                        NoteKind::Warning => "warning",
                        NoteKind::Online => "online",
                    },
                    text: note.text.clone(),
                    certain: note.certain,
                })
                .collect(),
            summary: judged.summary.clone(),
            plain: judged.plain.clone(),
            legal_basis: judged.legal_basis.iter().map(LegalBasis::to_string).collect(),
            done_with: judged.done_with.clone(),
            overruled: overruled.map(ResultCode::from),
        }
    }
}

impl JudgementBody {
    /// The same without what the reader may not see: `hides` tells of a fact's id. Label and source stay, so that a reader
    /// knows what it rests on.
    pub(crate) fn without(mut self, judged: &Judgement, hides: impl Fn(&str) -> bool) -> Self {
        for (body, reason) in self.reasons.iter_mut().zip(&judged.reasons) {
            for (shown, fact) in body.facts.iter_mut().zip(&reason.facts) {
                if hides(&fact.key.fact) {
                    shown.value = None;
                    body.text = String::from("権限がないため表示していません");
                }
            }
        }
        self
    }
}

/// The stable code of an outcome.
pub(crate) fn outcome(kind: OutcomeKind) -> &'static str {
    match kind {
        OutcomeKind::Application => "application",
        OutcomeKind::Automatic => "automatic",
        OutcomeKind::Elsewhere => "elsewhere",
        OutcomeKind::Information => "information",
    }
}

fn person(person: &Person) -> PersonBody {
    PersonBody {
        id: person.id.0.clone(),
        name: person.name.clone(),
    }
}

fn part(text: &str, reason: &str, certain: bool) -> Part {
    Part {
        text: text.to_owned(),
        reason: reason.to_owned(),
        certain,
    }
}

fn reason(reason: &Reason) -> ReasonBody {
    ReasonBody {
        kind: match reason.kind {
            ReasonKind::Holds => "holds",
            ReasonKind::Fails => "fails",
            ReasonKind::Missing => "missing",
            ReasonKind::EveryCase => "every_case",
        },
        text: reason.text.clone(),
        facts: reason.facts.iter().map(fact).collect(),
        article: reason.article.clone(),
    }
}

fn fact(fact: &ReasonFact) -> FactBody {
    FactBody {
        key: fact.key.to_string(),
        label: fact.label.clone(),
        value: fact.value.clone(),
        source: fact.source.map(madoguchi_guidance::Source::label),
    }
}

fn deadline(deadline: &JudgedDeadline) -> DeadlineBody {
    DeadlineBody {
        date: deadline.date,
        text: deadline.text.clone(),
        rule: deadline.rule.clone(),
        basis: deadline.basis.clone(),
        overdue: deadline.overdue,
        days_left: deadline.days_left,
    }
}

fn question(question: &Question) -> QuestionBody {
    let (kind, choices) = match &question.kind {
        QuestionKind::Bool => ("bool", BTreeMap::new()),
        QuestionKind::Choice { choices } => {
            let choices = choices.iter();
            let named = choices.map(|choice| (choice.id.clone(), choice.label.clone()));
            ("choice", named.collect())
        }
        QuestionKind::Date { .. } => ("date", BTreeMap::new()),
    };
    QuestionBody {
        key: question.key.to_string(),
        person: question.about.as_ref().map(person),
        text: question.text.clone(),
        plain: question.plain.clone(),
        help: question.help.clone(),
        topic: question.topic_label.clone(),
        kind,
        choices,
        who: question.who.clone(),
        affects: question.affects.clone(),
    }
}
