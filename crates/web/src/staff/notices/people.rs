//! Who of the register the people of a notice may be. Nobody has checked what they wrote.

use madoguchi_model::card_reading::CardHolder;
use madoguchi_model::prepared_case::{PreparedCase, PreparedPerson};
use madoguchi_model::resident::Resident;
use madoguchi_store::TenantTx;
use madoguchi_store::residents::{self, ResidentSearch, Term};

use crate::error::PageError;
use crate::session::Officer;
use crate::staff::card::{find_holder, some_protected};

/// How many are looked at of whom only the name is known.
const LOOKED_AT: u16 = 50;

/// What the register says to a notice.
pub(crate) struct Known {
    /// Residents whom its people may be, each once.
    pub(crate) residents: Vec<Resident>,
    /// Somebody of them lives in a protected household: what the notice says of where people are is withheld.
    pub(crate) protected: bool,
}

impl Known {
    /// Looks everybody up by name and birth date.
    pub(crate) async fn of(
        tx: &mut TenantTx,
        officer: &Officer,
        prepared: &PreparedCase,
    ) -> Result<Self, PageError> {
        let mut found: Vec<Resident> = Vec::new();
        for person in &prepared.people {
            for resident in of_person(tx, officer, person).await? {
                if found.iter().all(|known| known.id != resident.id) {
                    found.push(resident);
                }
            }
        }
        Ok(Self {
            protected: some_protected(tx, &found).await?,
            residents: found,
        })
    }
}

async fn of_person(
    tx: &mut TenantTx,
    officer: &Officer,
    person: &PreparedPerson,
) -> Result<Vec<Resident>, PageError> {
    if let Some(birth_date) = &person.birth_date {
        let holder = CardHolder {
            name: person.name.written.clone(),
            address: String::new(),
            birth_date: birth_date.clone(),
            sex: person.sex,
        };
        return find_holder(tx, officer, &holder).await;
    }
    if person.name.written.trim().is_empty() {
        return Ok(Vec::new());
    }
    let search = ResidentSearch {
        terms: vec![Term::NamePart(person.name.written.clone())],
        limit: LOOKED_AT,
    };
    let hits = residents::search(tx, &search).await?.hits;
    officer.saw(hits.iter().map(|hit| hit.id));
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    Ok(residents::get_many(tx, &ids).await?)
}
