//! `POST /admin/api-clients`

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::{api_clients, sections};

use super::fields::Typed;
use super::new::NewPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Adds a client. It can do nothing before it has a key.
pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let sections = sections::list(&mut tx).await?;
    let (typed, mut errors) = (Typed::of_form(&form), FormErrors::new());
    let Some(settings) = typed.check(&sections, &mut errors) else {
        return Ok(Page::invalid(NewPage::new(&officer, &sections, &typed, &errors)));
    };
    let id = api_clients::create(&mut tx, &settings, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/api-clients/{id}"),
        &Flash::success("連携先を登録しました。次に、秘密か公開鍵を加えてください。"),
    ))
}
