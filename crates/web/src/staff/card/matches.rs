//! Who of the register the holder of a card may be.

use madoguchi_model::card_reading::CardHolder;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::resident::Resident;
use madoguchi_store::residents::{self, ResidentHit, ResidentSearch, Term};
use madoguchi_store::{TenantTx, households};

use super::differences::{Verdict, birth, name};
use crate::error::PageError;
use crate::session::Officer;
use crate::staff::people::household_measure;

/// How many are looked at who were born on one day.
const LOOKED_AT: u16 = 200;

/// How many are shown.
const SHOWN: usize = 10;

/// Residents with the holder's birth date whose name may be the holder's, the likeliest first. Where there is none,
/// those whose name differs but whose sex and birth date do not: after a marriage the card bears the old name.
pub(crate) async fn find(
    tx: &mut TenantTx,
    officer: &Officer,
    holder: &CardHolder,
) -> Result<Vec<Resident>, PageError> {
    let (first, last) = holder.birth_date.range();
    let born = Term::Born(first, last);
    // Everybody of a day may be many; with a part of the name they are few.
    let parts = holder.name.split_whitespace().next().unwrap_or_default();
    let mut hits = Vec::new();
    if !parts.is_empty() {
        hits = search(tx, vec![born.clone(), Term::NamePart(parts.to_owned())]).await?;
    }
    if !hits.iter().any(|hit| likely(holder, hit)) {
        hits = search(tx, vec![born]).await?;
    }
    let sex = |hit: &ResidentHit| holder.sex.is_none_or(|sex| sex == hit.sex);
    hits.retain(sex);
    let (mut likely, mut others): (Vec<_>, Vec<_>) = hits.into_iter().partition(|hit| likely(holder, hit));
    if likely.is_empty() {
        others.retain(|hit| birth(&holder.birth_date, &hit.birth_date) == Verdict::Same);
        likely = others;
    }
    likely.truncate(SHOWN);
    let ids: Vec<ResidentId> = likely.iter().map(|hit| hit.id).collect();
    officer.saw(ids.iter().copied());
    let mut people = residents::get_many(tx, &ids).await?;
    people.sort_by_key(|person| ids.iter().position(|id| *id == person.id));
    Ok(people)
}

/// Whether the card may be of somebody in a protected household: the address on it is withheld, whoever it is of.
pub(crate) async fn may_be_protected(
    tx: &mut TenantTx,
    officer: &Officer,
    holder: &CardHolder,
) -> Result<bool, PageError> {
    let people = find(tx, officer, holder).await?;
    some_protected(tx, &people).await
}

/// Whether one of these lives in a protected household.
pub(crate) async fn some_protected(tx: &mut TenantTx, people: &[Resident]) -> Result<bool, PageError> {
    for person in people {
        let household = households::of_resident(tx, person.id).await?;
        let members = household.map(|household| household.members).unwrap_or_default();
        if household_measure(&members).protects() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn search(tx: &mut TenantTx, terms: Vec<Term>) -> Result<Vec<ResidentHit>, PageError> {
    let search = ResidentSearch {
        terms,
        limit: LOOKED_AT,
    };
    Ok(residents::search(tx, &search).await?.hits)
}

fn likely(holder: &CardHolder, hit: &ResidentHit) -> bool {
    let names = madoguchi_model::name::Names {
        name: hit.name.clone(),
        alphabet: hit.alphabet.clone(),
        former_family_name: hit.former_family_name.clone(),
        alias: hit.alias.clone(),
    };
    name(&holder.name, &names) != Verdict::Different
}
