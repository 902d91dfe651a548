//! `GET` and `POST /cases/{id}/protection-lift`: a chief lifts the protective measure for one case, with a reason,
//! for half an hour.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::Duration;
use madoguchi_model::ids::CaseId;
use madoguchi_store::protection_lifts;

use crate::components::{FormErrors, TextArea};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Chrome, Flash, Page, redirect_with};
use crate::session::Officer;
use crate::staff::cases::Editing;
use crate::staff::cases::{CaseFile, CaseFrame, Place, to_look};
use crate::state::AppState;

/// How long a lift lasts. It covers one case and locks itself again.
const LASTING: Duration = Duration::minutes(30);

#[derive(Template)]
#[template(path = "staff/protection/lift.html")]
struct LiftPage {
    chrome: Chrome,
    frame: CaseFrame,
    needed: bool,
    minutes: i64,
    reason: TextArea,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
) -> Result<Response, PageError> {
    let (file, _) = to_look(&app, &officer, id).await?;
    Ok(Page(page(&file, &officer, "", &FormErrors::new())).into_response())
}

pub(crate) async fn lift(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let file = CaseFile::load(&app, &mut tx, &officer, id).await?;
    let reason = form.text("reason");
    if reason.is_empty() {
        let mut errors = FormErrors::new();
        errors.add(
            "reason",
            "一時解除する理由と、本人を確かめた方法を入力してください。",
        );
        return Ok(Page::invalid(page(&file, &officer, form.raw("reason"), &errors)));
    }
    if !file.withheld() {
        return Err(PageError::Conflict(
            "支援措置の対象者がいないか、すでに一時解除されています。".into(),
        ));
    }
    protection_lifts::lift(&mut tx, id, officer.staff().id, reason, LASTING).await?;
    officer.commit(tx).await?;
    let flash = Flash::alert("支援措置を一時解除しました。30分たつと自動的に元に戻ります。");
    Ok(redirect_with(&file.href(""), &flash))
}

fn page(file: &CaseFile, officer: &Officer, typed: &str, errors: &FormErrors) -> LiftPage {
    let (chrome, frame) = CaseFrame::new(file, officer, &Editing::Closed, Place::Lift, "支援措置の一時解除");
    LiftPage {
        chrome: chrome.errors(errors),
        frame,
        needed: file.withheld(),
        minutes: LASTING.num_minutes(),
        reason: TextArea::new("reason", "理由と、本人を確かめた方法")
            .value(typed)
            .hint("操作ログに残ります。例：本人が来庁し、運転免許証と合言葉で確認。転居届を本人に渡すため。")
            .error(errors.on("reason"))
            .required(),
    }
}
