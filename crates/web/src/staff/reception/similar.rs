//! Residents who may be the very people that are being entered: moved away once, or entered twice. An officer decides
//! of each whether it is the same person; the decision is kept with the case.

use chrono::NaiveDate;
use madoguchi_model::card_reading::CardReading;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::resident::{Resident, ResidentState};
use madoguchi_model::search_grade::{Grade, kana_grade, name_grade};
use madoguchi_store::TenantTx;
use madoguchi_store::residents::{self, MatchedBy, ResidentHit, ResidentSearch, Term};

use super::Reception;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::session::Officer;

/// How many are told for one person.
const AT_MOST: u16 = 5;

/// What an officer decided of one resident.
pub(super) struct Decision {
    /// The resident.
    pub(super) resident: ResidentId,
    /// 宛名番号, which someone who comes back keeps.
    pub(super) addressee_number: String,
    /// The person who is being entered, who comes back.
    pub(super) same: bool,
}

/// Residents with the name or the reading, the sex and the birth date of someone who was entered; past residents, and
/// by past names, too.
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
        let days = person.birth_date.range();
        let named = [
            (!name.kana.is_empty()).then(|| Term::Reading(name.kana.clone())),
            (!name.written.is_empty()).then(|| Term::NamePart(name.written.clone())),
        ];
        for named in named.into_iter().flatten() {
            let hits = search(tx, named, days, Term::Sex(person.sex)).await?;
            for hit in hits.into_iter().filter(|hit| is_alike(&person.names, hit)) {
                if found.iter().all(|one| one.id != hit.id) {
                    found.push(hit);
                }
            }
        }
    }
    officer.saw(found.iter().map(|hit| hit.id));
    Ok(found)
}

async fn search(
    tx: &mut TenantTx,
    named: Term,
    (first, last): (NaiveDate, NaiveDate),
    sex: Term,
) -> Result<Vec<ResidentHit>, PageError> {
    let search = ResidentSearch {
        terms: vec![named, Term::Born(first, last), sex],
        limit: AT_MOST,
    };
    Ok(residents::search(tx, &search).await?.hits)
}

/// A whole name or reading in common: what only begins alike is somebody else.
fn is_alike(person: &Names, hit: &ResidentHit) -> bool {
    fn all(names: &Names) -> impl Iterator<Item = &WrittenName> {
        let others = [&names.former_family_name, &names.alias];
        std::iter::once(&names.name).chain(others.into_iter().flatten())
    }
    let whole = |grade: Option<Grade>| grade == Some(Grade::Whole);
    let alike = |one: &WrittenName, other: &WrittenName| {
        whole(name_grade(&one.written, &other.written)) || whole(kana_grade(&one.kana, &other.kana))
    };
    let names = hit.names();
    hit.matched.contains(&MatchedBy::PastName)
        || all(person).any(|one| all(&names).any(|other| alike(other, one)))
        || names
            .alphabet
            .as_ref()
            .is_some_and(|alphabet| whole(name_grade(alphabet, &person.name.written)))
}

/// A card read for someone who is entered is no card of somebody who lives here already.
pub(super) async fn known_card(
    tx: &mut TenantTx,
    officer: &Officer,
    reception: &Reception,
    card: &CardReading,
) -> Result<Option<FormErrors>, PageError> {
    let serial = card.certificate.as_ref().map(|check| &check.serial);
    let Some(serial) = serial.filter(|serial| !serial.is_empty()) else {
        return Ok(None);
    };
    // The card fills in the first of those who move in.
    if !reception.members.iter().any(|member| member.entered.is_some()) {
        return Ok(None);
    }
    let known = residents::by_certificate_serial(tx, serial).await?;
    officer.saw(known.iter().copied());
    let people = residents::get_many(tx, &known).await?;
    Ok(people.first().map(|person| {
        let name = &person.names.name.written;
        let mut errors = FormErrors::new();
        errors.add(
            "person-0-name",
            format!(
                "読み取ったカードは、いま住民登録のある{name}さんのものです（電子証明書の発行番号が同じ）。転入は受け付けられません。{name}さんのページから受け付けるか、ほかの人のカードなら読み取り直してください。"
            ),
        );
        errors
    }))
}

/// The household's own members do not count: they are shown beside the form.
pub(super) fn others(found: Vec<ResidentHit>, household: &[Resident]) -> Vec<ResidentHit> {
    let here = |hit: &ResidentHit| household.iter().any(|member| member.id == hit.id);
    found.into_iter().filter(|hit| !here(hit)).collect()
}

/// The field of the decision on a resident.
pub(super) fn field(resident: ResidentId) -> String {
    format!("similar-{resident}")
}

/// Reads the decisions. Without errors and without a decision, the officer has not been asked yet. Whoever lives here, or
/// has died, does not move in.
pub(super) fn decisions(similar: &[ResidentHit], form: &FormData) -> Result<Vec<Decision>, FormErrors> {
    let mut errors = FormErrors::new();
    let mut decisions = Vec::new();
    let asked = form.has("similar");
    for hit in similar {
        let field = field(hit.id);
        let name = &hit.name.written;
        let same = match form.raw(&field) {
            "same" => true,
            "other" => false,
            _ => {
                if asked {
                    errors.add(&field, format!("{name}さんと同じ人かどうかを選んでください。"));
                }
                continue;
            }
        };
        match hit.state {
            ResidentState::Current if same => errors.add(
                &field,
                format!(
                    "{name}さんはいま住民登録があるため、転入は受け付けられません。用件が転居や世帯の変更なら、{name}さんのページから受け付けてください。"
                ),
            ),
            ResidentState::Dead if same => errors.add(
                &field,
                format!("{name}さんは亡くなった人として登録されています。住民記録の担当に確かめてください。"),
            ),
            _ => decisions.push(Decision {
                resident: hit.id,
                addressee_number: hit.addressee_number.clone(),
                same,
            }),
        }
    }
    if !errors.is_empty() || decisions.len() < similar.len() {
        return Err(errors);
    }
    Ok(decisions)
}
