//! `POST /admin/robots`: whether a kind of task is given to robots, and how often they try.

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::robots::in_force;
use madoguchi_store::robot_definitions::{self, RobotSetting};
use serde_json::json;

use super::list::DefinitionsPage;
use super::setting;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Puts it in force.
pub(crate) async fn save(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let kind = form.raw("kind");
    let all = in_force(&mut tx).await.map_err(PageError::internal)?;
    let known = all.into_iter().find(|one| one.definition.id == kind);
    let known = known.ok_or(PageError::NotFound)?;
    let attempts = form.text("attempts").parse().ok();
    let Some(attempts) = attempts.filter(|attempts| (1..=20).contains(attempts)) else {
        let mut errors = FormErrors::new();
        errors.add(
            format!("attempts-{kind}"),
            "回数は、1から20までの数で入れてください。",
        );
        return Ok(Page::invalid(
            DefinitionsPage::load(&mut tx, &officer, &FormData::default(), &errors).await?,
        ));
    };
    let active = form.raw("active") == "yes";
    let saved = RobotSetting {
        active,
        attempts: Some(attempts),
        ..setting(&mut tx, kind).await?
    };
    robot_definitions::save(&mut tx, &saved, Some(officer.staff().id)).await?;
    officer.tell("robot_definition", json!(kind));
    officer.commit(tx).await?;
    let title = known.definition.title;
    let told = if active {
        format!(
            "「{title}」を、{attempts}回失敗したら保留にする設定で使います。次の引継ぎから作業が作られます。"
        )
    } else {
        format!(
            "「{title}」を使わないことにしました。待っている作業は、担当課の「ロボット」の画面で人が引き受けてください。"
        )
    };
    Ok(redirect_with("/admin/robots", &Flash::success(told)))
}
