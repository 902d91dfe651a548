//! `GET /robot-lists/{robot_list_id}`: one list, its tasks, its file, and where the answers come back.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_link::robots::ResultProblem;
use madoguchi_model::ids::RobotListId;
use madoguchi_store::robot_lists::RobotList;
use madoguchi_store::robot_tasks::{self, TaskFilter};
use madoguchi_store::{TenantTx, staff};

use super::find;
use super::list::status as list_status;
use crate::components::{FormErrors, Status};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::policy::Action;
use crate::session::Officer;
use crate::staff::robots::{case_numbers, status};
use crate::state::AppState;

/// The page.
#[derive(Template)]
#[template(path = "staff/robots/list_show.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    id: String,
    open: bool,
    title: String,
    form: &'static str,
    name: String,
    status: Status,
    made: String,
    until: String,
    file_error: String,
    problems: Vec<ResultProblem>,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    number: String,
    status: Status,
    note: String,
}

/// Shows a list.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<RobotListId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let list = find(&mut tx, &officer, id, Action::View).await?;
    let page = ListPage::load(&mut tx, &officer, &list, &FormErrors::new(), Vec::new()).await?;
    Ok(Page(page).into_response())
}

impl ListPage {
    /// The page with what is wrong with a file of answers.
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        list: &RobotList,
        errors: &FormErrors,
        problems: Vec<ResultProblem>,
    ) -> Result<Self, PageError> {
        let filter = TaskFilter {
            list: Some(list.id),
            limit: 1_000,
            ..TaskFilter::default()
        };
        let tasks = robot_tasks::list(tx, &filter).await?;
        let numbers = case_numbers(tx, &tasks).await?;
        let by = staff::get(tx, list.made_by).await?;
        Ok(Self {
            chrome: officer
                .page(format!("作業リスト{}", list.number), Area::Robots)
                .above("ロボットの作業", "/robots")
                .above("作業リスト", "/robot-lists")
                .errors(errors),
            id: list.id.to_string(),
            open: list.closed_at.is_none(),
            title: list.title.clone(),
            form: list.form.label(),
            name: list.name.clone(),
            status: list_status(list),
            made: format!(
                "{}　{}",
                time::day_and_clock(list.made_at),
                by.map(|by| by.display_name).unwrap_or_default()
            ),
            until: time::day_and_clock(list.until),
            file_error: errors.on("file").unwrap_or_default().to_owned(),
            problems,
            rows: tasks
                .into_iter()
                .map(|task| Row {
                    href: format!("/robots/{}", task.id),
                    number: numbers.get(&task.case_id).cloned().unwrap_or_default(),
                    status: status(task.state),
                    note: if task.core_number.is_empty() {
                        task.reason
                    } else {
                        format!("番号 {}", task.core_number)
                    },
                })
                .collect(),
        })
    }
}
