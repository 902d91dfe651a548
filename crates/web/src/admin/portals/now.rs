//! `POST /admin/portals/{portal_id}/now`: looks into the portal now, and at what was given up again.

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::portals::COLLECT;
use madoguchi_store::{jobs, portal_connections};
use serde_json::json;
use uuid::Uuid;

use super::PATH;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn look(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let connection = portal_connections::connection(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    if !connection.active {
        return Err(PageError::Conflict(
            "この接続は止まっています。「取りに行く」にして保存してから、取りに行ってください。".into(),
        ));
    }
    portal_connections::fetch_again(&mut tx, id).await?;
    jobs::enqueue(&mut tx, COLLECT, &json!({ "connection": id }), None).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("{PATH}/{id}"),
        &Flash::success("取りに行きます。数秒たってからこの画面を開き直すと、結果が出ます。"),
    ))
}
