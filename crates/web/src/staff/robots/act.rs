//! `POST /robots/{robot_task_id}/take-over`, `…/put-back` and `…/done`: what a person decides of a task. They are one file
//! because they differ by a single call.

use axum::extract::State;
use axum::response::Response;
use madoguchi_link::robots::LONGEST_TEXT;
use madoguchi_model::ids::RobotTaskId;
use madoguchi_store::{TenantTx, robot_tasks};

use super::find;
use super::show::TaskPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::policy::Action;
use crate::session::Officer;
use crate::state::AppState;

/// 人が入力する
pub(crate) async fn take_over(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<RobotTaskId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    find(&mut tx, &officer, id, Action::Take).await?;
    robot_tasks::take_over(&mut tx, id, version(&form), officer.staff().id).await?;
    let told = "人が入力することにしました。ロボットはもう入力しません。";
    done_with(&officer, tx, id, told).await
}

/// ロボットに戻す
pub(crate) async fn put_back(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<RobotTaskId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    find(&mut tx, &officer, id, Action::Take).await?;
    robot_tasks::put_back(&mut tx, id, version(&form), officer.staff().id).await?;
    done_with(
        &officer,
        tx,
        id,
        "ロボットに戻しました。次に空いたロボットが入力します。",
    )
    .await
}

/// 入力した
pub(crate) async fn done(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<RobotTaskId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let task = find(&mut tx, &officer, id, Action::Complete).await?;
    let number = form.text("number");
    if number.chars().count() > LONGEST_TEXT || number.chars().any(char::is_control) {
        let mut errors = FormErrors::new();
        errors.add("number", format!("{LONGEST_TEXT}文字までで入れてください。"));
        let page = TaskPage::load(&app, &mut tx, &officer, &task, number, &errors).await?;
        return Ok(Page::invalid(page));
    }
    robot_tasks::done_by_hand(&mut tx, id, version(&form), number, officer.staff().id).await?;
    done_with(&officer, tx, id, "入力済みにしました。").await
}

/// The version the page showed. A form without it counts as older than everything.
fn version(form: &FormData) -> i32 {
    form.raw("version").parse().unwrap_or(0)
}

async fn done_with(
    officer: &Officer,
    tx: TenantTx,
    id: RobotTaskId,
    told: &str,
) -> Result<Response, PageError> {
    officer.commit(tx).await?;
    Ok(redirect_with(&format!("/robots/{id}"), &Flash::success(told)))
}
