//! `POST /admin/portals`

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::notices::mappings;
use madoguchi_model::ids::new_uuid;
use madoguchi_store::portal_connections;

use super::PATH;
use super::fields::Typed;
use super::new::NewPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// What is said where the operator has given no key.
pub(super) const NO_KEY: &str = "このサーバーには、秘密を守る鍵がありません。サーバーの運用担当者に、起動時の --webhook-key の指定を依頼してください。";

/// Registers a connection. Its secret is sealed and not shown again.
pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let Some(notifier) = app.notifier.clone() else {
        return Err(PageError::Conflict(NO_KEY.into()));
    };
    let (typed, mut errors) = (Typed::of_form(&form, false), FormErrors::new());
    let mut tx = officer.begin(&app).await?;
    let mappings = mappings(&mut tx).await?;
    let Some(checked) = typed.check(&notifier.guard, &mappings, &mut errors) else {
        let page = NewPage::load(&app, &mut tx, &officer, &typed, &errors).await?;
        return Ok(Page::invalid(page));
    };
    let id = new_uuid(&*app.clock, &*app.entropy);
    let sealed = notifier
        .key
        .seal_text(id, checked.secret.unwrap_or_default(), &*app.entropy)
        .ok_or_else(|| PageError::internal("a connection's secret could not be sealed"))?;
    portal_connections::create(&mut tx, id, &checked.settings, &sealed, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("{PATH}/{id}"),
        &Flash::success("接続を登録しました。「試しにつなぐ」で確かめてください。"),
    ))
}
