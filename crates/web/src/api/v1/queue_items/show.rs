//! `GET /api/v1/queue-items/{queue_item_id}`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use madoguchi_model::hand_off::QueueItem;
use madoguchi_model::ids::QueueItemId;
use madoguchi_store::{TenantTx, queue};

use crate::api::v1::shapes::queue_item::QueueItemBody;
use crate::api::{ApiError, Client, with_etag};
use crate::error::PageError;
use crate::gate::PathId;
use crate::policy::{Action, Resource};
use crate::state::AppState;

/// A piece of work that the client may do this to.
pub(super) async fn find(
    tx: &mut TenantTx,
    client: &Client,
    id: QueueItemId,
    action: Action,
) -> Result<QueueItem, ApiError> {
    let item = queue::get(tx, id).await?.ok_or(PageError::NotFound)?;
    client.require(client.relation_to(item.section_id), Resource::QueueItem, action)?;
    client.saw(
        item.procedures
            .iter()
            .flat_map(|procedure| procedure.residents.iter().copied()),
    );
    Ok(item)
}

/// One piece of work.
#[utoipa::path(get, path = "/api/v1/queue-items/{queue_item_id}", tag = "queue", operation_id = "getQueueItem",
    summary = "処理",
    params(("queue_item_id" = Uuid, Path, description = "処理のID")),
    responses(
        (status = 200, description = "処理。ETag は版", body = QueueItemBody, headers(("ETag" = String))),
        (status = 304, description = "If-None-Match の版から変わっていない"),
    ))]
pub(crate) async fn show(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<QueueItemId>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let mut tx = client.begin(&app).await?;
    let item = find(&mut tx, &client, id, Action::View).await?;
    let mine = item.assignee == Some(client.staff().id);
    with_etag(&headers, item.version, &QueueItemBody::new(&item, mine))
}
