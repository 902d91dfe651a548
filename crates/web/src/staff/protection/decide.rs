//! `POST /protection/{measure}/confirm`, `/extend`, `/keep`, `/end`, `/notes`. One file because they differ by the
//! decision alone.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use madoguchi_model::ids::MeasureId;
use madoguchi_store::protective_measures::{self, Measure};
use madoguchi_store::{ChangeError, TenantTx};

use super::charge;
use super::show::{MeasurePage, measure};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::reception::read_day;
use crate::state::AppState;

/// What a form has to say, and the version it was written on.
struct Decision {
    tx: TenantTx,
    measure: Measure,
    version: i32,
}

async fn begin(
    app: &AppState,
    officer: &Officer,
    id: MeasureId,
    form: &FormData,
    action: Action,
) -> Result<Decision, PageError> {
    let mut tx = officer.begin(app).await?;
    let measure = measure(&mut tx, officer, id).await?;
    charge::require(officer, Resource::ProtectiveMeasure, action)?;
    Ok(Decision {
        tx,
        measure,
        // A form without its version cannot say what it read: it counts as older than everything.
        version: form.raw("version").parse().unwrap_or(0),
    })
}

impl Decision {
    async fn invalid(
        mut self,
        officer: &Officer,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Response, PageError> {
        let page = MeasurePage::load(&mut self.tx, officer, &self.measure, form, errors).await?;
        Ok(Page::invalid(page))
    }

    async fn done(
        self,
        officer: &Officer,
        result: Result<(), ChangeError>,
        words: &str,
    ) -> Result<Response, PageError> {
        result?;
        officer.commit(self.tx).await?;
        let path = format!("/protection/{}", self.measure.id);
        Ok(redirect_with(&path, &Flash::success(words)))
    }
}

fn with_reason(form: &FormData, name: &str, message: &str) -> FormErrors {
    let mut errors = FormErrors::new();
    if form.text(name).is_empty() {
        errors.add(name, message);
    }
    errors
}

/// 支援措置の決定.
pub(crate) async fn confirm(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<MeasureId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut decision = begin(&app, &officer, id, &form, Action::Edit).await?;
    let mut errors = with_reason(
        &form,
        "confirm_reason",
        "決定の理由（相談機関の意見）を入力してください。",
    );
    let from: Option<NaiveDate> = read_day(form.text("confirm_from"), decision.tx.today())
        .map_err(|error| errors.add("confirm_from", error))
        .ok();
    let Some(from) = from.filter(|_| errors.is_empty()) else {
        return decision.invalid(&officer, &form, &errors).await;
    };
    let (version, by, reason) = (decision.version, officer.staff().id, form.text("confirm_reason"));
    let result = protective_measures::confirm(&mut decision.tx, id, version, from, reason, by).await;
    decision.done(&officer, result, "支援措置を決定しました。").await
}

/// 期間の延長.
pub(crate) async fn extend(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<MeasureId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut decision = begin(&app, &officer, id, &form, Action::Edit).await?;
    let errors = with_reason(&form, "extend_reason", "延長の理由を入力してください。");
    if !errors.is_empty() {
        return decision.invalid(&officer, &form, &errors).await;
    }
    let (version, by, reason) = (decision.version, officer.staff().id, form.text("extend_reason"));
    let result = protective_measures::extend(&mut decision.tx, id, version, reason, by).await;
    decision.done(&officer, result, "期間を1年延長しました。").await
}

/// It goes on, though the core system's data does not have it.
pub(crate) async fn keep(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<MeasureId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut decision = begin(&app, &officer, id, &form, Action::Edit).await?;
    let errors = with_reason(&form, "keep_reason", "続ける理由を入力してください。");
    if !errors.is_empty() {
        return decision.invalid(&officer, &form, &errors).await;
    }
    let (version, by, reason) = (decision.version, officer.staff().id, form.text("keep_reason"));
    let result = protective_measures::keep(&mut decision.tx, id, version, reason, by).await;
    decision
        .done(&officer, result, "支援措置を続けることを記録しました。")
        .await
}

/// 終了.
pub(crate) async fn end(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<MeasureId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut decision = begin(&app, &officer, id, &form, Action::Withdraw).await?;
    let errors = with_reason(&form, "end_reason", "終了する理由を入力してください。");
    if !errors.is_empty() {
        return decision.invalid(&officer, &form, &errors).await;
    }
    let (version, by, reason) = (decision.version, officer.staff().id, form.text("end_reason"));
    let result = protective_measures::end(&mut decision.tx, id, version, reason, by).await;
    decision.done(&officer, result, "支援措置を終了しました。").await
}

/// 相談機関 and 備考.
pub(crate) async fn notes(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<MeasureId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut decision = begin(&app, &officer, id, &form, Action::Edit).await?;
    let (version, by) = (decision.version, officer.staff().id);
    let (consulted, remark) = (form.text("consulted"), form.text("remark"));
    let result = protective_measures::change(&mut decision.tx, id, version, consulted, remark, by).await;
    decision.done(&officer, result, "内容を変更しました。").await
}
