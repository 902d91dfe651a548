//! `POST /admin/api-clients/{api_client_id}`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::ApiClientId;
use madoguchi_store::{api_clients, sections};

use super::fields::Typed;
use super::show::ShowPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Changes a client; its tokens follow at once.
pub(crate) async fn update(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ApiClientId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let client = api_clients::get(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let sections = sections::list(&mut tx).await?;
    let (typed, mut errors) = (Typed::of_form(&form), FormErrors::new());
    let Some(settings) = typed.check(&sections, &mut errors) else {
        let page = ShowPage::load(&mut tx, &officer, &client, &typed, "", &errors).await?;
        return Ok(Page::invalid(page));
    };
    // A form without its version cannot say what it read: it counts as older than everything.
    let version = form.raw("version").parse().unwrap_or(0);
    api_clients::update(&mut tx, id, version, &settings).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/api-clients/{id}"),
        &Flash::success("連携先を保存しました。"),
    ))
}
