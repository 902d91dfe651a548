//! `GET /queue`: the work of the officer's own section, the longest waiting first.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::hand_off::QueueState;
use madoguchi_model::resident::ProtectiveMeasure;
use madoguchi_store::queue::{self, QueueFilter, QueueHit};

use crate::components::{EmptyState, ProtectionMark, Status};
use crate::error::PageError;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

const LIMIT: u16 = 200;

/// What the list shows unless asked otherwise: work that is not done.
const OPEN: [QueueState; 3] = [
    QueueState::Received,
    QueueState::InReview,
    QueueState::Provisional,
];

struct Tab {
    label: String,
    href: String,
    current: bool,
}

struct Row {
    href: String,
    number: String,
    people: String,
    protection: ProtectionMark,
    events: String,
    procedures: Vec<String>,
    state: Status,
    assignee: String,
    received: String,
}

#[derive(Template)]
#[template(path = "staff/queue/list.html")]
struct ListPage {
    chrome: Chrome,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    empty: Option<EmptyState>,
}

pub(crate) async fn list(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let chosen = QueueState::from_code(query.raw("state"));
    let mine = query.raw("whose") == "mine";
    let filter = QueueFilter {
        sections: vec![officer.section().id],
        states: chosen.map_or_else(|| OPEN.to_vec(), |state| vec![state]),
        assignee: mine.then(|| officer.staff().id),
        limit: LIMIT,
        ..QueueFilter::default()
    };
    let mut tx = officer.begin(&app).await?;
    let hits = queue::list(&mut tx, &filter).await?;
    let counts = queue::counts(&mut tx, officer.section().id).await?;
    let count = |state: QueueState| counts.get(&state).copied().unwrap_or(0);
    let open: i64 = OPEN.into_iter().map(count).sum();
    let mut tabs = vec![
        Tab {
            label: format!("未完了 {open}"),
            href: "/queue".into(),
            current: chosen.is_none() && !mine,
        },
        Tab {
            label: "自分が担当".into(),
            href: "/queue?whose=mine".into(),
            current: mine,
        },
    ];
    tabs.extend(QueueState::ALL.into_iter().map(|state| Tab {
        label: format!("{} {}", state.label(), count(state)),
        href: format!("/queue?state={}", state.code()),
        current: chosen == Some(state),
    }));
    Ok(Page(ListPage {
        chrome: officer.page(format!("{}の処理", officer.section().name), Area::Queue),
        tabs,
        empty: hits.is_empty().then(|| {
            EmptyState::new("該当する処理はありません").line("窓口から引き継がれると、ここに表示されます。")
        }),
        rows: hits.into_iter().map(row).collect(),
    })
    .into_response())
}

fn row(hit: QueueHit) -> Row {
    let others = hit.members - 1;
    // The list only knows that there is a measure; which one, the page of the work tells.
    let measure = if hit.protected {
        ProtectiveMeasure::InForce
    } else {
        ProtectiveMeasure::None
    };
    Row {
        href: format!("/queue/{}", hit.item.id),
        number: hit.case_number,
        people: if others > 0 {
            format!("{} ほか{others}人", hit.first_member)
        } else {
            hit.first_member
        },
        protection: ProtectionMark::new(measure),
        events: hit
            .events
            .iter()
            .map(|event| event.label())
            .collect::<Vec<_>>()
            .join("・"),
        procedures: hit
            .item
            .procedures
            .into_iter()
            .map(|procedure| procedure.name)
            .collect(),
        state: hit.item.state.into(),
        assignee: hit.assignee_name.unwrap_or_default(),
        received: time::day_and_clock(hit.item.received_at),
    }
}
