//! Residents who may be the very people that are being entered: moved away once, or entered twice.

use madoguchi_model::resident::Resident;
use madoguchi_store::TenantTx;
use madoguchi_store::residents::{self, ResidentHit, ResidentSearch, Term};

use super::Reception;
use crate::error::PageError;
use crate::session::Officer;

/// How many are told for one person.
const AT_MOST: u16 = 5;

/// Residents with the reading, the sex and the birth date of someone who was entered.
pub(super) async fn find(
    tx: &mut TenantTx,
    officer: &Officer,
    reception: &Reception,
) -> Result<Vec<ResidentHit>, PageError> {
    let mut found: Vec<ResidentHit> = Vec::new();
    for person in reception
        .members
        .iter()
        .filter_map(|member| member.entered.as_ref())
    {
        let name = &person.names.name;
        let named = if name.kana.is_empty() {
            Term::NamePart(name.written.clone())
        } else {
            Term::Reading(name.kana.clone())
        };
        let (first, last) = person.birth_date.range();
        let search = ResidentSearch {
            terms: vec![named, Term::Born(first, last)],
            limit: AT_MOST,
        };
        let hits = residents::search(tx, &search).await?.hits;
        found.extend(hits.into_iter().filter(|hit| hit.sex == person.sex));
    }
    officer.saw(found.iter().map(|hit| hit.id));
    Ok(found)
}

/// The household's own members do not count: they are shown beside the form.
pub(super) fn others(found: Vec<ResidentHit>, household: &[Resident]) -> Vec<ResidentHit> {
    let here = |hit: &ResidentHit| household.iter().any(|member| member.id == hit.id);
    found.into_iter().filter(|hit| !here(hit)).collect()
}
