//! `GET /api/v1/queue-items`

use axum::Json;
use axum::extract::State;
use madoguchi_model::hand_off::QueueState;
use madoguchi_model::ids::QueueItemId;
use madoguchi_store::queue::{self, QueueFilter};

use crate::api::v1::shapes::queue_item::{QueueItemBody, QueueItemList};
use crate::api::{ApiError, Client, PageOf, Place, Query};
use crate::policy::{Action, Relation, Resource};
use crate::state::AppState;

/// The work of the client's own section, the longest waiting first.
#[utoipa::path(get, path = "/api/v1/queue-items", tag = "queue", operation_id = "listQueueItems",
    summary = "自分の課の処理の一覧",
    params(
        ("limit" = Option<u16>, Query, description = "件数（1〜200、書かないと50）", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "前の応答の next"),
        ("state" = Option<String>, Query, description = "received、in_review、sent_back、provisional、completed のどれか"),
    ),
    responses((status = 200, description = "処理", body = QueueItemList)))]
pub(crate) async fn list(
    State(app): State<AppState>,
    client: Client,
    query: Query,
    page: PageOf,
) -> Result<Json<QueueItemList>, ApiError> {
    query.only(&["limit", "cursor", "state"])?;
    client.require(Relation::OWN, Resource::QueueItem, Action::List)?;
    let state = query.parsed(
        "state",
        QueueState::from_code,
        "received、in_review、sent_back、provisional、completed のどれかにしてください。",
    )?;
    let filter = QueueFilter {
        sections: vec![client.section().id],
        states: state.into_iter().collect(),
        after: page.after.map(|place| (place.at, QueueItemId(place.id))),
        limit: page.limit + 1,
        ..QueueFilter::default()
    };
    let mut tx = client.begin(&app).await?;
    let mut found = queue::list(&mut tx, &filter).await?;
    let more = found.len() > usize::from(page.limit);
    found.truncate(usize::from(page.limit));
    let last = found.last().filter(|_| more).map(|hit| Place {
        at: hit.item.received_at,
        id: hit.item.id.0,
    });
    let me = client.staff().id;
    Ok(Json(QueueItemList {
        items: found
            .iter()
            .map(|hit| QueueItemBody::new(&hit.item, hit.item.assignee == Some(me)))
            .collect(),
        next: last.map(Place::cursor),
    }))
}
