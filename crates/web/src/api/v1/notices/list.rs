//! `GET /api/v1/notices`

use axum::Json;
use axum::extract::State;
use madoguchi_model::prepared_case::{NoticeSource, NoticeState};
use madoguchi_store::portal_notices::{self, NoticePage};

use crate::api::v1::shapes::notice::{NoticeItem, NoticeList};
use crate::api::{ApiError, Client, PageOf, Place, Query};
use crate::state::AppState;

const DAY: &str = "2026-11-24 の形にしてください。";

/// Notices, those that came last first.
#[utoipa::path(get, path = "/api/v1/notices", tag = "notices", operation_id = "listNotices",
    summary = "事前の申請の一覧",
    params(
        ("limit" = Option<u16>, Query, description = "件数（1〜200、書かないと50）", minimum = 1, maximum = 200),
        ("cursor" = Option<String>, Query, description = "前の応答の next"),
        ("state" = Option<String>, Query, description = "received、prepared、visited、withdrawn のどれか"),
        ("source" = Option<String>, Query,
            description = "myna_portal、one_stop_move_out、one_stop_visit、electronic_application のどれか"),
        ("receipt_number" = Option<String>, Query, description = "届いた先の受付番号（全部が一致するもの）"),
        ("visit_from" = Option<chrono::NaiveDate>, Query, description = "来庁予定日がこの日以後のもの"),
        ("visit_until" = Option<chrono::NaiveDate>, Query, description = "来庁予定日がこの日以前のもの"),
    ),
    responses((status = 200, description = "事前の申請", body = NoticeList)))]
pub(crate) async fn list(
    State(app): State<AppState>,
    client: Client,
    query: Query,
    page: PageOf,
) -> Result<Json<NoticeList>, ApiError> {
    query.only(&[
        "limit",
        "cursor",
        "state",
        "source",
        "receipt_number",
        "visit_from",
        "visit_until",
    ])?;
    let wanted = NoticePage {
        state: query.parsed(
            "state",
            NoticeState::from_code,
            "received、prepared、visited、withdrawn のどれかにしてください。",
        )?,
        source: query.parsed(
            "source",
            NoticeSource::from_code,
            "myna_portal、one_stop_move_out、one_stop_visit、electronic_application のどれかにしてください。",
        )?,
        receipt_number: query.parsed(
            "receipt_number",
            receipt_number,
            "受付番号を100文字までで入れてください。",
        )?,
        from: query.parsed("visit_from", |text| text.parse().ok(), DAY)?,
        until: query.parsed("visit_until", |text| text.parse().ok(), DAY)?,
        after: page.after.map(|place| (place.at, place.id)),
        limit: page.limit + 1,
    };
    let mut tx = client.begin(&app).await?;
    let mut found = portal_notices::newest(&mut tx, &wanted).await?;
    let more = found.len() > usize::from(page.limit);
    found.truncate(usize::from(page.limit));
    let last = found.last().filter(|_| more).map(|notice| Place {
        at: notice.received_at,
        id: notice.id,
    });
    Ok(Json(NoticeList {
        items: found.iter().map(NoticeItem::new).collect(),
        next: last.map(Place::cursor),
    }))
}

/// What a mapping takes for a number can be looked for; nothing else is there.
fn receipt_number(text: &str) -> Option<String> {
    let plain = (1..=100).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    plain.then(|| text.to_owned())
}
