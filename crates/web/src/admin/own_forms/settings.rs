//! `POST /admin/own-forms/{own_form_id}/settings`: its name, and where it is used.

use axum::extract::State;
use axum::response::Response;
use madoguchi_forms::FormDefinition;
use madoguchi_model::ids::OwnFormId;

use super::Edition;
use super::show::{PROCEDURES, ShowPage};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Keeps name and use.
pub(crate) async fn save(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OwnFormId>,
    sent: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let edition = Edition::to_change(&mut tx, id).await?;
    let title = sent.text("title");
    if title.is_empty() {
        let mut errors = FormErrors::new();
        errors.add("title", "様式名を入力してください。");
        return Ok(Page::invalid(
            ShowPage::new(&app, &mut tx, &officer, &edition, &sent, &errors).await?,
        ));
    }
    let today = tx.today();
    let release = app.catalogues.in_force(&mut tx, today).await?;
    let mut form = edition.form.clone();
    title.clone_into(&mut form.title);
    form.replaces = Some(sent.text("replaces").to_owned()).filter(|id| FormDefinition::find(id).is_some());
    form.procedures = Vec::new();
    for n in 0..PROCEDURES {
        let chosen = sent.text(&format!("procedure{n}"));
        let known = release.procedure(chosen).is_some();
        if known && !form.procedures.iter().any(|one| one == chosen) {
            form.procedures.push(chosen.to_owned());
        }
    }
    edition.save(&mut tx, &officer, &sent, &form).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &edition.href(""),
        &Flash::success("保存しました。"),
    ))
}
