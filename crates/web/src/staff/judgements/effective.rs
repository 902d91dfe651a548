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
    /// The judgement with whose procedure this one is done, while that one is required after all overrules.
    pub(crate) done_with: Option<&'a Judgement>,
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
        self.done_with.is_none()
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
    let mut all: Vec<Decided<'a>> = guidance
        .judgements
        .iter()
        .map(|judgement| Decided {
            judgement,
            overrule: overrule_of(judgement),
            done_with: None,
        })
        .collect();
    // An overrule may have taken away what another procedure was to be done with; that one then stands by itself.
    let wholes: Vec<Option<&'a Judgement>> = all.iter().map(|part| whole(&all, part)).collect();
    for (part, whole) in all.iter_mut().zip(wholes) {
        part.done_with = whole;
    }
    all
}

fn whole<'a>(all: &[Decided<'a>], part: &Decided<'a>) -> Option<&'a Judgement> {
    let id = part.judgement.done_with.as_ref()?;
    let takes_it_up = |other: &&Decided<'a>| {
        other.judgement.procedure == *id
            && other.result() == JudgementResult::Required
            && other.judgement.concerns_the_same(part.judgement)
    };
    all.iter().find(takes_it_up).map(|other| other.judgement)
}

/// The text form of whom a judgement is about: `visit`, `member:KEY`.
pub(crate) fn subject_text(subject: &Subject) -> String {
    subject
        .member()
        .map_or_else(|| "visit".to_owned(), |key| format!("member:{key}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use madoguchi_guidance::{MunicipalitySettings, Release, Situation, judge};
    use madoguchi_model::ids::StaffId;
    use serde_json::json;
    use uuid::Uuid;

    /// A move with a card, and a marriage that changes the name on it: one job at the counter.
    fn guidance() -> Guidance {
        let on: NaiveDate = "2026-11-24".parse().unwrap();
        let file = json!({
            "events": ["move_within", "marriage"],
            "visit": { "moved_on": "2026-11-10", "married_on": "2026-11-20" },
            "members": [{
                "id": "1", "moves": true, "marries": true, "surname_changes": true, "has_card": true,
                "birth_date": "1995-01-01",
            }],
        });
        let release = Release::in_force(on).unwrap();
        let situation = Situation::from_file(&file, on, release).unwrap();
        judge(release, &situation, &MunicipalitySettings::default()).unwrap()
    }

    fn overrule(procedure: &str) -> Overrule {
        Overrule {
            id: Uuid::nil(),
            procedure_id: procedure.to_owned(),
            subject: "member:1".to_owned(),
            result: OverruledTo::NotRequired,
            reason: "先に済ませた".to_owned(),
            overruled_by: StaffId(Uuid::nil()),
            overruled_by_name: String::new(),
            overruled_at: chrono::DateTime::UNIX_EPOCH,
            withdrawn_at: None,
        }
    }

    #[test]
    fn a_part_stands_by_itself_when_its_whole_was_overruled() {
        let guidance = guidance();
        let needs_filing = |overrules: &[Overrule]| {
            let decided = decide(&guidance, overrules);
            let part = decided.iter().find(|one| one.judgement.procedure == "MR-05");
            part.unwrap().needs_filing()
        };
        assert!(!needs_filing(&[]), "it is done with the other");
        assert!(needs_filing(&[overrule("TK-02")]), "nobody else does it now");
        assert!(!needs_filing(&[overrule("TK-02"), overrule("MR-05")]));
    }
}
