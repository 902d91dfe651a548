//! Which forms the required procedures need, and for whom.

use std::collections::BTreeMap;

use madoguchi_forms::FormDefinition;
use madoguchi_model::ids::ResidentId;

use crate::own_papers;
use crate::paper_materials::InForce;
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
        .filter(|wanted| can_print(file, &wanted.form_id))
        .filter(|wanted| !is_withdrawn(file, wanted))
        .collect()
}

/// Whether a form is known here: one of the catalogue, or a paper of the municipality's own.
fn can_print(file: &CaseFile, form_id: &str) -> bool {
    FormDefinition::find(form_id).is_some() || file.materials.own(form_id).is_some()
}

/// The forms of one judgement, and the municipality's own papers that ask for its procedure.
fn forms_of(file: &CaseFile, needed: &Decided<'_>) -> Vec<String> {
    let mut forms = catalogue_forms_of(file, needed);
    let asks = |own: &&InForce| own.form.procedures.contains(&needed.judgement.procedure);
    for own in file.materials.in_force().iter().filter(asks) {
        let id = own.form.replaces.as_ref().unwrap_or(&own.form_id);
        if !forms.contains(id) {
            forms.push(id.clone());
        }
    }
    forms
}

/// The forms the catalogue names for one judgement. A procedure that only an officer made required has the forms the catalogue names
/// for it without condition.
fn catalogue_forms_of(file: &CaseFile, needed: &Decided<'_>) -> Vec<String> {
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

/// The title of a form for a case: an own paper has one of its own.
pub(crate) fn title_of(file: &CaseFile, id: &str) -> String {
    file.materials
        .own(id)
        .map_or_else(|| form_title(id), |own| own.form.title.clone())
}

/// The title of a form, where no case tells which of the municipality's papers it is.
pub(crate) fn form_title(id: &str) -> String {
    match (FormDefinition::find(id), own_papers::number(id)) {
        (Some(form), _) => form.title.clone(),
        (None, Some(number)) => format!("自治体の様式（{number}）"),
        (None, None) => id.to_owned(),
    }
}
