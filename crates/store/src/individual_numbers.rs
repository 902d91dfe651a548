//! 個人番号 that a procedure's law needs (番号法9条, 14条, 16条), sealed to a key that the database does not hold.
//! Deleted when the case is over, and in any case after [`KEPT`].

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::ids::{CaseId, IndividualNumberId, ResidentId, StaffId};
use serde_json::json as json_value;

use crate::case_events::{self, CaseEventKind};
use crate::{ChangeError, StoreError, TenantTx, cases};

/// How long a number is kept at most.
pub const KEPT: Duration = Duration::days(30);

/// A sealed number (RFC 9180).
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The encapsulated key.
    pub encapsulated: Vec<u8>,
    /// The sealed digits.
    pub ciphertext: Vec<u8>,
}

/// A number to be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct NewNumber {
    /// The pairing's id: the seal is bound to it.
    pub id: IndividualNumberId,
    /// The case.
    pub case: CaseId,
    /// Whose.
    pub resident: ResidentId,
    /// The procedure whose law needs it.
    pub procedure: String,
    /// The sealed digits.
    pub sealed: Sealed,
}

/// A number that was read, or the trace of one that was deleted.
#[derive(Clone, PartialEq, Eq)]
pub struct IndividualNumber {
    /// Our id; the pairing's.
    pub id: IndividualNumberId,
    /// Whose.
    pub resident_id: ResidentId,
    /// The procedure whose law needs it.
    pub procedure_id: String,
    /// The sealed digits; none once they are deleted.
    pub sealed: Option<Sealed>,
    /// Who read it.
    pub read_by: StaffId,
    /// When.
    pub read_at: DateTime<Utc>,
    /// When it is deleted at the latest.
    pub delete_at: DateTime<Utc>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// Keeps a number. An older one of the same person in the case is deleted: one is enough.
pub async fn keep(tx: &mut TenantTx, new: &NewNumber, by: StaffId) -> Result<(), ChangeError> {
    cases::open_for_change(tx, new.case, by).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE individual_numbers SET encapsulated = NULL, ciphertext = NULL, deleted_at = $4
         WHERE tenant_id = $1 AND case_id = $2 AND resident_id = $3 AND deleted_at IS NULL",
        tenant,
        new.case.0,
        new.resident.0,
        now
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "INSERT INTO individual_numbers (tenant_id, number_id, case_id, resident_id, procedure_id, encapsulated,
            ciphertext, read_by, read_at, delete_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tenant,
        new.id.0,
        new.case.0,
        new.resident.0,
        new.procedure,
        new.sealed.encapsulated,
        new.sealed.ciphertext,
        by.0,
        now,
        now + KEPT
    )
    .execute(tx.connection())
    .await?;
    let detail = json_value!({ "procedure": new.procedure, "resident": new.resident });
    Ok(case_events::record(
        tx,
        new.case,
        Some(by),
        CaseEventKind::IndividualNumberRead,
        &detail,
    )
    .await?)
}

/// The numbers of a case, newest first, with the traces of deleted ones.
pub async fn of_case(tx: &mut TenantTx, case: CaseId) -> Result<Vec<IndividualNumber>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        "SELECT number_id, resident_id, procedure_id, encapsulated, ciphertext, read_by, read_at, delete_at,
            deleted_at
         FROM individual_numbers WHERE tenant_id = $1 AND case_id = $2 ORDER BY read_at DESC, number_id",
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?;
    let numbers = rows.into_iter().map(|row| IndividualNumber {
        id: IndividualNumberId(row.number_id),
        resident_id: ResidentId(row.resident_id),
        procedure_id: row.procedure_id,
        sealed: row
            .encapsulated
            .zip(row.ciphertext)
            .map(|(encapsulated, ciphertext)| Sealed {
                encapsulated,
                ciphertext,
            }),
        read_by: StaffId(row.read_by),
        read_at: row.read_at,
        delete_at: row.delete_at,
        deleted_at: row.deleted_at,
    });
    Ok(numbers.collect())
}

/// Deletes the numbers of a case that is over; how many.
pub(crate) async fn delete_of_case(tx: &mut TenantTx, case: CaseId) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE individual_numbers SET encapsulated = NULL, ciphertext = NULL, deleted_at = $3
         WHERE tenant_id = $1 AND case_id = $2 AND deleted_at IS NULL",
        tenant,
        case.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}

/// Deletes numbers whose time is over; how many.
pub async fn tidy(tx: &mut TenantTx) -> Result<u64, StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE individual_numbers SET encapsulated = NULL, ciphertext = NULL, deleted_at = $2
         WHERE tenant_id = $1 AND delete_at <= $2 AND deleted_at IS NULL",
        tenant,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected())
}
