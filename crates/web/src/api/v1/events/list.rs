//! `GET /api/v1/events`

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use madoguchi_model::link_event::EventKind;
use madoguchi_model::staff::Role;
use madoguchi_store::tenants;
use madoguchi_store::webhooks::{self, FeedFilter, FeedPosition};

use super::place::{cursor, of_cursor};
use crate::api::v1::shapes::event::{EventBody, EventList};
use crate::api::{ApiError, Client, Query};
use crate::policy::{Action, Relation, Resource};
use crate::state::AppState;

/// Events on a page when nobody says otherwise, and at most.
const USUAL: u16 = 50;
const MOST: u16 = 200;

/// Events, oldest first: ids and codes. A client of a section sees those of cases that were handed to its section, from
/// when they were.
#[utoipa::path(get, path = "/api/v1/events", tag = "events", operation_id = "listEvents",
    summary = "出来事の一覧（古い順）",
    params(
        ("limit" = Option<u16>, Query, description = "件数（1〜200、書かないと50）", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "前の応答の next か resume。これより後の出来事を返す"),
        ("since" = Option<DateTime<Utc>>, Query, description = "この日時から後の出来事だけ（RFC 3339）", example = "2026-11-28T00:00:00Z"),
        ("type" = Option<String>, Query, description = "この種類の出来事だけ", example = "jp.madoguchi.case.received.v1"),
    ),
    responses((status = 200, description = "出来事。90日の間残る", body = EventList)))]
pub(crate) async fn list(
    State(app): State<AppState>,
    client: Client,
    query: Query,
) -> Result<Json<EventList>, ApiError> {
    query.only(&["limit", "cursor", "since", "type"])?;
    client.require(Relation::OWN, Resource::CaseEvent, Action::List)?;
    let limit = query.parsed(
        "limit",
        |text| text.parse().ok().filter(|limit| (1..=MOST).contains(limit)),
        "1から200までの整数にしてください。",
    )?;
    let limit = limit.unwrap_or(USUAL);
    let after = query.parsed(
        "cursor",
        of_cursor,
        "前の応答の next か resume をそのまま入れてください。",
    )?;
    let since: Option<DateTime<Utc>> = query.parsed(
        "since",
        |text| Some(DateTime::parse_from_rfc3339(text).ok()?.to_utc()),
        "2026-11-28T00:00:00Z の形で入れてください。",
    )?;
    let kind = query.parsed(
        "type",
        |text| EventKind::of_event_type(text).filter(|kind| *kind != EventKind::Test),
        "出来事の type をそのまま入れてください。例：jp.madoguchi.case.received.v1",
    )?;
    let of_a_section = client.staff().role != Role::FrontDesk;
    let filter = FeedFilter {
        from: after.map_or(FeedPosition::Beginning, FeedPosition::After),
        since,
        kind,
        section: of_a_section.then(|| client.section().id),
        limit: limit + 1,
    };
    let mut tx = client.begin(&app).await?;
    let municipality = tenants::get(&mut tx).await?.code;
    let mut found = webhooks::feed(&mut tx, &filter).await?;
    let more = found.len() > usize::from(limit);
    found.truncate(usize::from(limit));
    let resume = found.last().map(|event| event.place).or(after).map(cursor);
    Ok(Json(EventList {
        items: found
            .into_iter()
            .map(|event| EventBody::new(event, &municipality))
            .collect(),
        next: resume.clone().filter(|_| more),
        resume,
    }))
}
