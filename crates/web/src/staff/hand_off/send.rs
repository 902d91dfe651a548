//! `POST /cases/{id}/hand-off`: hands the case to the sections. The job that delivers it is enqueued in the same
//! transaction.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;
use madoguchi_model::protection::Operation;
use madoguchi_store::hand_offs;

use super::check::check;
use super::page::HandOffPage;
use super::section_items;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::staff::cases::{Editing, to_change};
use crate::state::AppState;

pub(crate) async fn send(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = to_change(&app, &officer, id).await?;
    file.cautions.refuse(Operation::HandOff)?;
    let (items, unknown) = section_items(&file);
    let found = check(&file, &unknown);
    let mut errors = FormErrors::new();
    for (text, ..) in &found.errors {
        errors.add("check", text.clone());
    }
    if !found.alerts.is_empty() && !form.has("confirm") {
        errors.add(
            "confirm",
            "注意を確かめて、「上の注意を確かめました」に印を付けてください。",
        );
    }
    if !errors.is_empty() {
        let page = HandOffPage::load(&mut tx, &file, &officer, &Editing::Mine, &errors).await?;
        return Ok(Page::invalid(page));
    }
    // A form without its version cannot say what it read: it counts as older than everything.
    let version = form.raw("version").parse().unwrap_or(0);
    hand_offs::create(&mut tx, id, version, &items, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &file.href("hand-off"),
        &Flash::success("担当課へ引き継ぎました。"),
    ))
}
