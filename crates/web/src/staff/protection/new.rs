//! `GET` and `POST /protection/new`: registers a measure for a resident, provisional until it is confirmed.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::household::Household;
use madoguchi_model::ids::ResidentId;
use madoguchi_store::protective_measures::{self, NewMeasure};
use madoguchi_store::{TenantTx, households};

use super::charge;
use super::members::{Chosen, fields as member_fields};
use crate::components::{Choices, FormErrors, TextArea, TextField, Width};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Flash, Page, redirect_with};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::reception::read_day;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "staff/protection/new.html")]
struct NewPage {
    chrome: Chrome,
    resident: String,
    name: String,
    from: TextField,
    consulted: TextField,
    members: Choices,
    others: TextField,
    remark: TextArea,
    reason: TextArea,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    charge::require(&officer, Resource::ProtectiveMeasure, Action::Create)?;
    let mut tx = officer.begin(&app).await?;
    let (id, household) = household(&mut tx, &officer, query.raw("resident")).await?;
    let form = FormData::of("from", "今日");
    let page = page(&officer, id, &household, &form, &FormErrors::new())?;
    Ok(Page(page).into_response())
}

pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    charge::require(&officer, Resource::ProtectiveMeasure, Action::Create)?;
    let mut tx = officer.begin(&app).await?;
    let (id, household) = household(&mut tx, &officer, form.raw("resident")).await?;
    let mut errors = FormErrors::new();
    let from = read_day(form.text("from"), tx.today()).map_err(|error| errors.add("from", error));
    let reason = form.text("reason");
    if reason.is_empty() {
        errors.add("reason", "登録する理由（申出のあらまし）を入力してください。");
    }
    let chosen = Chosen::read(&mut tx, &officer, &form, &mut errors).await?;
    let Some(from) = from.ok().filter(|_| errors.is_empty()) else {
        return Ok(Page::invalid(page(&officer, id, &household, &form, &errors)?));
    };
    let new = NewMeasure {
        resident: id,
        members: chosen.people,
        from,
        consulted: form.text("consulted").to_owned(),
        remark: form.text("remark").to_owned(),
        reason: reason.to_owned(),
    };
    let measure = protective_measures::register(&mut tx, &new, officer.staff().id).await?;
    officer.saw(new.members.iter().copied().chain([id]));
    officer.commit(tx).await?;
    let flash = Flash::success("仮支援措置として登録しました。いまから住所は表示されません。");
    Ok(redirect_with(&format!("/protection/{measure}"), &flash))
}

async fn household(
    tx: &mut TenantTx,
    officer: &Officer,
    resident: &str,
) -> Result<(ResidentId, Household), PageError> {
    let id: ResidentId = resident.parse().map_err(|_| PageError::NotFound)?;
    let household = households::of_resident(tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    officer.saw(household.members.iter().map(|member| member.id));
    Ok((id, household))
}

fn page(
    officer: &Officer,
    id: ResidentId,
    household: &Household,
    form: &FormData,
    errors: &FormErrors,
) -> Result<NewPage, PageError> {
    let resident = household
        .members
        .iter()
        .find(|member| member.id == id)
        .ok_or(PageError::NotFound)?;
    let (members, others) = member_fields(household, id, form, errors);
    Ok(NewPage {
        chrome: officer
            .page("支援措置の登録", Area::Protection)
            .above("支援措置", "/protection")
            .errors(errors),
        resident: id.to_string(),
        name: resident.names.name.written.clone(),
        from: TextField::new("from", "申出年月日（開始日）")
            .value(form.raw("from"))
            .hint("期間は開始日から1年です。例：R8.4.1、今日")
            .error(errors.on("from"))
            .width(Width::Short)
            .required(),
        consulted: TextField::new("consulted", "相談機関")
            .value(form.raw("consulted"))
            .hint("例：みほん警察署、配偶者暴力相談支援センター。まだのときは空欄"),
        members,
        others,
        remark: TextArea::new("remark", "備考")
            .value(form.raw("remark"))
            .hint("住所・避難先・学校・勤め先は書かないでください。"),
        reason: TextArea::new("reason", "登録する理由（申出のあらまし）")
            .value(form.raw("reason"))
            .hint("住所や避難先は書かないでください。")
            .error(errors.on("reason"))
            .required(),
    })
}
