//! `POST /admin/event-receivers/{event_receiver_id}/test`: one event that says nothing, to see whether it arrives.

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::webhooks::{self, EndpointState};
use uuid::Uuid;

use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Sends a test event.
pub(crate) async fn send(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let receiver = webhooks::endpoint(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    if receiver.state != EndpointState::Active {
        return Err(PageError::Conflict(
            "この通知先には送っていません。状態を「通知中」にして保存してから、確認してください。".into(),
        ));
    }
    let event = webhooks::emit_test(&mut tx, id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/event-deliveries/{event}/{id}"),
        &Flash::success("接続の確認を送ります。数秒たってからこの画面を開き直すと、結果が出ます。"),
    ))
}
