//! Analyses that begin with persons: who saw them.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{ResidentId, StaffId};
use sqlx::FromRow;
use uuid::Uuid;

use super::{MOST, Span};
use crate::{StoreError, TenantTx};

/// What an officer did with a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Viewed {
    /// Who.
    pub staff: StaffId,
    /// Whom.
    pub person: ResidentId,
    /// The record's code of what was done.
    pub action: String,
    /// How many times.
    pub operations: i64,
    /// The first time.
    pub first: DateTime<Utc>,
    /// The last time.
    pub last: DateTime<Utc>,
}

/// Who saw any of these persons, the latest first.
pub async fn viewers(
    tx: &mut TenantTx,
    span: &Span,
    persons: &[ResidentId],
) -> Result<Vec<Viewed>, StoreError> {
    let persons: Vec<Uuid> = persons.iter().map(|person| person.0).collect();
    let rows = sqlx::query!(
        r#"SELECT staff_id AS "staff_id!", person AS "person!", action AS "action!", operations AS "operations!",
            first_at AS "first_at!", last_at AS "last_at!"
           FROM audit_viewers($1, $2, $3, $4, $5)"#,
        &persons,
        span.from,
        span.until,
        span.staff.map(|staff| staff.0),
        MOST
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Viewed {
            staff: StaffId(row.staff_id),
            person: ResidentId(row.person),
            action: row.action,
            operations: row.operations,
            first: row.first_at,
            last: row.last_at,
        })
        .collect())
}

/// The residents under a protective measure, at most so many.
pub async fn protected_persons(tx: &mut TenantTx, at_most: i64) -> Result<Vec<ResidentId>, StoreError> {
    let tenant = tx.tenant();
    let ids = sqlx::query_scalar!(
        "SELECT resident_id FROM residents WHERE tenant_id = $1 AND protective_measure <> 'none'
         ORDER BY resident_id LIMIT $2",
        tenant,
        at_most
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(ids.into_iter().map(ResidentId).collect())
}

/// How an officer seems to stand to a resident.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Near {
    /// The same name: the officer, or a namesake.
    SameName,
    /// In the household of someone of the officer's name.
    SameHousehold,
    /// At the address of someone of the officer's name.
    SameAddress,
}

/// An officer and a resident who seem to be near.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NearPerson {
    /// The officer.
    pub staff: StaffId,
    /// The resident.
    pub person: ResidentId,
    /// How.
    pub near: Near,
}

#[derive(FromRow)]
struct NearRow {
    staff_id: Uuid,
    resident_id: Uuid,
    near: i32,
}

/// Officers and residents of the same name (spaces aside), and who lives with those residents: the nearest relation of
/// each pair. The register does not know who works here, so this is a hint and no proof.
pub async fn near_persons(tx: &mut TenantTx, staff: Option<StaffId>) -> Result<Vec<NearPerson>, StoreError> {
    let rows: Vec<NearRow> = sqlx::query_as(
        "WITH own AS MATERIALIZED (
            SELECT s.staff_id, r.resident_id, r.household_id, r.address_key
            FROM staff s JOIN residents r ON r.tenant_id = $1
                AND translate(r.name, ' \u{3000}', '') = translate(s.display_name, ' \u{3000}', '')
            WHERE s.tenant_id = $1 AND ($2::uuid IS NULL OR s.staff_id = $2) LIMIT 2000)
         SELECT staff_id, resident_id, min(near) AS near FROM (
            SELECT staff_id, resident_id, 0 AS near FROM own
            UNION ALL SELECT o.staff_id, r.resident_id, 1 FROM own o
                JOIN residents r ON r.tenant_id = $1 AND r.household_id = o.household_id
            UNION ALL SELECT o.staff_id, r.resident_id, 2 FROM own o
                JOIN residents r ON r.tenant_id = $1 AND r.address_key = o.address_key
                WHERE o.address_key <> '') near
         GROUP BY 1, 2 ORDER BY 1, 3, 2 LIMIT 20000",
    )
    .bind(tx.tenant())
    .bind(staff.map(|staff| staff.0))
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| NearPerson {
            staff: StaffId(row.staff_id),
            person: ResidentId(row.resident_id),
            near: match row.near {
                0 => Near::SameName,
                1 => Near::SameHousehold,
                _ => Near::SameAddress,
            },
        })
        .collect())
}

/// What officers did with those who seem to be near to them, the latest first.
pub async fn near_views(
    tx: &mut TenantTx,
    span: &Span,
    near: &[NearPerson],
) -> Result<Vec<(NearPerson, Viewed)>, StoreError> {
    let staffs: Vec<Uuid> = near.iter().map(|pair| pair.staff.0).collect();
    let persons: Vec<Uuid> = near.iter().map(|pair| pair.person.0).collect();
    let rows = sqlx::query!(
        r#"SELECT staff_id AS "staff_id!", person AS "person!", operations AS "operations!",
            first_at AS "first_at!", last_at AS "last_at!"
           FROM audit_pairs($1, $2, $3, $4, $5)"#,
        &staffs,
        &persons,
        span.from,
        span.until,
        MOST
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let (staff, person) = (StaffId(row.staff_id), ResidentId(row.person));
            let pair = near
                .iter()
                .find(|pair| pair.staff == staff && pair.person == person)?;
            let viewed = Viewed {
                staff,
                person,
                action: String::new(),
                operations: row.operations,
                first: row.first_at,
                last: row.last_at,
            };
            Some((*pair, viewed))
        })
        .collect())
}
