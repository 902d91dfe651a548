//! `POST /cases/new`: opens a case. The same form sent twice opens one case.

use axum::extract::State;
use axum::response::Response;
use madoguchi_guidance::Release;
use madoguchi_store::cases::{self, NewCase};

use super::new::{Basis, chrome, way};
use super::page::ReceptionPage;
use super::{Typed, check};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Page, redirect};
use crate::session::Officer;
use crate::staff::cases::begin_editing;
use crate::state::AppState;

pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let basis = Basis::of_resident(&mut tx, &officer, form.raw("resident")).await?;
    let known = basis.known(app.clock.today());
    let mut typed = Typed::read(&form);
    if typed.key.is_empty() {
        typed.key = app.random_text::<18>();
    }
    let reception = match check(&typed, known) {
        Ok(reception) => reception,
        Err(errors) => {
            let chrome = chrome(&officer, known);
            return Ok(Page::invalid(ReceptionPage::new(
                chrome,
                &typed,
                known,
                &errors,
                way(form.raw("resident")),
            )));
        }
    };
    let release = Release::in_force(reception.filed_on).map_err(PageError::internal)?;
    let new = NewCase {
        household_id: Some(basis.household.id),
        events: reception.events,
        members: reception.members,
        visitor: reception.visitor,
        moved_on: reception.moved_on,
        filed_on: reception.filed_on,
        new_address: reception.new_address,
        former_address: None,
        release_hash: release.hash().to_owned(),
        idempotency_key: typed.key,
    };
    let case = cases::create(&mut tx, &new, officer.staff().id).await?;
    begin_editing(&mut tx, &officer, case.id).await?;
    officer.commit(tx).await?;
    Ok(redirect(&format!("/cases/{}/interview", case.id)))
}
