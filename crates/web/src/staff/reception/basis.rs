//! What a reception page is made from and checked against.

use chrono::NaiveDate;
use madoguchi_model::case::{Case, FormerAddress, LifeEvent, NewAddress};
use madoguchi_model::household::Household;
use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::municipality::{Municipality, Town};
use madoguchi_store::{TenantTx, households, tenants, towns};
use uuid::Uuid;

use crate::error::PageError;
use crate::session::Officer;

/// What reception knows before anything is typed.
pub(super) struct Basis {
    /// The household of the register that is served or joined; without an id and members where there is none.
    pub(super) household: Household,
    municipality: Municipality,
    towns: Vec<Town>,
    /// People move in: they are entered, not chosen.
    arriving: bool,
}

impl Basis {
    /// For the household of a resident, by the id's text. People who move in may join it; without one they form a
    /// household of their own.
    pub(super) async fn of_resident(
        tx: &mut TenantTx,
        officer: &Officer,
        resident: &str,
        arriving: bool,
    ) -> Result<Self, PageError> {
        if arriving && resident.is_empty() {
            return Self::of(tx, officer, nobody(), true).await;
        }
        let id: ResidentId = resident.parse().map_err(|_| PageError::NotFound)?;
        let household = households::of_resident(tx, id)
            .await?
            .ok_or(PageError::NotFound)?;
        Self::of(tx, officer, household, arriving).await
    }

    /// For the household of a case, without those who were entered with it.
    pub(super) async fn of_case(
        tx: &mut TenantTx,
        officer: &Officer,
        case: &Case,
        household: &Household,
    ) -> Result<Self, PageError> {
        let mut registered = household.clone();
        registered
            .members
            .retain(|member| member.addressee_number.is_some());
        let arriving = case.moves_in() || case.members.iter().any(|member| member.entered.is_some());
        Self::of(tx, officer, registered, arriving).await
    }

    async fn of(
        tx: &mut TenantTx,
        officer: &Officer,
        household: Household,
        arriving: bool,
    ) -> Result<Self, PageError> {
        officer.saw(household.members.iter().map(|member| member.id));
        Ok(Self {
            household,
            municipality: tenants::get(tx).await?,
            towns: towns::list(tx).await?,
            arriving,
        })
    }

    /// What the page is checked against.
    pub(super) fn known(&self, today: NaiveDate) -> Known<'_> {
        Known {
            household: &self.household,
            municipality: &self.municipality,
            towns: &self.towns,
            today,
            arriving: self.arriving,
            withheld: None,
        }
    }

    /// The household of the register, if there is one.
    pub(super) fn household_id(&self) -> Option<HouseholdId> {
        (!self.household.members.is_empty()).then_some(self.household.id)
    }
}

fn nobody() -> Household {
    Household {
        id: HouseholdId(Uuid::nil()),
        household_number: String::new(),
        members: Vec::new(),
    }
}

/// What reception is checked against.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    /// The household of the register that is served or joined; nobody where there is none.
    pub(super) household: &'a Household,
    /// The municipality.
    pub(super) municipality: &'a Municipality,
    /// Its towns.
    pub(super) towns: &'a [Town],
    /// Today in Japan.
    pub(super) today: NaiveDate,
    /// People move in.
    pub(super) arriving: bool,
    /// The addresses of a case whose page must not show them (支援措置): blank fields keep them.
    pub(super) withheld: Option<Withheld<'a>>,
}

/// Addresses that are kept though they are not shown.
#[derive(Clone, Copy, Default)]
pub(super) struct Withheld<'a> {
    /// Where people go.
    pub(super) new: Option<&'a NewAddress>,
    /// Where people come from.
    pub(super) former: Option<&'a FormerAddress>,
}

impl Known<'_> {
    /// What people may come for here. Who moves in is not in the register yet, and so does not move within or out.
    pub(super) fn events(&self) -> Vec<LifeEvent> {
        let possible = |event: &LifeEvent| !event.moves() || event.moves_in() == self.arriving;
        LifeEvent::ALL.into_iter().filter(possible).collect()
    }

    /// Those who move in join a household that is there.
    pub(super) fn joins(&self) -> bool {
        self.arriving && !self.household.members.is_empty()
    }
}
