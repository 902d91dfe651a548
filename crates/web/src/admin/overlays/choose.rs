//! `GET /admin/overlays/{overlay_id}/procedures`: which procedure is to be changed.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::case::LifeEvent;
use madoguchi_model::ids::OverlayId;

use super::Draft;
use crate::components::{EmptyState, InputKind, SelectField, SelectOption, TextField};
use crate::error::PageError;
use crate::gate::{PathId, QueryData};
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/overlays/choose.html")]
struct ChoosePage {
    chrome: Chrome,
    href: String,
    word: TextField,
    event: SelectField,
    rows: Vec<Row>,
    empty: EmptyState,
}

struct Row {
    id: String,
    name: String,
    summary: String,
    events: String,
    mark: &'static str,
}

/// Lists the published procedures, those with a word in them or of a life event where one is asked for.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OverlayId>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let draft = Draft::load(&mut tx, id).await?;
    let (word, event) = (query.text("word"), query.text("event"));
    let rows = draft
        .release
        .procedures()
        .iter()
        .filter(|procedure| {
            let named = [&procedure.id, &procedure.name, &procedure.summary]
                .into_iter()
                .any(|text| text.contains(word));
            let of_event = procedure.life_events.iter().any(|known| known.code() == event);
            named && (event.is_empty() || of_event)
        })
        .map(|procedure| Row {
            id: procedure.id.clone(),
            name: procedure.name.clone(),
            summary: procedure.summary.clone(),
            events: procedure
                .life_events
                .iter()
                .map(|event| event.label())
                .collect::<Vec<_>>()
                .join("、"),
            mark: match draft.overlay.change(&procedure.id) {
                Some(change) if change.off.is_some() => "使わない",
                Some(_) => "変更あり",
                None => "",
            },
        })
        .collect();
    let page = ChoosePage {
        chrome: officer
            .page("変える手続を選ぶ", Area::Overlays)
            .above("手続の設定", "/admin/overlays")
            .above(draft.name(), draft.href("")),
        href: draft.href("procedures"),
        word: TextField::new("word", "手続の名前や番号")
            .kind(InputKind::Search)
            .value(word),
        event: SelectField::new(
            "event",
            "ライフイベント",
            LifeEvent::ALL.map(|event| SelectOption::new(event.code(), event.label())),
        )
        .blank("すべて")
        .value(event),
        rows,
        empty: EmptyState::new("当てはまる手続はありません")
            .line("言葉を短くするか、ライフイベントを「すべて」にしてください。"),
    };
    Ok(Page(page).into_response())
}
