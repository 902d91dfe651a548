//! `GET /cases/new?resident=`: a blank reception page for a resident's household.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::household::Household;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::municipality::{Municipality, Town};
use madoguchi_store::{TenantTx, households, tenants, towns};

use super::page::{ReceptionPage, Way, today_line};
use super::{Known, Typed};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn new(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let basis = Basis::of_resident(&mut tx, &officer, query.raw("resident")).await?;
    let known = basis.known(app.clock.today());
    let typed = Typed::fresh(known.household, app.random_text::<18>(), known.today);
    let chrome = chrome(&officer, known);
    let way = way(query.raw("resident"));
    Ok(Page(ReceptionPage::new(chrome, &typed, known, &FormErrors::new(), way)).into_response())
}

/// What a reception page is made from.
pub(super) struct Basis {
    pub(super) household: Household,
    municipality: Municipality,
    towns: Vec<Town>,
}

impl Basis {
    /// For the household of a resident, by the id's text.
    pub(super) async fn of_resident(
        tx: &mut TenantTx,
        officer: &Officer,
        resident: &str,
    ) -> Result<Self, PageError> {
        let id: ResidentId = resident.parse().map_err(|_| PageError::NotFound)?;
        let household = households::of_resident(tx, id)
            .await?
            .ok_or(PageError::NotFound)?;
        Self::of(tx, officer, household).await
    }

    /// For a household.
    pub(super) async fn of(
        tx: &mut TenantTx,
        officer: &Officer,
        household: Household,
    ) -> Result<Self, PageError> {
        officer.saw(household.members.iter().map(|member| member.id));
        Ok(Self {
            household,
            municipality: tenants::get(tx).await?,
            towns: towns::list(tx).await?,
        })
    }

    /// What the page is checked against.
    pub(super) fn known(&self, today: chrono::NaiveDate) -> Known<'_> {
        Known {
            household: &self.household,
            municipality: &self.municipality,
            towns: &self.towns,
            today,
            withheld: None,
        }
    }
}

/// The frame of the page that opens a case.
pub(super) fn chrome(officer: &Officer, known: Known<'_>) -> Chrome {
    officer
        .page("世帯の受付", Area::Cases)
        .lead(today_line(known))
        .above("住民を探す", "/residents")
}

/// Where the page that opens a case goes.
pub(super) fn way(resident: &str) -> Way {
    Way {
        resident: resident.to_owned(),
        action: "/cases/new".into(),
        submit: "受け付けて聞き取りへ",
        back: format!("/residents/{resident}"),
        back_label: "やめる",
    }
}
