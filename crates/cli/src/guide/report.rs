//! The JSON that `madoguchi guide --json` writes. Its shape is part of the command's documentation.

use chrono::NaiveDate;
use madoguchi_guidance::catalogue::{Choice, Confidence, FactDefinition, LegalBasis, Origin, OutcomeKind};
use madoguchi_guidance::facts::FactKey;
use madoguchi_guidance::judge::{
    Conflict, Guidance, JudgedBelonging, JudgedDeadline, JudgedFee, JudgedNote, JudgedSection, Judgement,
    JudgementResult, Person, Reason,
};
use madoguchi_guidance::{Question, QuestionKind, Release};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct GuidanceReport<'g> {
    release: &'g str,
    release_hash: &'g str,
    overlay_hash: Option<&'g str>,
    on: NaiveDate,
    judgements: Vec<JudgementReport<'g>>,
    questions: Vec<QuestionReport<'g>>,
    conflicts: &'g [Conflict],
}

#[derive(Serialize)]
struct JudgementReport<'g> {
    procedure: &'g str,
    name: &'g str,
    person: Option<&'g Person>,
    result: JudgementResult,
    outcome: Option<OutcomeKind>,
    outcome_text: &'g str,
    reasons: &'g [Reason],
    deadline: Option<&'g JudgedDeadline>,
    deadlines: &'g [JudgedDeadline],
    belongings: &'g [JudgedBelonging],
    section: Option<&'g JudgedSection>,
    sections: &'g [JudgedSection],
    fee: Option<&'g JudgedFee>,
    forms: &'g [String],
    possible_forms: &'g [String],
    notes: &'g [JudgedNote],
    legal_basis: &'g [LegalBasis],
    confidence: Confidence,
    verified: bool,
    origin: Origin,
    step: Option<u32>,
    follows: &'g [String],
    done_with: Option<&'g str>,
    combines: &'g [String],
}

#[derive(Serialize)]
struct QuestionReport<'g> {
    fact: &'g str,
    key: &'g FactKey,
    person: Option<&'g Person>,
    text: &'g str,
    plain: &'g str,
    help: &'g str,
    topic: &'g str,
    #[serde(rename = "type")]
    kind: &'static str,
    choices: Vec<Choice>,
    who: &'g str,
    affects: &'g [String],
    decides: u32,
}

#[derive(Serialize)]
pub(super) struct FactsReport<'r> {
    release: &'r str,
    facts: &'r [FactDefinition],
}

pub(super) fn facts(release: &Release) -> FactsReport<'_> {
    FactsReport {
        release: release.id(),
        facts: release.facts(),
    }
}

pub(super) fn guidance(guidance: &Guidance) -> GuidanceReport<'_> {
    GuidanceReport {
        release: &guidance.release,
        release_hash: &guidance.release_hash,
        overlay_hash: guidance.overlay_hash.as_deref(),
        on: guidance.reference_date,
        judgements: guidance.judgements.iter().map(judgement).collect(),
        questions: guidance.questions.iter().map(question).collect(),
        conflicts: &guidance.conflicts,
    }
}

fn judgement(judged: &Judgement) -> JudgementReport<'_> {
    JudgementReport {
        procedure: &judged.procedure,
        name: &judged.name,
        person: judged.person.as_ref(),
        result: judged.result,
        outcome: judged.outcome_kind,
        outcome_text: &judged.outcome_text,
        reasons: &judged.reasons,
        deadline: judged.deadline.as_ref(),
        deadlines: &judged.deadlines,
        belongings: &judged.belongings,
        section: judged.section.as_ref(),
        sections: &judged.sections,
        fee: judged.fee.as_ref(),
        forms: &judged.forms,
        possible_forms: &judged.possible_forms,
        notes: &judged.notes,
        legal_basis: &judged.legal_basis,
        confidence: judged.confidence,
        verified: judged.verified,
        origin: judged.origin,
        step: judged.step,
        follows: &judged.follows,
        done_with: judged.done_with.as_deref(),
        combines: &judged.combines,
    }
}

fn question(question: &Question) -> QuestionReport<'_> {
    let choice = |id: &str, label: &str| Choice {
        id: id.to_owned(),
        label: label.to_owned(),
    };
    let (kind, choices) = match &question.kind {
        QuestionKind::Bool => ("bool", vec![choice("true", "はい"), choice("false", "いいえ")]),
        QuestionKind::Choice { choices } => ("choice", choices.clone()),
        QuestionKind::Date { .. } => ("date", Vec::new()),
    };
    QuestionReport {
        fact: &question.key.fact,
        key: &question.key,
        person: question.about.as_ref(),
        text: &question.text,
        plain: &question.plain,
        help: &question.help,
        topic: &question.topic,
        kind,
        choices,
        who: &question.who,
        affects: &question.affects,
        decides: question.decides,
    }
}
