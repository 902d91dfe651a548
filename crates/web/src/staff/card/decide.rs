//! `POST /card/readings/{id}/decision`, `POST /cases/{id}/card/readings/{reading}/decision`: a reading whose
//! certificate could not be checked is taken all the same, with a reason.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::{CardReadingId, CaseId};
use madoguchi_store::card_readings;

use super::{of_case, show};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::staff::cases::to_change;
use crate::state::AppState;

const DECIDED: &str = "このカードを使う理由を記録しました。";

pub(crate) async fn before_a_case(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CardReadingId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let reading = show::unused(&mut tx, &officer, id).await?;
    if let Some(errors) = missing(&form) {
        return show::invalid(&app, &mut tx, &officer, &reading, &errors).await;
    }
    card_readings::decide(&mut tx, id, form.text("reason"), officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/card/readings/{id}"),
        &Flash::success(DECIDED),
    ))
}

pub(crate) async fn in_a_case(
    State(app): State<AppState>,
    officer: Officer,
    PathId((case, id)): PathId<(CaseId, CardReadingId)>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = to_change(&app, &officer, case).await?;
    of_case::reading(&mut tx, &file, id).await?;
    if let Some(errors) = missing(&form) {
        return of_case::invalid(&app, &mut tx, &officer, &file, id, &errors).await;
    }
    card_readings::decide(&mut tx, id, form.text("reason"), officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &file.href(&format!("card/readings/{id}")),
        &Flash::success(DECIDED),
    ))
}

fn missing(form: &FormData) -> Option<FormErrors> {
    let mut errors = FormErrors::new();
    if form.text("reason").is_empty() {
        errors.add("reason", "このまま使う理由を入力してください。");
    }
    (!errors.is_empty()).then_some(errors)
}
