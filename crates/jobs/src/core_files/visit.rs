//! Everything of a case that a file can tell.

use std::collections::BTreeSet;

use madoguchi_link::core_files::{CardAttributes, FiledApplication, Visit};
use madoguchi_model::ids::CaseId;
use madoguchi_store::applications::ApplicationState;
use madoguchi_store::{
    ChangeError, TenantTx, answers, applications, card_readings, cases, households, tenants,
};

/// Loads a case as files tell it. What was handed to which section is the caller's to add.
pub(crate) async fn load(tx: &mut TenantTx, id: CaseId) -> Result<Visit, ChangeError> {
    let case = cases::get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    let registered = match case.household_id {
        Some(household) => households::get(tx, household).await?,
        None => None,
    };
    let answers = answers::current(tx, id).await?;
    let filed = applications::of_case(tx, id).await?;
    let cards = card_readings::of_case(tx, id).await?;
    Ok(Visit {
        municipality: tenants::get(tx).await?,
        household: case.household(registered),
        case,
        answers: answers
            .into_iter()
            .filter_map(|(key, given)| Some((key, given.answer?)))
            .collect(),
        applications: filed
            .into_iter()
            .filter(|application| application.state != ApplicationState::Withdrawn)
            .map(|application| FiledApplication {
                id: application.id,
                form: application.form_id,
                residents: application.residents,
                version: application.version,
                values: application.values,
                made_at: application.changed_at,
            })
            .collect(),
        cards: cards
            .into_iter()
            .map(|reading| CardAttributes {
                id: reading.id,
                resident: reading.resident_id,
                holder: reading.holder,
                expires_on: reading.expires_on,
                genuineness: reading.genuineness,
                read_at: reading.read_at,
            })
            .collect(),
        handed: Vec::new(),
        withheld: BTreeSet::new(),
    })
}
