//! `POST /robot-lists/{robot_list_id}/results`: the answers come back, all of them or none.

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::robots::{AnswersError, answer_list};
use madoguchi_link::robots::ResultFault;
use madoguchi_model::ids::RobotListId;
use serde_json::json;

use super::find;
use super::show::ListPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::policy::Action;
use crate::session::Officer;
use crate::state::AppState;
use crate::upload::Upload;

/// How large a file of answers may be, bytes.
const LARGEST: usize = 5 * 1024 * 1024;
/// The same with the form around it, and room to tell that it is too large.
pub(crate) const LIMIT: usize = LARGEST + 1024 * 1024;

/// Takes the answers.
pub(crate) async fn results(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<RobotListId>,
    Upload { file, .. }: Upload,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let list = find(&mut tx, &officer, id, Action::Complete).await?;
    let mut errors = FormErrors::new();
    let mut problems = Vec::new();
    if list.closed_at.is_some() {
        errors.add("file", "このリストは終わっています。結果は反映していません。");
    } else if file.is_empty() {
        errors.add("file", "結果を入れたリストのファイルを選んでください。");
    } else if file.len() > LARGEST {
        errors.add("file", "ファイルは5MBまでです。");
    } else {
        match answer_list(&mut tx, &list, &file, officer.staff().id).await {
            Ok(done) => {
                officer.tell("answers", json!(done));
                officer.commit(tx).await?;
                return Ok(redirect_with(
                    &format!("/robot-lists/{id}"),
                    &Flash::success(format!("{done}件の結果を反映しました。")),
                ));
            }
            Err(AnswersError::File(ResultFault::Lines(lines))) => {
                errors.add(
                    "file",
                    format!("{}行に直すところがあります。何も反映していません。", lines.len()),
                );
                problems = lines;
            }
            Err(AnswersError::File(fault)) => errors.add("file", fault.to_string()),
            Err(AnswersError::Change(error)) => return Err(error.into()),
        }
        // What was applied before the mistake was found goes with it.
        tx.roll_back().await?;
        tx = officer.begin(&app).await?;
    }
    let page = ListPage::load(&mut tx, &officer, &list, &errors, problems).await?;
    Ok(Page::invalid(page))
}
