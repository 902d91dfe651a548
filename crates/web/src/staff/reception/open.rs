//! Opening a case from the fields of the reception page, by whoever sends them: an officer's page or a program.

use madoguchi_model::case::Case;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::protection::Operation;
use madoguchi_store::cases::{self, NewCase};
use madoguchi_store::residents::ResidentHit;
use madoguchi_store::{TenantTx, card_readings, case_events};

use super::similar::{self, Decision};
use super::{Basis, Typed, check, from_card, from_notice};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::session::Officer;
use crate::staff::cases::begin_editing;
use crate::staff::protection::Cautions;
use crate::state::AppState;

/// A case that was opened.
pub(crate) struct Opened {
    /// The case, which whoever opened it may edit.
    pub(crate) case: Case,
    /// What the officer should know of the new address.
    pub(crate) warning: Option<String>,
}

/// Why no case was opened.
pub(crate) enum Refused {
    /// Fields with their messages.
    Mistakes(FormErrors),
    /// These residents are like those who move in; of each it must be said whether it is the same person.
    Similar(Vec<ResidentHit>, FormErrors),
}

/// Opens a case from the fields of the page, as a program sends them: for the household of a resident (by the id's
/// text), or for people who move in and form one.
pub(crate) async fn open_sent(
    app: &AppState,
    tx: &mut TenantTx,
    officer: &Officer,
    form: &FormData,
    (resident, arriving): (&str, bool),
) -> Result<Result<Opened, Refused>, PageError> {
    let basis = Basis::of_resident(tx, officer, resident, arriving).await?;
    let typed = Typed::read(form);
    let decide = |others: &[ResidentHit]| similar::decisions(others, form);
    open(app, tx, officer, &basis, &typed, decide).await
}

/// Checks what was typed and opens a case. `decide` reads what was said of residents who may be those that move in.
pub(super) async fn open(
    app: &AppState,
    tx: &mut TenantTx,
    officer: &Officer,
    basis: &Basis,
    typed: &Typed,
    decide: impl Fn(&[ResidentHit]) -> Result<Vec<Decision>, FormErrors>,
) -> Result<Result<Opened, Refused>, PageError> {
    let known = basis.known(app.clock.today());
    let new_id = || ResidentId::new(&*app.clock, &*app.entropy);
    let mut reception = match check(typed, known, &new_id) {
        Ok(reception) => reception,
        Err(errors) => return Ok(Err(Refused::Mistakes(errors))),
    };
    if reception.events.iter().any(|event| event.moves()) {
        let moving = reception.members.iter().filter(|member| member.moves);
        let moving: Vec<ResidentId> = moving.map(|member| member.resident_id).collect();
        Cautions::of_residents(tx, &moving)
            .await?
            .refuse(Operation::Receive)?;
    }
    let card = from_card::unused(tx, officer, &typed.card).await?;
    if let Some(card) = &card
        && let Some(errors) = similar::known_card(tx, officer, &reception, card).await?
    {
        return Ok(Err(Refused::Mistakes(errors)));
    }
    let found = similar::find(tx, officer, &reception).await?;
    let others = similar::others(found, &known.household.members);
    let decisions = match decide(&others) {
        Ok(decisions) => decisions,
        Err(errors) => return Ok(Err(Refused::Similar(others, errors))),
    };
    let mut warning = reception.settle(tx).await?;
    let notice = from_notice::open(tx, &typed.notice).await?;
    let release = app.catalogues.in_force(tx, reception.filed_on).await?;
    let new = NewCase {
        household_id: basis.household_id(),
        events: reception.events,
        members: reception.members,
        visitor: reception.visitor,
        moved_on: reception.moved_on,
        filed_on: reception.filed_on,
        new_address: reception.new_address,
        former_address: reception.former_address,
        release_hash: release.hash().to_owned(),
        overlay_hash: release.overlay().map(|overlay| overlay.hash.clone()),
        idempotency_key: typed.key.clone(),
    };
    let by = officer.staff().id;
    let case = cases::create(tx, &new, by).await?;
    officer.saw(case.members.iter().map(|member| member.resident_id));
    for decision in decisions {
        let (number, same) = (&decision.addressee_number, decision.same);
        case_events::similar_decided(tx, case.id, by, decision.resident, number, same).await?;
    }
    begin_editing(tx, officer, case.id).await?;
    if let (Some(reading), Some(person)) = (card, case.visitor.resident_id) {
        card_readings::assign(tx, reading.id, case.id, person, by).await?;
    }
    if let Some(notice) = notice {
        let unread = from_notice::taken_up(app, tx, officer, &notice, case.id).await?;
        if unread > 0 {
            let told = format!(
                "事前の申請の回答のうち{unread}件は、そのままでは使えません。聞き取りで確かめてください。"
            );
            warning = Some(warning.map_or(told.clone(), |warning| format!("{warning}{told}")));
        }
    }
    Ok(Ok(Opened { case, warning }))
}
