//! `GET /residents/{id}`: a person and the household.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::household::Household;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::resident::{ProtectiveMeasure, Resident, ResidentState};
use madoguchi_model::wareki;
use madoguchi_store::{cases, emergency_accesses, households, protective_measures};

use crate::components::{Banner, ProtectionBanner, Tone};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Relation, Resource};
use crate::session::Officer;
use crate::staff::cases::summary::OpenCase;
use crate::staff::people::{AddressLine, PersonView, date_of, household_measure};
use crate::staff::protection::{Cautions, allowed};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "staff/residents/show.html")]
struct ResidentPage {
    chrome: Chrome,
    protection: ProtectionBanner,
    person: PersonView,
    facts: Vec<(&'static str, AddressLine)>,
    household_number: String,
    members: Vec<PersonView>,
    open_cases: Vec<OpenCase>,
    can_receive: bool,
    cautions: Vec<Banner>,
    /// Until when the officer sees the address (緊急閲覧).
    emergency: Option<Banner>,
    can_look: bool,
    register: Option<String>,
    measures: Vec<(String, &'static str)>,
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
    let today = app.clock.today();
    let until = emergency_accesses::in_force(&mut tx, id, officer.staff().id).await?;
    if until.is_some() {
        officer.tell("emergency", serde_json::Value::Bool(true));
    }
    // A measure is lifted for a case only, never here; an emergency is one officer's, for one person.
    let view =
        |member: &Resident| PersonView::new(member, measure, until.is_some() && member.id == id, today);
    let cautions = Cautions::of_residents(&mut tx, &[id]).await?.banners();
    let measures = if allowed(&officer, Resource::ProtectiveMeasure, Action::View) {
        protective_measures::of_resident(&mut tx, id).await?
    } else {
        Vec::new()
    };
    let may_register = allowed(&officer, Resource::ProtectiveMeasure, Action::Create);
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
        facts: facts(resident, measure),
        household_number: household.household_number.clone(),
        members: household.members.iter().map(view).collect(),
        open_cases: open_cases.into_iter().map(OpenCase::new).collect(),
        can_receive: desk && lives_here,
        cautions,
        can_look: measure.protects()
            && until.is_none()
            && officer.may(Resource::EmergencyAccess, Action::Create),
        emergency: until.map(|until| {
            Banner::new(Tone::Alert, "緊急閲覧中です").line(format!(
                "{}まで、あなたの画面だけに住所を表示しています。課長・係長に通知済みです。",
                time::clock(until)
            ))
        }),
        register: (may_register && measures.is_empty()).then(|| format!("/protection/new?resident={id}")),
        measures: measures
            .into_iter()
            .map(|measure| (format!("/protection/{}", measure.id), measure.state.label()))
            .collect(),
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
fn facts(resident: &Resident, measure: ProtectiveMeasure) -> Vec<(&'static str, AddressLine)> {
    let open = |words: String| AddressLine::open(words);
    let mut facts = vec![
        ("続柄", open(resident.relationship.clone())),
        (
            "住民となった日",
            open(date_of(resident, &resident.resident_since)),
        ),
        ("住所を定めた日", open(date_of(resident, &resident.address_since))),
    ];
    if let Some(foreign) = &resident.foreign {
        facts.push(("国籍・地域", open(foreign.nationality.clone())));
        facts.push(("在留資格", open(foreign.residence_status.clone())));
        facts.extend(
            foreign
                .expires_on
                .map(|day| ("在留期間の満了の日", open(wareki::format_western(day)))),
        );
    } else {
        // Often where somebody lives, or their parents.
        let domicile = AddressLine::words(&resident.registered_domicile, measure, false);
        facts.push(("本籍", domicile));
        facts.push(("筆頭者", open(resident.family_register_head.clone())));
    }
    let Some(known) = &resident.circumstances else {
        return facts;
    };
    facts.push(("健康保険", open(known.health_insurance.label().to_owned())));
    let card = known.card.as_ref().map_or_else(
        || "なし".to_owned(),
        |card| format!("あり（有効期限 {}）", wareki::format(card.expires_on)),
    );
    facts.push(("マイナンバーカード", open(card)));
    let seal = if known.seal_registered { "あり" } else { "なし" };
    facts.push(("印鑑登録", open(seal.to_owned())));
    facts
}
