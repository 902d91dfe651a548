//! The way of an edition: `POST /admin/own-forms/{own_form_id}/publish`, `…/withdraw`, `…/copy`. Who drew it does not
//! publish it.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use madoguchi_model::ids::OwnFormId;
use madoguchi_store::own_forms;

use super::Edition;
use super::draft::version;
use super::show::{ShowPage, mistakes};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Lets it be used from its day.
pub(crate) async fn publish(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OwnFormId>,
    sent: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let edition = Edition::to_change(&mut tx, id).await?;
    if edition.stored.changed_by == officer.staff().id {
        return Err(PageError::Conflict(
            "最後に変えた人は公開できません。ほかの管理者に頼んでください。".into(),
        ));
    }
    if !mistakes(&edition).is_empty() {
        return Err(PageError::Conflict(
            "直すところが残っているため、公開できません。画面の「直すところ」を直してください。".into(),
        ));
    }
    let from: Result<NaiveDate, _> = sent.text("in_force_from").parse();
    let wrong = match from {
        Err(_) => Some("日付を選んでください。文字で入れるときは 2027-04-01 のように入れます。"),
        Ok(from) if from < tx.today() => Some("今日より前の日は選べません。"),
        Ok(_) => None,
    };
    if let Some(wrong) = wrong {
        let mut errors = FormErrors::new();
        errors.add("in_force_from", wrong);
        return Ok(Page::invalid(
            ShowPage::new(&app, &mut tx, &officer, &edition, &sent, &errors).await?,
        ));
    }
    let from = from.map_err(PageError::internal)?;
    own_forms::publish(&mut tx, id, version(&sent), from, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &edition.href(""),
        &Flash::success("公開しました。"),
    ))
}

/// Gives a draft up, or ends the use of a paper.
pub(crate) async fn withdraw(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OwnFormId>,
    sent: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    own_forms::withdraw(&mut tx, id, version(&sent)).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/admin/own-forms",
        &Flash::success("使用を終了しました。"),
    ))
}

/// Begins the next edition on the same PDF.
pub(crate) async fn copy(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OwnFormId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let new = own_forms::copy(&mut tx, id, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("/admin/own-forms/{new}"),
        &Flash::success("新しい版の下書きを作りました。"),
    ))
}
