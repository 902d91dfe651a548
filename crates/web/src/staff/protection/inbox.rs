//! `GET /emergency-accesses` and `POST /emergency-accesses/{access}/acknowledge`: what the chiefs are told of 緊急閲覧.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::EmergencyAccessId;
use madoguchi_store::TenantTx;
use madoguchi_store::emergency_accesses::{self, EmergencyAccess};

use super::charge;
use crate::components::{EmptyState, FormErrors, Status, StatusTone, TextField};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Flash, Page, redirect_with, time};
use crate::policy::{Action, Relation, Resource};
use crate::session::Officer;
use crate::state::AppState;

/// How many are shown.
const SHOWN: u16 = 500;

#[derive(Template)]
#[template(path = "staff/protection/inbox.html")]
struct InboxPage {
    chrome: Chrome,
    rows: Vec<Row>,
    empty: EmptyState,
}

struct Row {
    id: String,
    resident: String,
    name: String,
    by: String,
    at: String,
    reason: String,
    state: Status,
    told: String,
    may_acknowledge: bool,
    remark: TextField,
}

/// Those an officer is told of: a chief of the section the access was made in, or of the section in charge.
pub(crate) async fn told(tx: &mut TenantTx, officer: &Officer) -> Result<Vec<EmergencyAccess>, PageError> {
    if !officer.may(Resource::EmergencyAccess, Action::List) {
        return Ok(Vec::new());
    }
    let mut all = emergency_accesses::list(tx, SHOWN).await?;
    all.retain(|access| is_told(officer, access));
    Ok(all)
}

fn is_told(officer: &Officer, access: &EmergencyAccess) -> bool {
    access.section_id == officer.section().id || charge::is_in_charge(officer.section())
}

pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    Ok(Page(page(&mut tx, &officer, None, &FormErrors::new()).await?).into_response())
}

pub(crate) async fn acknowledge(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<EmergencyAccessId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let access = emergency_accesses::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let relation = if is_told(&officer, &access) {
        Relation::OWN
    } else {
        Relation::OTHER_SECTION
    };
    officer.require(relation, Resource::EmergencyAccess, Action::Approve)?;
    officer.saw([access.resident_id]);
    if form.text("remark").is_empty() {
        let mut errors = FormErrors::new();
        errors.add("remark", "確かめた内容を入力してください。");
        return Ok(Page::invalid(page(&mut tx, &officer, Some(id), &errors).await?));
    }
    emergency_accesses::acknowledge(&mut tx, id, form.text("remark"), officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/emergency-accesses",
        &Flash::success("緊急閲覧を確認しました。"),
    ))
}

async fn page(
    tx: &mut TenantTx,
    officer: &Officer,
    wrong: Option<EmergencyAccessId>,
    errors: &FormErrors,
) -> Result<InboxPage, PageError> {
    let found = told(tx, officer).await?;
    officer.saw(found.iter().map(|access| access.resident_id));
    let rows = found.into_iter().map(|access| {
        let own = access.by == officer.staff().id;
        let here = wrong == Some(access.id);
        Row {
            id: access.id.to_string(),
            resident: access.resident_id.to_string(),
            name: access.name,
            by: format!("{}　{}", access.section_name, access.by_name),
            at: format!(
                "{}～{}",
                time::day_and_clock(access.at),
                time::clock(access.until)
            ),
            reason: access.reason,
            may_acknowledge: access.acknowledged.is_none() && !own,
            state: match (&access.acknowledged, own) {
                (Some(_), _) => Status::new(StatusTone::Done, "確認済み"),
                (None, true) => Status::new(StatusTone::Alert, "ほかの課長・係長の確認待ち"),
                (None, false) => Status::new(StatusTone::Error, "未確認"),
            },
            told: access
                .acknowledged
                .map(|(chief, at, remark)| format!("{}　{chief}　{remark}", time::day_and_clock(at)))
                .unwrap_or_default(),
            remark: TextField::new("remark", "確かめた内容")
                .hint("例：消防署に照会し、依頼があったことを確認")
                .error(errors.on("remark").filter(|_| here))
                .required(),
        }
    });
    Ok(InboxPage {
        chrome: officer
            .page("緊急閲覧の確認", Area::Nowhere)
            .lead("支援措置の対象者の住所を、一時解除によらずに見た記録です。")
            .errors(errors),
        rows: rows.collect(),
        empty: EmptyState::new("緊急閲覧はありません"),
    })
}
