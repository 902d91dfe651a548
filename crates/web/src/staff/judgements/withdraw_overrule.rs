//! `POST /cases/{id}/judgements/overrule/withdraw`: the judgement counts again.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;
use madoguchi_store::overrules;

use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::staff::applications::{refresh, voided_text};
use crate::staff::cases;
use crate::state::AppState;

pub(crate) async fn withdraw(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = cases::to_change(&app, &officer, id).await?;
    let overrule = form.raw("overrule").parse().map_err(|_| PageError::NotFound)?;
    overrules::withdraw(&mut tx, id, overrule, officer.staff().id).await?;
    let voided = refresh(&app, &mut tx, &officer, id).await?;
    officer.commit(tx).await?;
    let flash = if voided > 0 {
        Flash::alert(voided_text(voided))
    } else {
        Flash::success("職員の判断を取り消し、元の判定に戻しました。")
    };
    Ok(redirect_with(&file.href("judgements"), &flash))
}
