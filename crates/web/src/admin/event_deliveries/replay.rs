//! `POST /admin/event-deliveries/{event_id}/{event_receiver_id}/replay`

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::webhooks;
use uuid::Uuid;

use super::PATH;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Sends one event to one receiver again.
pub(crate) async fn replay(
    State(app): State<AppState>,
    officer: Officer,
    PathId((event, receiver)): PathId<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let here = format!("{PATH}/{event}/{receiver}");
    if webhooks::delivery(&mut tx, event, receiver).await?.is_none() {
        return Err(PageError::NotFound);
    }
    match webhooks::replay(&mut tx, event, receiver).await {
        Ok(()) => {
            officer.commit(tx).await?;
            Ok(redirect_with(&here, &Flash::success("もう一度送ります。")))
        }
        // It waits already: somebody was faster.
        Err(madoguchi_store::ChangeError::NotFound) => Ok(redirect_with(
            &here,
            &Flash::alert("もう送信待ちになっています。"),
        )),
        Err(error) => Err(error.into()),
    }
}
