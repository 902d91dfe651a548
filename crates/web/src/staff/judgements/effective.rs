//! A judgement together with the overrule that stands beside it.

use madoguchi_guidance::catalogue::OutcomeKind;
use madoguchi_guidance::{Guidance, Judgement, JudgementResult, Subject};
use madoguchi_store::overrules::{Overrule, OverruledTo};

/// A judgement and the officer's overrule, which does not change it but counts instead of it.
#[derive(Clone, Copy)]
pub(crate) struct Decided<'a> {
    /// What the guidance judged.
    pub(crate) judgement: &'a Judgement,
    /// The overrule in force, if there is one.
    pub(crate) overrule: Option<&'a Overrule>,
}

impl Decided<'_> {
    /// The result that counts.
    pub(crate) fn result(&self) -> JudgementResult {
        match self.overrule.map(|overrule| overrule.result) {
            Some(OverruledTo::Required) => JudgementResult::Required,
            Some(OverruledTo::NotRequired) => JudgementResult::NotRequired,
            None => self.judgement.result,
        }
    }

    /// Something has to be filed here: an application with forms and a section, and not with another procedure.
    pub(crate) fn needs_filing(&self) -> bool {
        self.judgement.done_with.is_none()
            && self.result() == JudgementResult::Required
            && matches!(self.judgement.outcome_kind, None | Some(OutcomeKind::Application))
    }
}

/// Every judgement with its overrule, in the catalogue's order.
pub(crate) fn decide<'a>(guidance: &'a Guidance, overrules: &'a [Overrule]) -> Vec<Decided<'a>> {
    let overrule_of = |judgement: &Judgement| {
        let subject = subject_text(&judgement.subject);
        overrules
            .iter()
            .find(|known| known.procedure_id == judgement.procedure && known.subject == subject)
    };
    guidance
        .judgements
        .iter()
        .map(|judgement| Decided {
            judgement,
            overrule: overrule_of(judgement),
        })
        .collect()
}

/// The text form of whom a judgement is about: `visit`, `member:KEY`.
pub(crate) fn subject_text(subject: &Subject) -> String {
    subject
        .member()
        .map_or_else(|| "visit".to_owned(), |key| format!("member:{key}"))
}
