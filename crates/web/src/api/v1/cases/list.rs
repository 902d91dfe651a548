//! `GET /api/v1/cases`

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use madoguchi_model::case::CaseState;
use madoguchi_model::ids::CaseId;
use madoguchi_store::cases::{self, CaseFilter};

use crate::api::v1::shapes::case::{CaseItem, CaseList};
use crate::api::{ApiError, Client, PageOf, Place, Query};
use crate::policy::{Action, Relation, Resource};
use crate::state::AppState;

/// Cases, newest first.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", operation_id = "listCases",
    summary = "受付の一覧",
    params(
        ("limit" = Option<u16>, Query, description = "件数（1〜200、書かないと50）", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "前の応答の next"),
        ("state" = Option<String>, Query, description = "open、handed_off、completed、withdrawn のどれか"),
        ("changed_since" = Option<DateTime<Utc>>, Query, description = "この時刻以後に変わったもの（RFC 3339）"),
    ),
    responses((status = 200, description = "受付", body = CaseList)))]
pub(crate) async fn list(
    State(app): State<AppState>,
    client: Client,
    query: Query,
    page: PageOf,
) -> Result<Json<CaseList>, ApiError> {
    query.only(&["limit", "cursor", "state", "changed_since"])?;
    client.require(Relation::OWN, Resource::Case, Action::List)?;
    let state = query.parsed(
        "state",
        CaseState::from_code,
        "open、handed_off、completed、withdrawn のどれかにしてください。",
    )?;
    let changed_from = query.parsed(
        "changed_since",
        |text| DateTime::parse_from_rfc3339(text).ok().map(DateTime::<Utc>::from),
        "2026-11-24T09:00:00+09:00 の形にしてください（URLの中の + は %2B）。",
    )?;
    let filter = CaseFilter {
        states: state.into_iter().collect(),
        changed_from,
        after: page.after.map(|place| (place.at, CaseId(place.id))),
        limit: page.limit + 1,
        ..CaseFilter::default()
    };
    let mut tx = client.begin(&app).await?;
    let mut found = cases::list(&mut tx, &filter).await?;
    let more = found.len() > usize::from(page.limit);
    found.truncate(usize::from(page.limit));
    let last = found.last().filter(|_| more).map(|case| Place {
        at: case.opened_at,
        id: case.id.0,
    });
    Ok(Json(CaseList {
        items: found.iter().map(CaseItem::new).collect(),
        next: last.map(Place::cursor),
    }))
}
