//! `POST /cases/new`: opens a case. The same form sent twice opens one case. Its buttons for rows of people bring
//! the page back with everything that was typed.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::ResidentId;
use madoguchi_model::protection::Operation;
use madoguchi_store::card_readings;
use madoguchi_store::cases::{self, NewCase};

use super::new::{chrome, way};
use super::page::ReceptionPage;
use super::{Basis, Typed, check, choosing, from_card, rows, similar};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect, redirect_with};
use crate::session::Officer;
use crate::staff::cases::begin_editing;
use crate::staff::protection::Cautions;
use crate::state::AppState;

pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let resident = form.raw("resident");
    let basis = Basis::of_resident(&mut tx, &officer, resident, form.has("arriving")).await?;
    let known = basis.known(app.clock.today());
    let mut typed = Typed::read(&form);
    if typed.key.is_empty() {
        typed.key = app.random_text::<18>();
    }
    let page = |typed: &Typed, errors: &FormErrors| {
        ReceptionPage::new(chrome(&officer, known), typed, known, errors, way(resident))
    };
    if let Some(row) = rows::changed(&mut typed, &form) {
        return Ok(Page(page(&typed, &FormErrors::new()).with_cursor(&typed, row)).into_response());
    }
    let place = choosing::chosen(&mut typed, &form).unwrap_or_else(|| form.raw("look_up"));
    if !place.is_empty() {
        let choosing = choosing::asked(&mut tx, &typed, known, place).await?;
        return Ok(Page(page(&typed, &FormErrors::new()).choosing(choosing)).into_response());
    }
    let new_id = || ResidentId::new(&*app.clock, &*app.entropy);
    let mut reception = match check(&typed, known, &new_id) {
        Ok(reception) => reception,
        Err(errors) => return Ok(Page::invalid(page(&typed, &errors))),
    };
    if reception.events.iter().any(|event| event.moves()) {
        let moving = reception.members.iter().filter(|member| member.moves);
        let moving: Vec<ResidentId> = moving.map(|member| member.resident_id).collect();
        Cautions::of_residents(&mut tx, &moving)
            .await?
            .refuse(Operation::Receive)?;
    }
    if !typed.not_the_same {
        let found = similar::find(&mut tx, &officer, &reception).await?;
        let others = similar::others(found, &known.household.members);
        if !others.is_empty() {
            return Ok(Page::invalid(
                page(&typed, &FormErrors::new()).asking_about(&others),
            ));
        }
    }
    let warning = reception.settle(&mut tx).await?;
    let card = from_card::unused(&mut tx, &officer, &typed.card).await?;
    let release = app.catalogues.in_force(&mut tx, reception.filed_on).await?;
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
        idempotency_key: typed.key,
    };
    let case = cases::create(&mut tx, &new, officer.staff().id).await?;
    officer.saw(case.members.iter().map(|member| member.resident_id));
    begin_editing(&mut tx, &officer, case.id).await?;
    if let (Some(reading), Some(person)) = (card, case.visitor.resident_id) {
        card_readings::assign(&mut tx, reading.id, case.id, person, officer.staff().id).await?;
    }
    officer.commit(tx).await?;
    let next = format!("/cases/{}/interview", case.id);
    Ok(match warning {
        Some(warning) => redirect_with(&next, &Flash::alert(warning)),
        None => redirect(&next),
    })
}
