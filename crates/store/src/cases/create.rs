//! Opening a case.

use chrono::{Datelike, NaiveDate};
use madoguchi_model::case::{Case, CaseMember, FormerAddress, LifeEvent, NewAddress, Visitor};
use madoguchi_model::ids::{CaseId, HouseholdId, StaffId};
use madoguchi_model::phone::phone_key;
use serde_json::json as json_value;
use uuid::Uuid;

use super::row::save_members;
use crate::case_events::{self, CaseEventKind};
use crate::codec::{code, json};
use crate::{ChangeError, StoreError, TenantTx, case_records, households, staff};

/// A case to be opened.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// The household of the register; none for people who move in and form one of their own.
    pub household_id: Option<HouseholdId>,
    /// At least one.
    pub events: Vec<LifeEvent>,
    /// Members of the household, in the register's order.
    pub members: Vec<CaseMember>,
    /// Who stands at the counter.
    pub visitor: Visitor,
    /// 異動日, if it was said.
    pub moved_on: Option<NaiveDate>,
    /// 届出日.
    pub filed_on: NaiveDate,
    /// The new address, for a move.
    pub new_address: Option<NewAddress>,
    /// Where those who move in come from.
    pub former_address: Option<FormerAddress>,
    /// The catalogue release it is judged by.
    pub release_hash: String,
    /// The municipality's overlay on it.
    pub overlay_hash: Option<String>,
    /// Made with the empty form; the same key opens one case only.
    pub idempotency_key: String,
}

/// Opens a case and gives it the next 受付番号. With a key that has opened a case already, gives that one.
pub async fn create(tx: &mut TenantTx, new: &NewCase, by: StaffId) -> Result<Case, ChangeError> {
    if let Some(before) = opened_with(tx, &new.idempotency_key).await? {
        return super::get(tx, before).await?.ok_or(ChangeError::NotFound);
    }
    let household = match new.household_id {
        Some(household) => households::get(tx, household).await?,
        None => None,
    };
    if (new.household_id.is_some() && household.is_none()) || staff::get(tx, by).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let id = insert(tx, new, by).await?;
    if !save_members(tx, id, &new.members).await? {
        return Err(ChangeError::NotFound);
    }
    if let Some(household) = household {
        case_records::keep(tx, id, &household.members).await?;
    }
    case_events::record(tx, id, Some(by), CaseEventKind::Opened, &json_value!({})).await?;
    super::get(tx, id).await?.ok_or(ChangeError::NotFound)
}

/// The case a key has opened. Two requests with one key wait for each other here, until the transaction's end.
async fn opened_with(tx: &mut TenantTx, key: &str) -> Result<Option<CaseId>, StoreError> {
    let tenant = tx.tenant();
    let lock = format!("case {tenant} {key}");
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
        .execute(tx.connection())
        .await?;
    let id = sqlx::query_scalar!(
        "SELECT case_id FROM cases WHERE tenant_id = $1 AND idempotency_key = $2",
        tenant,
        key
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(id.map(CaseId))
}

async fn insert(tx: &mut TenantTx, new: &NewCase, by: StaffId) -> Result<CaseId, StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let number = next_number(tx, tenant).await?;
    let events: Vec<String> = new.events.iter().map(code).collect();
    sqlx::query!(
        "INSERT INTO cases (tenant_id, case_id, number, household_id, events, visitor, moved_on, filed_on,
            new_address, former_address, state, release_hash, overlay_hash, version, opened_by, opened_at,
            changed_by, changed_at, idempotency_key, phone_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12, 1, $13, $14, $13, $14, $15, $16)",
        tenant,
        id,
        number,
        new.household_id.map(|household| household.0),
        &events,
        json(&new.visitor),
        new.moved_on,
        new.filed_on,
        new.new_address.as_ref().map(json),
        new.former_address.as_ref().map(json),
        new.release_hash,
        new.overlay_hash,
        by.0,
        now,
        new.idempotency_key,
        phone_key(&new.visitor.phone)
    )
    .execute(tx.connection())
    .await?;
    Ok(CaseId(id))
}

/// The next 受付番号: fiscal year of today in two digits, a hyphen, a running number of at least five digits.
async fn next_number(tx: &mut TenantTx, tenant: Uuid) -> Result<String, StoreError> {
    let year = fiscal_year(tx.today());
    let number = sqlx::query_scalar!(
        "INSERT INTO case_numbers AS numbers (tenant_id, fiscal_year, last_number) VALUES ($1, $2, 1)
         ON CONFLICT (tenant_id, fiscal_year) DO UPDATE SET last_number = numbers.last_number + 1
         RETURNING last_number",
        tenant,
        year
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(format!("{:02}-{number:05}", year.rem_euclid(100)))
}

/// The fiscal year of a day: from 1 April (地方自治法208条).
fn fiscal_year(day: NaiveDate) -> i32 {
    if day.month() >= 4 {
        day.year()
    } else {
        day.year() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fiscal_year_begins_on_the_first_of_april() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(fiscal_year(day("2026-03-31")), 2025);
        assert_eq!(fiscal_year(day("2026-04-01")), 2026);
        assert_eq!(fiscal_year(day("2027-01-01")), 2026);
    }
}
