//! `POST /robot-lists`: makes a list of the tasks that wait.

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::robots::make_list;
use madoguchi_model::robot_task::RobotListForm;
use madoguchi_store::robot_tasks;
use serde_json::json;

use super::list::{ListsPage, definitions};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Makes it and leads to its page, from where the file is taken.
pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let own = definitions(&mut tx, &officer).await?;
    let definition = own
        .into_iter()
        .find(|definition| definition.id == form.raw("kind"));
    let written = RobotListForm::from_code(form.raw("form"));
    if definition.is_none() {
        errors.add("kind", "作業を選んでください。");
    }
    if written.is_none() {
        errors.add("form", "形式を選んでください。");
    }
    let (Some(definition), Some(written)) = (definition, written) else {
        return Ok(Page::invalid(
            ListsPage::load(&mut tx, &officer, &form, &errors).await?,
        ));
    };
    robot_tasks::expire(&mut tx).await?;
    let made = make_list(&mut tx, &definition, written, officer.staff().id)
        .await
        .map_err(PageError::internal)?;
    let made = match made {
        Ok(made) => made,
        Err(none) => {
            tx.roll_back().await?;
            let words = if none.lacking > 0 {
                format!(
                    "待っている{}件は、Shift_JISにない文字があるので書き出せません。ExcelかUTF-8を選んでください。",
                    none.lacking
                )
            } else {
                "リストに入れられる作業が待っていません。".to_owned()
            };
            errors.add("kind", words);
            let mut tx = officer.begin(&app).await?;
            return Ok(Page::invalid(
                ListsPage::load(&mut tx, &officer, &form, &errors).await?,
            ));
        }
    };
    officer.tell("tasks", json!(made.tasks));
    officer.saw(made.persons);
    officer.commit(tx).await?;
    let mut told = format!(
        "{}件のリストを作りました。ファイルを保存してロボットに渡してください。",
        made.tasks
    );
    if made.lacking > 0 {
        told = format!(
            "{told}ほかの{}件は、Shift_JISにない文字があるので入れていません。ExcelかUTF-8で作り直すか、人が入力してください。",
            made.lacking
        );
    }
    Ok(redirect_with(
        &format!("/robot-lists/{}", made.id),
        &Flash::success(told),
    ))
}
