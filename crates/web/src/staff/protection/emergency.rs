//! `GET` and `POST /residents/{resident}/emergency`: 緊急閲覧. An officer sees one person's address for ten minutes,
//! with a reason; nothing can be printed; the chiefs are told at once.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::Duration;
use madoguchi_model::household::Household;
use madoguchi_model::ids::ResidentId;
use madoguchi_store::{TenantTx, emergency_accesses, households};

use crate::components::{FormErrors, ProtectionBanner, TextArea};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Flash, Page, redirect_with};
use crate::policy::{Action, Relation, Resource};
use crate::session::Officer;
use crate::staff::people::household_measure;
use crate::state::AppState;

/// How long it lasts.
const LASTING: Duration = Duration::minutes(10);

#[derive(Template)]
#[template(path = "staff/protection/emergency.html")]
struct EmergencyPage {
    chrome: Chrome,
    protection: ProtectionBanner,
    id: String,
    minutes: i64,
    needed: bool,
    reason: TextArea,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ResidentId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let household = household(&mut tx, &officer, id).await?;
    Ok(Page(page(&officer, id, &household, "", &FormErrors::new())?).into_response())
}

pub(crate) async fn open(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ResidentId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let household = household(&mut tx, &officer, id).await?;
    if !household_measure(&household.members).protects() {
        return Err(PageError::Conflict(
            "この人は支援措置の対象ではありません。住所は住民の画面に表示されています。".into(),
        ));
    }
    let reason = form.text("reason");
    if reason.is_empty() {
        let mut errors = FormErrors::new();
        errors.add("reason", "緊急に閲覧しなければならない理由を入力してください。");
        let page = page(&officer, id, &household, form.raw("reason"), &errors)?;
        return Ok(Page::invalid(page));
    }
    emergency_accesses::open(&mut tx, id, officer.staff().id, reason, LASTING).await?;
    officer.tell("emergency", serde_json::Value::Bool(true));
    officer.commit(tx).await?;
    let flash = Flash::alert("10分間、この人の住所を表示します。課長・係長に通知しました。");
    Ok(redirect_with(&format!("/residents/{id}"), &flash))
}

async fn household(tx: &mut TenantTx, officer: &Officer, id: ResidentId) -> Result<Household, PageError> {
    let household = households::of_resident(tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    officer.require(Relation::OWN, Resource::EmergencyAccess, Action::Create)?;
    officer.saw([id]);
    Ok(household)
}

fn page(
    officer: &Officer,
    id: ResidentId,
    household: &Household,
    typed: &str,
    errors: &FormErrors,
) -> Result<EmergencyPage, PageError> {
    let resident = household
        .members
        .iter()
        .find(|member| member.id == id)
        .ok_or(PageError::NotFound)?;
    let measure = household_measure(&household.members);
    let name = &resident.names.name.written;
    Ok(EmergencyPage {
        chrome: officer
            .page("緊急閲覧", Area::Residents)
            .above("住民を探す", "/residents")
            .above(format!("{name}さん"), format!("/residents/{id}"))
            .errors(errors),
        protection: ProtectionBanner::new(measure),
        id: id.to_string(),
        minutes: LASTING.num_minutes(),
        needed: measure.protects(),
        reason: TextArea::new("reason", "緊急に閲覧する理由")
            .value(typed)
            .hint(
                "だれの求めで、何のために要るか。例：救急隊から本人の安否確認の依頼（みほん消防署　当番）。",
            )
            .error(errors.on("reason"))
            .required(),
    })
}
