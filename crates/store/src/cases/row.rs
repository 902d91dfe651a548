//! A case as rows.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::case::{Case, CaseMember};
use madoguchi_model::ids::{CaseId, HouseholdId, ResidentId, StaffId};
use serde_json::Value;
use uuid::Uuid;

use crate::codec::{Row, json};
use crate::{StoreError, TenantTx};

/// A row of `cases`.
pub(super) struct CaseRow {
    pub(super) case_id: Uuid,
    pub(super) number: String,
    pub(super) household_id: Option<Uuid>,
    pub(super) events: Vec<String>,
    pub(super) visitor: Value,
    pub(super) moved_on: Option<NaiveDate>,
    pub(super) filed_on: NaiveDate,
    pub(super) new_address: Option<Value>,
    pub(super) former_address: Option<Value>,
    pub(super) state: String,
    pub(super) release_hash: String,
    pub(super) overlay_hash: Option<String>,
    pub(super) version: i32,
    pub(super) opened_by: Uuid,
    pub(super) opened_at: DateTime<Utc>,
}

impl CaseRow {
    pub(super) fn into_case(self, members: Vec<CaseMember>) -> Result<Case, StoreError> {
        let row = Row {
            table: "cases",
            id: &self.case_id,
        };
        let events = self
            .events
            .iter()
            .map(|event| row.code("events", event))
            .collect::<Result<_, _>>()?;
        Ok(Case {
            id: CaseId(self.case_id),
            number: self.number,
            household_id: self.household_id.map(HouseholdId),
            events,
            members,
            visitor: row.json("visitor", self.visitor)?,
            moved_on: self.moved_on,
            filed_on: self.filed_on,
            new_address: row.json_option("new_address", self.new_address)?,
            former_address: row.json_option("former_address", self.former_address)?,
            state: row.code("state", &self.state)?,
            release_hash: self.release_hash,
            overlay_hash: self.overlay_hash,
            version: self.version,
            opened_by: StaffId(self.opened_by),
            opened_at: self.opened_at,
        })
    }
}

/// The members of a case, in the register's order, then those who were entered.
pub(super) async fn members(tx: &mut TenantTx, id: CaseId) -> Result<Vec<CaseMember>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "SELECT resident_id, moves, entered FROM case_members WHERE tenant_id = $1 AND case_id = $2
         ORDER BY position",
        tenant,
        id.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let table = Row {
            table: "case_members",
            id: &id,
        };
        Ok(CaseMember {
            resident_id: ResidentId(row.resident_id),
            moves: row.moves,
            entered: table.json_option("entered", row.entered)?,
        })
    })
    .collect()
}

/// Replaces the members of a case. Each must have been entered or be a resident of this tenant: false otherwise.
pub(super) async fn save_members(
    tx: &mut TenantTx,
    id: CaseId,
    members: &[CaseMember],
) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    let residents: Vec<Uuid> = members.iter().map(|member| member.resident_id.0).collect();
    let moves: Vec<bool> = members.iter().map(|member| member.moves).collect();
    let entered: Vec<Option<Value>> = members
        .iter()
        .map(|member| member.entered.as_ref().map(json))
        .collect();
    sqlx::query!(
        "DELETE FROM case_members WHERE tenant_id = $1 AND case_id = $2",
        tenant,
        id.0
    )
    .execute(tx.connection())
    .await?;
    let done = sqlx::query!(
        "INSERT INTO case_members (tenant_id, case_id, position, resident_id, moves, entered)
         SELECT $1, $2, new.position, new.resident_id, new.moves, new.entered
         FROM unnest($3::uuid[], $4::bool[], $5::jsonb[]) WITH ORDINALITY
            AS new (resident_id, moves, entered, position)
         LEFT JOIN residents r ON r.tenant_id = $1 AND r.resident_id = new.resident_id
         WHERE (new.entered IS NULL) = (r.resident_id IS NOT NULL)",
        tenant,
        id.0,
        &residents,
        &moves,
        &entered as &[Option<Value>]
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == members.len() as u64)
}
