//! `POST /cases/{id}/interview`: saves the answers of the page at once; unanswered questions stay open.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use madoguchi_guidance::{Answer, FactKey};
use madoguchi_model::ids::CaseId;
use madoguchi_store::{TenantTx, answers};
use serde_json::Value;

use super::answers::question_again;
use super::page::{InterviewPage, askable, wants_plain};
use super::panel::changes;
use super::questions::read_all;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect, redirect_with};
use crate::session::Officer;
use crate::staff::applications::refresh;
use crate::staff::cases::{self, CaseFile, Editing};
use crate::state::AppState;

pub(crate) async fn answer(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = cases::to_change(&app, &officer, id).await?;
    let again_key: Option<FactKey> = form.raw("again").parse().ok();
    let again = again_key.as_ref().and_then(|key| question_again(&file, key));
    let mut errors = FormErrors::new();
    let given = read_all(askable(&file, again.as_ref()), &form, &mut errors);
    if !errors.is_empty() {
        let page = InterviewPage::new(
            &file,
            &officer,
            &Editing::Mine,
            again_key.as_ref(),
            &form,
            &errors,
            &[],
        )
        .plain(wants_plain(&form));
        return Ok(Page::invalid(page));
    }
    let changed = given
        .into_iter()
        .map(|(key, answer)| (key, Some(answer)))
        .collect();
    save(&app, &mut tx, &officer, &file, changed)
        .await?
        .commit(&officer, tx, &file, &form)
        .await
}

/// What saving answers did.
pub(super) struct Saved {
    changed: String,
    voided: u64,
}

/// Saves answers (none withdraws one), and fills the applications anew where they rest on them.
pub(super) async fn save(
    app: &AppState,
    tx: &mut TenantTx,
    officer: &Officer,
    file: &CaseFile,
    given: BTreeMap<FactKey, Option<Answer>>,
) -> Result<Saved, PageError> {
    let stored: BTreeMap<String, Option<Value>> = given
        .iter()
        .map(|(key, answer)| {
            Ok((
                key.to_string(),
                answer.as_ref().map(serde_json::to_value).transpose()?,
            ))
        })
        .collect::<Result<_, serde_json::Error>>()
        .map_err(PageError::internal)?;
    answers::save(tx, file.case.id, &stored, officer.staff().id).await?;
    let mut now = file.answers.clone();
    for (key, answer) in given {
        match answer {
            Some(answer) => now.insert(key, answer),
            None => now.remove(&key),
        };
    }
    let guidance = file.judge_with(&now)?;
    let changed = changes(&file.guidance, &guidance);
    let voided = refresh(app, tx, officer, file.case.id).await?;
    Ok(Saved { changed, voided })
}

impl Saved {
    /// Commits, and goes on with the interview, in やさしい日本語 too where the form asks for it.
    pub(super) async fn commit(
        self,
        officer: &Officer,
        tx: TenantTx,
        file: &CaseFile,
        form: &FormData,
    ) -> Result<Response, PageError> {
        officer.commit(tx).await?;
        let plain = if wants_plain(form) { "&plain=on" } else { "" };
        let href = format!("{}?changed={}{plain}", file.href("interview"), self.changed);
        Ok(if self.voided > 0 {
            redirect_with(
                &href,
                &Flash::alert(crate::staff::applications::voided_text(self.voided)),
            )
        } else {
            redirect(&href)
        })
    }
}
