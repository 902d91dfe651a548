//! Reading the record, for the administrator's screen.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{ResidentId, StaffId};
use uuid::Uuid;

use super::entry::{AuditEntry, EntryRow};
use crate::{StoreError, TenantTx};

/// Which entries to read, newest first. What is none lets all through.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// At or after this instant.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub until: Option<DateTime<Utc>>,
    /// Done by this person.
    pub staff: Option<StaffId>,
    /// Concerning this resident.
    pub person: Option<ResidentId>,
    /// This action.
    pub action: Option<String>,
    /// The instant and id of the last entry of the page before.
    pub older_than: Option<(DateTime<Utc>, Uuid)>,
    /// How many at most.
    pub limit: u16,
}

/// Entries of the record, newest first.
pub async fn read(tx: &mut TenantTx, filter: &AuditFilter) -> Result<Vec<AuditEntry>, StoreError> {
    sqlx::query_as!(
        EntryRow,
        r#"SELECT entry_id AS "entry_id!", operation_id AS "operation_id!", phase AS "phase!", at AS "at!",
            category AS "category!", staff_id, session_id, section_id, terminal AS "terminal!",
            action AS "action!", screen AS "screen!", resource_kind AS "resource_kind!",
            resource_id AS "resource_id!", individual_number_access AS "individual_number_access!",
            persons AS "persons!", outcome AS "outcome!", detail AS "detail!"
           FROM read_audit($1, $2, $3, $4, $5, $6, $7, $8)"#,
        filter.from,
        filter.until,
        filter.staff.map(|staff| staff.0),
        filter.person.map(|person| person.0),
        filter.action.as_deref(),
        filter.older_than.map(|(at, _)| at),
        filter.older_than.map(|(_, id)| id),
        i32::from(filter.limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(EntryRow::into_entry)
    .collect()
}
