//! `POST /cases/{id}/applications/{application}/signature`: on paper, or drawn on the screen.

use axum::extract::State;
use axum::response::Response;
use madoguchi_forms::values::Strokes;
use madoguchi_model::ids::{ApplicationId, CaseId};
use madoguchi_store::signatures::{self, NewSignature};
use serde_json::Value;

use super::page::SignaturePage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::staff::applications::{Paper, find};
use crate::staff::cases::{Editing, to_change};
use crate::state::AppState;

pub(crate) async fn sign(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, application)): PathId<(CaseId, ApplicationId)>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = to_change(&app, &officer, id).await?;
    let paper = Paper::new(&file, find(&file, application)?, app.fonts())?;
    let strokes = match read(&form) {
        Ok(strokes) => strokes,
        Err(error) => {
            let mut errors = FormErrors::new();
            errors.add("strokes", error);
            let page = SignaturePage::new(
                &file,
                &officer,
                &Editing::Mine,
                paper.application,
                &paper.laid,
                &errors,
            );
            return Ok(Page::invalid(page));
        }
    };
    let new = NewSignature {
        strokes,
        signer: file.visitor_name().to_owned(),
        // A form without its version cannot say what was signed: it counts as older than everything.
        application_version: form.raw("version").parse().unwrap_or(0),
    };
    signatures::sign(&mut tx, application, &new, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &file.href("applications"),
        &Flash::success("署名を記録しました。"),
    ))
}

/// The strokes of a touch signature; none for one on paper. The error is for the officer.
fn read(form: &FormData) -> Result<Option<Value>, &'static str> {
    if form.raw("kind") == "paper" {
        return Ok(None);
    }
    let drawn = form.raw("strokes");
    if drawn.is_empty() {
        return Err("署名がまだ書かれていません。枠の中に書いてもらってください。");
    }
    let unreadable = "署名を読み取れませんでした。書き直してもらうか、紙に署名してもらってください。";
    let strokes: Strokes = serde_json::from_str(drawn).map_err(|_| unreadable)?;
    if strokes.is_empty() {
        return Err("署名がまだ書かれていません。枠の中に書いてもらってください。");
    }
    serde_json::to_value(strokes).map(Some).map_err(|_| unreadable)
}
