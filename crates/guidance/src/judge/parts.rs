//! Puts one judgement together.

use super::deadline;
use super::guidance::{
    JudgedBelonging, JudgedDeadline, JudgedFee, JudgedNote, JudgedSection, Judgement, JudgementResult,
};
use super::reasons;
use super::work::Work;
use crate::catalogue::OutcomeKind;
use crate::diagram::Function;
use crate::facts::Subject;

pub(crate) fn judgement(work: &mut Work<'_>, place: usize) -> Judgement {
    let instance = &work.instances[place];
    let (procedure, member, required) = (instance.procedure, instance.member, instance.required);
    let result = JudgementResult::of(&work.feasible, &mut work.builder.diagrams, required);
    let reasons = reasons::reasons(work, procedure, member, required, result);
    let person = work.person(member);
    let (outcome_kind, outcome_text) = outcome(work, place, result);
    let deadlines = deadlines(work, place);
    let sections = sections(work, place);
    let forms = forms(work, place);
    Judgement {
        procedure: procedure.id.clone(),
        name: procedure.name.clone(),
        subject: person
            .as_ref()
            .map_or(Subject::Visit, |person| Subject::Member(person.id.clone())),
        person,
        result,
        outcome_kind,
        outcome_text,
        reasons,
        deadline: earliest(&deadlines),
        deadlines,
        belongings: belongings(work, place),
        section: sections
            .iter()
            .find(|section| section.certain)
            .or(sections.first())
            .cloned(),
        sections,
        fee: fee(work, place),
        possible_forms: forms
            .iter()
            .filter(|(_, certain)| !certain)
            .map(|(id, _)| id.clone())
            .collect(),
        forms: forms
            .into_iter()
            .filter(|(_, certain)| *certain)
            .map(|(id, _)| id)
            .collect(),
        notes: notes(work, place),
        summary: procedure.summary.clone(),
        plain: procedure.plain.clone(),
        legal_basis: procedure.legal_basis.clone(),
        confidence: procedure.confidence,
        verified: !procedure.sources.is_empty(),
        origin: procedure.origin,
        step: None,
        follows: Vec::new(),
        done_with: None,
        combines: Vec::new(),
    }
}

/// The parts that apply, or may apply, each with its place and whether it is certain.
fn applying(work: &mut Work<'_>, place: usize, parts: Vec<Function>) -> Vec<(usize, bool)> {
    let required = work.instances[place].required;
    let mut found = Vec::new();
    for (part, function) in parts.into_iter().enumerate() {
        let (possible, certain) = work.applies(required, function);
        if possible {
            found.push((part, certain));
        }
    }
    found
}

fn outcome(work: &mut Work<'_>, place: usize, result: JudgementResult) -> (Option<OutcomeKind>, String) {
    if result == JudgementResult::NotRequired {
        return (None, String::new());
    }
    let parts = work.instances[place].outcomes.clone();
    let rules = &work.instances[place].procedure.outcomes;
    match applying(work, place, parts)[..] {
        [(only, true)] => match rules.get(only) {
            Some(rule) => (Some(rule.kind), rule.text.clone()),
            None => (Some(OutcomeKind::Application), String::new()),
        },
        _ => (None, String::new()),
    }
}

fn deadlines(work: &mut Work<'_>, place: usize) -> Vec<JudgedDeadline> {
    let parts = work.instances[place].deadlines.clone();
    let (procedure, member) = (work.instances[place].procedure, work.instances[place].member);
    applying(work, place, parts)
        .into_iter()
        .map(|(part, certain)| deadline::judged(work, &procedure.deadlines[part], member, certain))
        .collect()
}

fn earliest(deadlines: &[JudgedDeadline]) -> Option<JudgedDeadline> {
    let certain = || deadlines.iter().filter(|deadline| deadline.certain);
    let dated = certain()
        .filter(|deadline| deadline.date.is_some())
        .min_by_key(|deadline| deadline.date);
    dated.or_else(|| certain().next()).cloned()
}

fn belongings(work: &mut Work<'_>, place: usize) -> Vec<JudgedBelonging> {
    let parts = work.instances[place].belongings.clone();
    let rules = &work.instances[place].procedure.belongings;
    applying(work, place, parts)
        .into_iter()
        .map(|(part, certain)| JudgedBelonging {
            id: rules[part].id.clone(),
            text: rules[part].text.clone(),
            reason: rules[part].reason.clone(),
            certain,
        })
        .collect()
}

fn sections(work: &mut Work<'_>, place: usize) -> Vec<JudgedSection> {
    let parts = work.instances[place].sections.clone();
    let rules = &work.instances[place].procedure.sections;
    applying(work, place, parts)
        .into_iter()
        .map(|(part, certain)| {
            let code = &rules[part].code;
            let usual = work
                .release
                .sections()
                .iter()
                .find(|section| section.code == *code);
            let own = work.settings.section_names.get(code);
            let name = own.or(usual.map(|section| &section.name)).unwrap_or(code).clone();
            JudgedSection {
                code: code.clone(),
                name,
                certain,
            }
        })
        .collect()
}

fn fee(work: &mut Work<'_>, place: usize) -> Option<JudgedFee> {
    let parts = work.instances[place].fees.clone();
    let rules = &work.instances[place].procedure.fees;
    let applying = applying(work, place, parts);
    let (first, certain) = *applying.first()?;
    let local = rules[first]
        .local
        .as_ref()
        .and_then(|name| work.settings.local_values.get(name));
    Some(JudgedFee {
        text: local.unwrap_or(&rules[first].text).clone(),
        certain,
    })
}

fn forms(work: &mut Work<'_>, place: usize) -> Vec<(String, bool)> {
    let parts = work.instances[place].forms.clone();
    let rules = &work.instances[place].procedure.forms;
    let applying = applying(work, place, parts).into_iter();
    applying
        .map(|(part, certain)| (rules[part].id.clone(), certain))
        .collect()
}

fn notes(work: &mut Work<'_>, place: usize) -> Vec<JudgedNote> {
    let parts = work.instances[place].notes.clone();
    let rules = &work.instances[place].procedure.notes;
    let applying = applying(work, place, parts).into_iter();
    applying
        .map(|(part, certain)| JudgedNote {
            kind: rules[part].kind,
            text: rules[part].text.clone(),
            certain,
        })
        .collect()
}
