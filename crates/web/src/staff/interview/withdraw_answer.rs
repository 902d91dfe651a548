//! `POST /cases/{id}/interview/withdraw`: takes an answer back; its question is open again.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use madoguchi_guidance::FactKey;
use madoguchi_model::ids::CaseId;

use super::answer::save;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::session::Officer;
use crate::staff::cases;
use crate::state::AppState;

pub(crate) async fn withdraw(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = cases::to_change(&app, &officer, id).await?;
    let key: FactKey = form.raw("key").parse().map_err(|_| PageError::NotFound)?;
    let taken_back = BTreeMap::from([(key, None)]);
    save(&app, &mut tx, &officer, &file, taken_back)
        .await?
        .commit(&officer, tx, &file, &form)
        .await
}
