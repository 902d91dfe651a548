//! `POST /cases/{id}/record-changes`: takes over what the register says, or keeps what the case has, field by field.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::CaseId;
use madoguchi_store::case_records::{self, Decision};

use super::page::{ChangesPage, KEEP, TAKE, control};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::staff::applications::{refresh, voided_text};
use crate::staff::cases::{CaseFile, Editing, to_change};
use crate::state::AppState;

/// The longest reason, in characters.
const LONGEST: usize = 400;

pub(crate) async fn decide(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    form: FormData,
) -> Result<Response, PageError> {
    let (mut tx, file) = to_change(&app, &officer, id).await?;
    let mut errors = FormErrors::new();
    let decisions = chosen(&file, &form);
    if decisions.is_empty() {
        errors.add("reason", "どちらにするかを、1つ以上の項目で選んでください。");
    }
    let reason = form.text("reason");
    if reason.is_empty() {
        errors.add("reason", "理由を入力してください。");
    } else if reason.chars().count() > LONGEST {
        errors.add("reason", format!("{LONGEST}字までで入れてください。"));
    }
    if !errors.is_empty() {
        let page = ChangesPage::new(&file, &officer, &Editing::Mine, &form, &errors)?;
        return Ok(Page::invalid(page));
    }
    let mut case = file.case.clone();
    case.version = form.raw("version").parse().unwrap_or(case.version);
    case_records::decide(&mut tx, &case, &decisions, reason, officer.staff().id).await?;
    let voided = refresh(&app, &mut tx, &officer, id).await?;
    officer.commit(tx).await?;
    let flash = if voided > 0 {
        Flash::alert(voided_text(voided))
    } else {
        Flash::success("住民記録の変更について、決めた内容を保存しました。")
    };
    Ok(redirect_with(&file.href("record-changes"), &flash))
}

/// What was chosen of what is to be decided. A field that the officer may not see can be taken over all the same: the
/// register is right unless somebody says otherwise.
fn chosen(file: &CaseFile, form: &FormData) -> Vec<Decision> {
    let open = file.records.iter().flat_map(|pair| {
        let fields = pair.undecided().into_iter();
        fields.map(move |field| (pair, field))
    });
    open.filter_map(|(pair, field)| {
        let take = match form.raw(&control(&pair.now, field)) {
            TAKE => true,
            KEEP => false,
            _ => return None,
        };
        Some(Decision {
            resident: pair.now.id,
            field,
            take,
        })
    })
    .collect()
}
