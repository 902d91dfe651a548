//! `GET /robots`: robots' work of the officer's own section.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::CaseId;
use madoguchi_model::robot_task::RobotTaskState;
use madoguchi_store::robot_tasks::{self, RobotTask, TaskFilter};

use super::{case_numbers, status};
use crate::components::{EmptyState, Status};
use crate::error::PageError;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

const LIMIT: u16 = 200;

/// What the list shows unless asked otherwise: what somebody has something to do with.
const OPEN: [RobotTaskState; 5] = [
    RobotTaskState::Waiting,
    RobotTaskState::Leased,
    RobotTaskState::Refused,
    RobotTaskState::Held,
    RobotTaskState::ByHand,
];

struct Tab {
    label: String,
    href: String,
    current: bool,
}

struct Row {
    href: String,
    number: String,
    title: String,
    status: Status,
    attempts: String,
    note: String,
    changed: String,
}

#[derive(Template)]
#[template(path = "staff/robots/list.html")]
struct ListPage {
    chrome: Chrome,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    more: bool,
    empty: Option<EmptyState>,
}

pub(crate) async fn list(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let chosen = RobotTaskState::from_code(query.raw("state"));
    let section = officer.section();
    let filter = TaskFilter {
        section: Some(section.code.clone()),
        states: chosen.map_or_else(|| OPEN.to_vec(), |state| vec![state]),
        limit: LIMIT,
        ..TaskFilter::default()
    };
    let mut tx = officer.begin(&app).await?;
    let tasks = robot_tasks::list(&mut tx, &filter).await?;
    let counts = robot_tasks::counts(&mut tx, &section.code).await?;
    let numbers = case_numbers(&mut tx, &tasks).await?;
    let count = |state: RobotTaskState| counts.get(&state).copied().unwrap_or(0);
    let open: i64 = OPEN.into_iter().map(count).sum();
    let mut tabs = vec![Tab {
        label: format!("終わっていないもの {open}"),
        href: "/robots".into(),
        current: chosen.is_none(),
    }];
    tabs.extend(RobotTaskState::ALL.into_iter().map(|state| Tab {
        label: format!("{} {}", state.label(), count(state)),
        href: format!("/robots?state={}", state.code()),
        current: chosen == Some(state),
    }));
    Ok(Page(ListPage {
        chrome: officer
            .page(format!("{}のロボットの作業", section.name), Area::Robots)
            .lead("業務システムの画面へ、ロボット（RPA）が入力する作業です。「保留」「不受理」「人が入力する」は、職員の確認を待っています。"),
        tabs,
        more: tasks.len() >= usize::from(LIMIT),
        empty: tasks.is_empty().then(|| {
            EmptyState::new("該当する作業はありません")
                .line("管理者が「ロボットの設定」で使うことにした作業が、窓口の引継ぎのときにここへ入ります。")
        }),
        rows: tasks.into_iter().map(|task| row(task, &numbers)).collect(),
    })
    .into_response())
}

fn row(task: RobotTask, numbers: &BTreeMap<CaseId, String>) -> Row {
    Row {
        href: format!("/robots/{}", task.id),
        number: numbers.get(&task.case_id).cloned().unwrap_or_default(),
        attempts: if task.attempts > 0 {
            format!("{}回", task.attempts)
        } else {
            String::new()
        },
        note: if task.core_number.is_empty() {
            task.reason
        } else {
            format!("番号 {}", task.core_number)
        },
        title: task.title,
        status: status(task.state),
        changed: time::day_and_clock(task.changed_at),
    }
}
