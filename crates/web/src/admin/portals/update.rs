//! `POST /admin/portals/{portal_id}`

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::notices::mappings;
use madoguchi_store::portal_connections;
use uuid::Uuid;

use super::PATH;
use super::create::NO_KEY;
use super::fields::Typed;
use super::show::ShowPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Changes a connection. An empty secret keeps the one it has.
pub(crate) async fn update(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let connection = portal_connections::connection(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let Some(notifier) = app.notifier.clone() else {
        return Err(PageError::Conflict(NO_KEY.into()));
    };
    let (typed, mut errors) = (Typed::of_form(&form, true), FormErrors::new());
    let Some(checked) = typed.check(&notifier.guard, &mappings(&mut tx).await?, &mut errors) else {
        let page = ShowPage::load(&app, &mut tx, &officer, &connection, &typed, &errors).await?;
        return Ok(Page::invalid(page));
    };
    let seal = |secret: &str| {
        let sealed = notifier.key.seal_text(id, secret, &*app.entropy);
        sealed.ok_or_else(|| PageError::internal("a connection's secret could not be sealed"))
    };
    let sealed = checked.secret.map(seal).transpose()?;
    let by = officer.staff().id;
    portal_connections::change(&mut tx, id, &checked.settings, sealed.as_deref(), by).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("{PATH}/{id}"),
        &Flash::success("接続を保存しました。"),
    ))
}
