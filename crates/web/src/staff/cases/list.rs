//! `GET /cases`: the cases of the municipality, filtered.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use madoguchi_model::case::CaseState;
use madoguchi_store::cases::{self, CaseFilter};

use super::summary::OpenCase;
use crate::components::{Choice, Choices, EmptyState, Pagination};
use crate::error::PageError;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

const PAGE: u16 = 50;

#[derive(Template)]
#[template(path = "staff/cases/list.html")]
struct ListPage {
    chrome: Chrome,
    whose: Choices,
    states: Choices,
    rows: Vec<OpenCase>,
    empty: Option<EmptyState>,
    pagination: Pagination,
}

pub(crate) async fn list(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let whose = if query.has("whose") {
        query.raw("whose")
    } else {
        "all"
    };
    let chosen: Vec<CaseState> = query.all("state").filter_map(CaseState::from_code).collect();
    let before: Option<DateTime<Utc>> = query
        .raw("before")
        .parse()
        .ok()
        .and_then(DateTime::from_timestamp_micros);
    let filter = CaseFilter {
        opened_by: (whose == "mine").then(|| officer.staff().id),
        states: chosen.clone(),
        opened_before: before,
        sent_back: query.has("sent_back"),
        limit: PAGE + 1,
        ..CaseFilter::default()
    };
    let mut tx = officer.begin(&app).await?;
    let mut hits = cases::list(&mut tx, &filter).await?;
    let more = hits.len() > usize::from(PAGE);
    hits.truncate(usize::from(PAGE));
    let last = hits.last().map(|case| case.opened_at.timestamp_micros());
    let state_query = chosen
        .iter()
        .map(|state| format!("&state={}", state.code()))
        .collect::<Vec<_>>()
        .concat();
    let page = |before: i64| format!("/cases?whose={whose}{state_query}&before={before}");
    let codes: Vec<&str> = chosen.iter().map(|state| state.code()).collect();
    Ok(Page(ListPage {
        chrome: officer.page("受付", Area::Cases),
        whose: Choices::one(
            "whose",
            "担当",
            [
                Choice::new("all", "全員"),
                Choice::new("mine", "自分が受け付けたもの"),
            ],
        )
        .selected([if whose == "mine" { "mine" } else { "all" }])
        .inline(),
        states: Choices::several(
            "state",
            "状態",
            CaseState::ALL.map(|state| Choice::new(state.code(), state.label())),
        )
        .selected(codes)
        .inline(),
        empty: hits.is_empty().then(|| {
            EmptyState::new("該当する受付はありません").action("住民を探して受付を始める", "/residents")
        }),
        pagination: Pagination::new(
            before.map(|_| format!("/cases?whose={whose}{state_query}")),
            last.filter(|_| more).map(page),
        ),
        rows: hits.into_iter().map(OpenCase::new).collect(),
    })
    .into_response())
}
