//! `POST /admin/api-clients/{api_client_id}/keys/{api_key_id}/revoke`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::{ApiClientId, ApiKeyId};
use madoguchi_store::api_keys;

use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Takes a key back, and its tokens with it.
pub(crate) async fn revoke(
    State(app): State<AppState>,
    officer: Officer,
    PathId((client, key)): PathId<(ApiClientId, ApiKeyId)>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    api_keys::revoke(&mut tx, client, key).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/api-clients/{client}"),
        &Flash::success("鍵を取り消しました。この鍵で取ったトークンも、もう使えません。"),
    ))
}
