//! `POST /queue/{id}/send-back`: 差戻し, with a reason for the front desk.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::QueueItemId;
use madoguchi_store::queue;

use super::move_on::{begin, version};
use super::page::{WorkPage, load};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::policy::Action;
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn send_back(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<QueueItemId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, _) = begin(&app, &officer, id, Action::SendBack).await?;
    let reason = form.text("reason");
    if reason.is_empty() {
        let mut errors = FormErrors::new();
        errors.add("reason", "差し戻す理由を入力してください。");
        let (item, file) = load(&app, &mut tx, &officer, id).await?;
        let page = WorkPage::new(&mut tx, &officer, &item, &file, form.raw("reason"), &errors).await?;
        return Ok(Page::invalid(page));
    }
    queue::send_back(&mut tx, id, version(&form), officer.staff().id, reason).await?;
    officer.commit(tx).await?;
    Ok(redirect_with("/queue", &Flash::success("窓口へ差し戻しました。")))
}
