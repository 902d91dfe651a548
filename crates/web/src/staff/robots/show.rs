//! `GET /robots/{robot_task_id}`: one task, every attempt at it, and what a person may do.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::RobotTaskId;
use madoguchi_model::robot_task::RobotTaskState;
use madoguchi_store::robot_tasks::{self, Attempt, RobotTask};
use madoguchi_store::{TenantTx, queue, sections};

use super::{find, status};
use crate::components::{Banner, FormErrors, Status, TextField, Tone, Width};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::cases::CaseFile;
use crate::state::AppState;

/// The page.
#[derive(Template)]
#[template(path = "staff/robots/show.html")]
pub(super) struct TaskPage {
    chrome: Chrome,
    banner: Option<Banner>,
    id: String,
    version: i32,
    number: String,
    work: Option<String>,
    person: String,
    status: Status,
    core_number: String,
    corrects: Option<(String, String)>,
    tries: String,
    take_over: bool,
    put_back: bool,
    done: bool,
    done_number: TextField,
    attempts: Vec<Line>,
}

struct Line {
    by: String,
    list: Option<String>,
    began: String,
    ended: String,
    outcome: &'static str,
    note: String,
    screenshot: Option<String>,
}

/// Shows a task.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<RobotTaskId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let task = find(&mut tx, &officer, id, Action::View).await?;
    let page = TaskPage::load(&app, &mut tx, &officer, &task, "", &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

impl TaskPage {
    /// The page with the number that was typed and what is wrong with it.
    pub(super) async fn load(
        app: &AppState,
        tx: &mut TenantTx,
        officer: &Officer,
        task: &RobotTask,
        typed: &str,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let file = CaseFile::load(app, tx, officer, task.case_id).await?;
        let attempts = robot_tasks::attempts(tx, task.id).await?;
        let corrects = match task.corrects {
            Some(corrects) => robot_tasks::get(tx, corrects).await?,
            None => None,
        };
        let may = |action| officer.may(Resource::RobotTask, action);
        let by_hand = task.state == RobotTaskState::ByHand;
        Ok(Self {
            chrome: officer
                .page(task.title.clone(), Area::Robots)
                .above("ロボットの作業", "/robots")
                .errors(errors),
            banner: banner(task),
            id: task.id.to_string(),
            version: task.version,
            number: file.case.number.clone(),
            work: work(tx, task).await?,
            person: match task.subject.strip_prefix("person:").map(str::parse) {
                Some(Ok(person)) => file.known_name_of(person).to_owned(),
                _ => String::new(),
            },
            status: status(task.state),
            core_number: task.core_number.clone(),
            corrects: corrects.map(|old| (format!("/robots/{}", old.id), old.core_number)),
            tries: tries(task),
            take_over: task.state.can_be_taken_over() && may(Action::Take),
            put_back: task.state.can_be_put_back() && may(Action::Take) && !file.measure().protects(),
            done: by_hand && may(Action::Complete),
            done_number: TextField::new("number", "業務システムの番号")
                .hint("業務システムが番号を出さないときは、空のままにします。")
                .width(Width::Normal)
                .value(typed)
                .error(errors.on("number")),
            attempts: attempts.iter().rev().map(|attempt| line(task, attempt)).collect(),
        })
    }
}

/// The page of the section's work for the case.
async fn work(tx: &mut TenantTx, task: &RobotTask) -> Result<Option<String>, PageError> {
    let Some(section) = sections::by_code(tx, &task.section).await? else {
        return Ok(None);
    };
    let items = queue::of_case(tx, task.case_id).await?;
    let newest = items
        .iter()
        .filter(|item| item.section_id == section.id)
        .max_by_key(|item| item.received_at);
    Ok(newest.map(|item| format!("/queue/{}", item.id)))
}

fn tries(task: &RobotTask) -> String {
    if task.attempts == 0 {
        return String::new();
    }
    let again = if task.state == RobotTaskState::Waiting {
        format!("。次は{}から", time::day_and_clock(task.not_before))
    } else {
        String::new()
    };
    format!("{}回（{}回で保留）{again}", task.attempts, task.attempts_allowed)
}

/// What a person has to know or do.
fn banner(task: &RobotTask) -> Option<Banner> {
    let (tone, title, line) = match task.state {
        RobotTaskState::Held => (
            Tone::Error,
            "ロボットの入力を保留しています",
            "業務システムに入力されているかを確かめ、ロボットに戻すか、人が入力してください。",
        ),
        RobotTaskState::Refused => (
            Tone::Error,
            "業務システムが受け付けませんでした",
            "理由を確かめ、直してから人が入力するか、窓口へ差し戻してください。",
        ),
        RobotTaskState::ByHand => (
            Tone::Alert,
            "人が入力する作業です",
            "担当課の処理の画面を見て業務システムに入力し、終わったら番号を入れて「入力した」を押してください。",
        ),
        RobotTaskState::Waiting if !task.reason.is_empty() => (
            Tone::Notice,
            "前の回は失敗しました",
            "時間をおいて、ロボットがもう一度入力します。",
        ),
        _ => return None,
    };
    let banner = Banner::new(tone, title);
    let banner = if task.reason.is_empty() {
        banner
    } else {
        banner.line(task.reason.clone())
    };
    Some(banner.line(line))
}

fn line(task: &RobotTask, attempt: &Attempt) -> Line {
    let note = match (&*attempt.core_number, &*attempt.reason) {
        ("", reason) => reason.to_owned(),
        (number, "") => format!("番号 {number}"),
        (number, reason) => format!("{reason}番号 {number}"),
    };
    Line {
        by: match (&attempt.program, attempt.list) {
            (Some(program), _) => program.clone(),
            (None, Some((_, number))) => format!("リスト{number}"),
            (None, None) => String::new(),
        },
        list: attempt.list.map(|(id, _)| format!("/robot-lists/{id}")),
        began: time::exact(attempt.leased_at),
        ended: attempt.ended.map_or_else(
            || match task.lease {
                Some((_, until)) => format!("処理中（期限 {}）", time::exact(until)),
                None => String::new(),
            },
            |(at, _)| time::exact(at),
        ),
        outcome: attempt.ended.map_or("処理中", |(_, outcome)| outcome.label()),
        note,
        screenshot: attempt
            .has_screenshot
            .then(|| format!("/robots/{}/attempts/{}/screenshot", task.id, attempt.lease)),
    }
}
