//! `POST /prints`: begins a batch.

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::print_batches;

use super::list::{ListPage, offered};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Page, redirect};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn start(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let chosen = offered(&officer, &tx)
        .into_iter()
        .find(|(value, ..)| *value == form.raw("of"));
    let started = match chosen {
        Some((.., of)) => {
            let unprinted = form.raw("only") == "unprinted";
            print_batches::start(&mut tx, of, unprinted, officer.staff().id).await?
        }
        None => None,
    };
    let Some(batch) = started else {
        let text = if form.has("of") {
            "印刷する申請書がありません。印刷するものか絞り込みを変えてください。"
        } else {
            "印刷するものを選んでください。"
        };
        errors.add("of", text);
        let page = ListPage::load(&mut tx, &officer, &errors).await?;
        return Ok(Page::invalid(page));
    };
    officer.tell("batch", serde_json::json!(batch));
    officer.commit(tx).await?;
    Ok(redirect(&format!("/prints/{batch}")))
}
