//! `GET /residents/{id}`: a person and the household.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use madoguchi_model::field_group::FieldGroup;
use madoguchi_model::household::Household;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::resident::{Resident, ResidentState};
use madoguchi_model::restricted::Restricted;
use madoguchi_model::wareki;
use madoguchi_store::{cases, households};

use super::tax;
use crate::components::{ProtectionBanner, Shown};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page};
use crate::policy::{Action, FieldAccess, Relation, Resource};
use crate::session::Officer;
use crate::staff::cases::summary::OpenCase;
use crate::staff::people::{PersonView, date_of, household_measure};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "staff/residents/show.html")]
struct ResidentPage {
    chrome: Chrome,
    protection: ProtectionBanner,
    person: PersonView,
    facts: Vec<(&'static str, Shown)>,
    history: String,
    household_number: String,
    members: Vec<PersonView>,
    open_cases: Vec<OpenCase>,
    can_receive: bool,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ResidentId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let household = households::of_resident(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let desk = officer.may(Resource::Case, Action::Create);
    // A back office reaches people through the work handed to it, not through the register.
    let relation = if desk {
        Relation::OWN
    } else {
        Relation::OTHER_SECTION
    };
    officer.require(relation, Resource::Resident, Action::View)?;
    officer.saw(household.members.iter().map(|member| member.id));
    let open_cases = if desk {
        cases::open_of_household(&mut tx, household.id).await?
    } else {
        Vec::new()
    };
    let resident = household
        .members
        .iter()
        .find(|member| member.id == id)
        .ok_or(PageError::NotFound)?;
    let measure = household_measure(&household.members);
    // What is handed over is seen in its case, not here.
    let fields = officer.fields(&mut tx, false).await?;
    let taxed = tax::told(&mut tx, resident).await?;
    let today = app.clock.today();
    // A measure is lifted for a case only, never here.
    let view = |member: &Resident| PersonView::new(member, measure, false, today);
    let lives_here = household
        .members
        .iter()
        .any(|member| member.state == ResidentState::Current);
    Ok(Page(ResidentPage {
        chrome: officer
            .page(format!("{}さん", resident.names.name.written), Area::Residents)
            .above("住民を探す", "/residents"),
        protection: banner(&household),
        person: view(resident),
        facts: facts(resident, fields, &taxed),
        history: format!("/residents/{id}/history"),
        household_number: household.household_number.clone(),
        members: household.members.iter().map(view).collect(),
        open_cases: open_cases.into_iter().map(OpenCase::new).collect(),
        can_receive: desk && lives_here,
    })
    .into_response())
}

fn banner(household: &Household) -> ProtectionBanner {
    let protected = household
        .members
        .iter()
        .filter(|member| member.protective_measure.protects());
    let names: Vec<&str> = protected
        .clone()
        .map(|member| &*member.names.name.written)
        .collect();
    let banner = ProtectionBanner::for_all(protected.map(|member| member.protective_measure));
    if names.is_empty() {
        banner
    } else {
        banner.line(format!("対象：{}", names.join("、")))
    }
}

/// What the record says that matters at the counter.
fn facts(
    resident: &Resident,
    fields: FieldAccess,
    taxed: &Restricted<Option<String>>,
) -> Vec<(&'static str, Shown)> {
    use FieldGroup::{Domicile, ResidenceStatus, Tax};
    let mut facts = vec![
        ("続柄", resident.relationship.clone().into()),
        (
            "住民となった日",
            date_of(resident, &resident.resident_since).into(),
        ),
        (
            "住所を定めた日",
            date_of(resident, &resident.address_since).into(),
        ),
    ];
    if let Some(foreign) = &resident.foreign {
        let until = |day: &Option<NaiveDate>| day.map_or_else(|| "なし".to_owned(), wareki::format_western);
        facts.push((
            "国籍・地域",
            fields.show(ResidenceStatus, &foreign.nationality, Clone::clone),
        ));
        facts.push((
            "在留資格",
            fields.show(ResidenceStatus, &foreign.residence_status, Clone::clone),
        ));
        facts.push((
            "在留期間の満了の日",
            fields.show(ResidenceStatus, &foreign.expires_on, until),
        ));
    } else {
        facts.push((
            "本籍",
            fields.show(Domicile, &resident.registered_domicile, Clone::clone),
        ));
        facts.push((
            "筆頭者",
            fields.show(Domicile, &resident.family_register_head, Clone::clone),
        ));
    }
    let words = |said: &Option<String>| said.clone().unwrap_or_else(|| "記録がありません".to_owned());
    facts.push(("個人住民税", fields.show(Tax, taxed, words)));
    let Some(known) = &resident.circumstances else {
        return facts;
    };
    facts.push(("健康保険", known.health_insurance.label().to_owned().into()));
    facts.push((
        "マイナンバーカード",
        known
            .card
            .as_ref()
            .map_or_else(
                || "なし".to_owned(),
                |card| format!("あり（有効期限 {}）", wareki::format(card.expires_on)),
            )
            .into(),
    ));
    facts.push((
        "印鑑登録",
        Shown::open(if known.seal_registered { "あり" } else { "なし" }),
    ));
    facts
}
