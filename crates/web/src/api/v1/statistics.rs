//! `GET /api/v1/statistics`: how much work there was, without anybody's data.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use chrono::{Days, NaiveDate};
use madoguchi_store::statistics;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{ApiError, Client, Query};
use crate::state::AppState;

/// Days in one answer at most.
const MOST_DAYS: i64 = 366;

/// What happened on one day (Japan's).
#[derive(Serialize, ToSchema)]
pub(crate) struct DayBody {
    /// The day.
    day: NaiveDate,
    /// Cases opened.
    opened: i64,
    /// Cases opened by life event; a case with two events counts for both.
    opened_by_event: BTreeMap<String, i64>,
    /// Hand-offs to sections.
    handed_off: i64,
    /// Cases of that day that are completed now.
    completed: i64,
    /// Cases of that day that were withdrawn.
    withdrawn: i64,
    /// Applications made.
    applications: i64,
}

/// Days.
#[derive(Serialize, ToSchema)]
pub(crate) struct StatisticsBody {
    /// The first day.
    from: NaiveDate,
    /// The last day.
    to: NaiveDate,
    /// One entry for each day on which something happened.
    days: Vec<DayBody>,
}

/// Counts by day.
#[utoipa::path(get, path = "/api/v1/statistics", tag = "statistics", operation_id = "getStatistics",
    summary = "日ごとの件数",
    params(
        ("from" = Option<NaiveDate>, Query, description = "最初の日（書かないと30日前）"),
        ("to" = Option<NaiveDate>, Query, description = "最後の日（書かないと今日）"),
    ),
    responses((status = 200, description = "件数", body = StatisticsBody)))]
pub(crate) async fn show(
    State(app): State<AppState>,
    client: Client,
    query: Query,
) -> Result<Json<StatisticsBody>, ApiError> {
    query.only(&["from", "to"])?;
    let right = "2026-11-24 の形の、暦にある日にしてください。";
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    let to = query
        .parsed("to", day, right)?
        .unwrap_or_else(|| app.clock.today());
    let from = query.parsed("from", day, right)?;
    let from = from.or_else(|| to.checked_sub_days(Days::new(30))).unwrap_or(to);
    if !(0..MOST_DAYS).contains(&(to - from).num_days()) {
        let text = format!("from から to までは、1日から{MOST_DAYS}日までにしてください。");
        return Err(ApiError::field("from", text));
    }
    let mut tx = client.begin(&app).await?;
    let days = statistics::by_day(&mut tx, from, to).await?;
    let days = days.into_iter().map(|day| DayBody {
        day: day.day,
        opened: day.opened,
        opened_by_event: day.opened_by_event,
        handed_off: day.handed_off,
        completed: day.completed,
        withdrawn: day.withdrawn,
        applications: day.applications,
    });
    Ok(Json(StatisticsBody {
        from,
        to,
        days: days.collect(),
    }))
}
