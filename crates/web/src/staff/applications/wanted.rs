//! Which forms the required procedures need, and for whom.

use std::collections::BTreeMap;

use madoguchi_forms::FormDefinition;
use madoguchi_model::ids::ResidentId;

use crate::staff::cases::CaseFile;
use crate::staff::judgements::Decided;

/// A form that is needed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Wanted {
    /// The form's id.
    pub(crate) form_id: String,
    /// Whom it is for, in the register's order; empty for all who take part.
    pub(crate) residents: Vec<ResidentId>,
    /// Names of the procedures that need it.
    pub(crate) procedures: Vec<String>,
}

/// The forms of all required procedures, each once, in the catalogue's order. Forms that this program cannot
/// print are left out, and so is what the resident has withdrawn.
pub(crate) fn wanted_forms(file: &CaseFile) -> Vec<Wanted> {
    let decided = file.decided();
    let mut order: Vec<String> = Vec::new();
    let mut people: BTreeMap<String, (Vec<ResidentId>, bool, Vec<String>)> = BTreeMap::new();
    for needed in decided.iter().filter(|judgement| judgement.needs_filing()) {
        for form in forms_of(file, needed) {
            if !order.contains(&form) {
                order.push(form.clone());
            }
            let (residents, everyone, procedures) = people.entry(form).or_default();
            match &needed.judgement.person {
                Some(person) => residents.extend(person.id.0.parse::<ResidentId>().ok()),
                None => *everyone = true,
            }
            if !procedures.contains(&needed.judgement.name) {
                procedures.push(needed.judgement.name.clone());
            }
        }
    }
    let wanted = order.into_iter().filter_map(|form_id| {
        let (residents, everyone, procedures) = people.remove(&form_id)?;
        let residents = if everyone {
            Vec::new()
        } else {
            in_order(file, &residents)
        };
        Some(Wanted {
            form_id,
            residents,
            procedures,
        })
    });
    wanted
        .filter(|wanted| FormDefinition::find(&wanted.form_id).is_some())
        .filter(|wanted| !is_withdrawn(file, wanted))
        .collect()
}

/// The forms of one judgement. A procedure that only an officer made required has the forms the catalogue names
/// for it without condition.
fn forms_of(file: &CaseFile, needed: &Decided<'_>) -> Vec<String> {
    let judgement = needed.judgement;
    if needed.overrule.is_none() || !judgement.forms.is_empty() {
        return judgement.forms.clone();
    }
    if !judgement.possible_forms.is_empty() {
        return judgement.possible_forms.clone();
    }
    let procedure = file.release.procedure(&judgement.procedure);
    let forms = procedure.into_iter().flat_map(|procedure| &procedure.forms);
    forms
        .filter(|form| form.when.is_none())
        .map(|form| form.id.clone())
        .collect()
}

fn in_order(file: &CaseFile, residents: &[ResidentId]) -> Vec<ResidentId> {
    file.household
        .members
        .iter()
        .map(|member| member.id)
        .filter(|id| residents.contains(id))
        .collect()
}

/// Whether the resident has withdrawn a needed form.
fn is_withdrawn(file: &CaseFile, wanted: &Wanted) -> bool {
    let by_resident = file.withdrawn.iter().filter(|old| old.by_resident.is_some());
    by_resident
        .into_iter()
        .any(|old| old.form_id == wanted.form_id && old.residents == wanted.residents)
}

/// Whether a needed form has been made.
pub(crate) fn is_made(file: &CaseFile, wanted: &Wanted) -> bool {
    let same =
        |form_id: &str, residents: &[ResidentId]| form_id == wanted.form_id && residents == wanted.residents;
    file.applications
        .iter()
        .any(|application| same(&application.form_id, &application.residents))
}

/// Whether the paper of a procedure was made here.
pub(crate) fn papers_of(file: &CaseFile, needed: &Decided<'_>) -> bool {
    let forms = forms_of(file, needed);
    !forms.is_empty()
        && file
            .applications
            .iter()
            .any(|application| forms.contains(&application.form_id))
}

/// The title of a form.
pub(crate) fn form_title(id: &str) -> String {
    FormDefinition::find(id).map_or_else(|| id.to_owned(), |form| form.title.clone())
}
