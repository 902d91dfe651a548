//! `GET /robot-lists`: the section's lists, and the form to make one.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_jobs::robots::in_force;
use madoguchi_link::robots::Definition;
use madoguchi_model::robot_task::RobotListForm;
use madoguchi_store::robot_lists::{self, RobotList};
use madoguchi_store::{TenantTx, robot_tasks};

use crate::components::{
    Choice, Choices, EmptyState, FormErrors, SelectField, SelectOption, Status, StatusTone,
};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "staff/robots/lists.html")]
pub(super) struct ListsPage {
    chrome: Chrome,
    waiting: i64,
    form: Option<(SelectField, Choices)>,
    nothing: EmptyState,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    number: i64,
    title: String,
    form: &'static str,
    tasks: i32,
    status: Status,
    made: String,
}

/// Shows the lists.
pub(crate) async fn list(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = ListsPage::load(&mut tx, &officer, &FormData::default(), &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

/// The active definitions of the officer's own section.
pub(super) async fn definitions(tx: &mut TenantTx, officer: &Officer) -> Result<Vec<Definition>, PageError> {
    let all = in_force(tx).await.map_err(PageError::internal)?;
    Ok(all
        .into_iter()
        .filter(|one| one.active && one.definition.section == officer.section().code)
        .map(|one| one.definition)
        .collect())
}

impl ListsPage {
    /// The page with what is wrong with its form.
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        typed: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let section = &officer.section().code;
        let definitions = definitions(tx, officer).await?;
        let lists = robot_lists::of_section(tx, section, 100).await?;
        let counts = robot_tasks::counts(tx, section).await?;
        let waiting = counts
            .get(&madoguchi_model::robot_task::RobotTaskState::Waiting)
            .copied()
            .unwrap_or(0);
        let options = definitions
            .iter()
            .map(|definition| SelectOption::new(&*definition.id, &*definition.title));
        let kind = SelectField::new("kind", "作業", options)
            .value(typed.raw("kind"))
            .error(errors.on("kind"));
        let chosen = match typed.raw("form") {
            "" => RobotListForm::Xlsx.code(),
            chosen => chosen,
        };
        let forms = RobotListForm::ALL
            .map(|form| Choice::new(form.code(), form.label()).checked(form.code() == chosen));
        let form = Choices::one("form", "形式", forms)
            .hint("ExcelでCSVを開くと、宛名番号の先頭の0が消えます。Excelで見るときは、Excelの形式を選んでください。")
            .error(errors.on("form"));
        Ok(Self {
            chrome: officer
                .page("ロボットの作業リスト", Area::Robots)
                .above("ロボットの作業", "/robots")
                .lead("ロボットが直接つながらないときに、待っている作業をファイルで渡し、結果を入れたファイルを戻します。")
                .errors(errors),
            waiting,
            form: (!definitions.is_empty()).then_some((kind, form)),
            nothing: EmptyState::new("この課で使っている作業がありません")
                .line("管理者が「ロボットの設定」で使うことにすると、リストを作れます。"),
            rows: lists.into_iter().map(row).collect(),
        })
    }
}

/// How far a list is.
pub(super) fn status(list: &RobotList) -> Status {
    match list.closed_at {
        Some(_) => Status::new(StatusTone::Done, "終わり"),
        None => Status::new(StatusTone::Progress, "結果待ち"),
    }
}

fn row(list: RobotList) -> Row {
    Row {
        href: format!("/robot-lists/{}", list.id),
        number: list.number,
        form: list.form.label(),
        tasks: list.task_count,
        status: status(&list),
        made: time::day_and_clock(list.made_at),
        title: list.title,
    }
}
