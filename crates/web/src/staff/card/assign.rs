//! `POST /cases/{id}/card/readings/{reading}/assign`: whose card it is.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::{CardReadingId, CaseId, ResidentId};
use madoguchi_store::card_readings;

use super::of_case;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::staff::cases::to_change;
use crate::state::AppState;

pub(crate) async fn assign(
    State(app): State<AppState>,
    officer: Officer,
    PathId((case, id)): PathId<(CaseId, CardReadingId)>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = to_change(&app, &officer, case).await?;
    of_case::reading(&mut tx, &file, id).await?;
    let person = form.raw("person").parse::<ResidentId>().ok();
    let Some(person) = person.filter(|person| file.resident(*person).is_some()) else {
        let mut errors = FormErrors::new();
        errors.add("person", "だれのカードかを選んでください。");
        return of_case::invalid(&app, &mut tx, &officer, &file, id, &errors).await;
    };
    card_readings::assign(&mut tx, id, case, person, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &file.href("card"),
        &Flash::success("カードの内容を、この受付に記録しました。判定に使います。"),
    ))
}
