//! `POST /cases/{id}/judgements/overrule`: an officer's decision beside a judgement, with its reason.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;
use madoguchi_store::overrules::{self, NewOverrule, OverruledTo};

use super::page::JudgementsPage;
use super::subject_text;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::staff::applications::{refresh, voided_text};
use crate::staff::cases::{self, CaseFile, Editing};
use crate::state::AppState;

pub(crate) async fn overrule(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = cases::to_change(&app, &officer, id).await?;
    let form = named(&form);
    let new = match read(&file, &form)? {
        Ok(new) => new,
        Err(errors) => {
            return Ok(Page::invalid(JudgementsPage::new(
                &file,
                &officer,
                &Editing::Mine,
                &form,
                &errors,
            )));
        }
    };
    overrules::create(&mut tx, id, &new, officer.staff().id).await?;
    let voided = refresh(&app, &mut tx, &officer, id).await?;
    officer.commit(tx).await?;
    let flash = if voided > 0 {
        Flash::alert(voided_text(voided))
    } else {
        Flash::success("判定とは別に、職員の判断を記録しました。")
    };
    Ok(redirect_with(&file.href("judgements"), &flash))
}

/// The fields of each row's form carry the row's place, so that ids on the page are unique: `reason-3`.
fn named(form: &FormData) -> FormData {
    FormData::from_pairs(form.pairs().map(|(name, value)| {
        let plain = name.split_once('-').map_or(name, |(plain, _)| plain);
        (plain.to_owned(), value.to_owned())
    }))
}

fn read(file: &CaseFile, form: &FormData) -> Result<Result<NewOverrule, FormErrors>, PageError> {
    let (procedure, subject) = (form.raw("procedure"), form.raw("subject"));
    let mut of_procedure = file
        .guidance
        .judgements
        .iter()
        .filter(|judgement| judgement.procedure == procedure);
    let known = of_procedure
        .clone()
        .any(|judgement| subject_text(&judgement.subject) == subject);
    if of_procedure.next().is_none() || (!subject.is_empty() && !known) {
        return Err(PageError::NotFound);
    }
    let mut errors = FormErrors::new();
    if subject.is_empty() {
        errors.add("subject", "だれの判定を変えるかを選んでください。");
    }
    let result = match form.raw("result") {
        "required" => Some(OverruledTo::Required),
        "not_required" => Some(OverruledTo::NotRequired),
        _ => {
            errors.add("result", "必要か不要かを選んでください。");
            None
        }
    };
    let reason = form.text("reason");
    if reason.is_empty() {
        errors.add("reason", "判定を変える理由を入力してください。");
    }
    Ok(match result {
        Some(result) if errors.is_empty() => Ok(NewOverrule {
            procedure_id: procedure.to_owned(),
            subject: subject.to_owned(),
            result,
            reason: reason.to_owned(),
        }),
        _ => Err(errors),
    })
}
