//! `POST /admin/portals/{portal_id}/try`: 試しにつなぐ. Every step once; nothing is kept.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_jobs::notices::mapping;
use madoguchi_jobs::portals::try_out;
use madoguchi_store::portal_connections;
use uuid::Uuid;

use super::fields::Typed;
use super::show::ShowPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::Page;
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn try_it(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let connection = portal_connections::connection(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let mapping = mapping(&mut tx, &connection.mapping).await?;
    // Nothing is held while the portal is waited for.
    drop(tx);
    let tried = try_out(&app.portal_opener(), &connection, mapping)
        .await
        .map_err(|unopened| PageError::Conflict(unopened.to_string()))?;
    let mut tx = officer.begin(&app).await?;
    let typed = Typed::of_connection(&connection);
    let page = ShowPage::load(&app, &mut tx, &officer, &connection, &typed, &FormErrors::new()).await?;
    Ok(Page(page.tried(&tried)).into_response())
}
