//! 抑止: stops on operations about a person, with reason and time.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::ids::{ResidentId, StaffId, SuppressionId};
use madoguchi_model::protection::SuppressionKind;
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx, residents};

/// A suppression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suppression {
    /// Our id.
    pub id: SuppressionId,
    /// Whose.
    pub resident_id: ResidentId,
    /// That person's name as written.
    pub name: String,
    /// What it stops.
    pub kind: SuppressionKind,
    /// Why.
    pub reason: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; none where it goes on until it is ended.
    pub until: Option<NaiveDate>,
    /// Who decided.
    pub decided_by_name: String,
    /// When.
    pub decided_at: DateTime<Utc>,
    /// When it was ended before its time, and why.
    pub ended: Option<(DateTime<Utc>, String)>,
}

/// One to be entered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewSuppression {
    /// Whose.
    pub resident: ResidentId,
    /// What it stops.
    pub kind: SuppressionKind,
    /// Why; not blank.
    pub reason: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day; none where it goes on until it is ended.
    pub until: Option<NaiveDate>,
}

struct SuppressionRow {
    suppression_id: Uuid,
    resident_id: Uuid,
    name: String,
    kind: String,
    reason: String,
    from_day: NaiveDate,
    until_day: Option<NaiveDate>,
    display_name: String,
    decided_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    end_reason: Option<String>,
}

impl SuppressionRow {
    fn into_suppression(self) -> Result<Suppression, StoreError> {
        let row = Row {
            table: "suppressions",
            id: &self.suppression_id,
        };
        Ok(Suppression {
            id: SuppressionId(self.suppression_id),
            resident_id: ResidentId(self.resident_id),
            name: self.name,
            kind: row.code("kind", &self.kind)?,
            reason: self.reason,
            from: self.from_day,
            until: self.until_day,
            decided_by_name: self.display_name,
            decided_at: self.decided_at,
            ended: self.ended_at.zip(self.end_reason),
        })
    }
}

/// The suppressions in force today of these residents.
pub async fn in_force(tx: &mut TenantTx, residents: &[ResidentId]) -> Result<Vec<Suppression>, StoreError> {
    let (tenant, today) = (tx.tenant(), tx.today());
    let ids: Vec<Uuid> = residents.iter().map(|id| id.0).collect();
    sqlx::query_as!(
        SuppressionRow,
        "SELECT u.suppression_id, u.resident_id, r.name, u.kind, u.reason, u.from_day, u.until_day, s.display_name,
            u.decided_at, u.ended_at, u.end_reason
         FROM suppressions u
         JOIN residents r ON r.tenant_id = $1 AND r.resident_id = u.resident_id
         JOIN staff s ON s.tenant_id = $1 AND s.staff_id = u.decided_by
         WHERE u.tenant_id = $1 AND u.resident_id = ANY ($2) AND u.ended_at IS NULL
            AND u.from_day <= $3 AND (u.until_day IS NULL OR u.until_day >= $3)
         ORDER BY u.kind, u.decided_at, u.suppression_id",
        tenant,
        &ids,
        today
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(SuppressionRow::into_suppression)
    .collect()
}

/// The newest suppressions, those that are over too.
pub async fn list(tx: &mut TenantTx, limit: u16) -> Result<Vec<Suppression>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        SuppressionRow,
        "SELECT u.suppression_id, u.resident_id, r.name, u.kind, u.reason, u.from_day, u.until_day, s.display_name,
            u.decided_at, u.ended_at, u.end_reason
         FROM suppressions u
         JOIN residents r ON r.tenant_id = $1 AND r.resident_id = u.resident_id
         JOIN staff s ON s.tenant_id = $1 AND s.staff_id = u.decided_by
         WHERE u.tenant_id = $1 ORDER BY u.ended_at IS NOT NULL, u.decided_at DESC, u.suppression_id LIMIT $2",
        tenant,
        i64::from(limit)
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(SuppressionRow::into_suppression)
    .collect()
}

/// Enters one.
///
/// # Errors
/// When there is no such resident, no reason, or the time is none.
pub async fn create(
    tx: &mut TenantTx,
    new: &NewSuppression,
    by: StaffId,
) -> Result<SuppressionId, ChangeError> {
    residents::get(tx, new.resident)
        .await?
        .ok_or(ChangeError::NotFound)?;
    let reason = new.reason.trim();
    if reason.is_empty() || new.until.is_some_and(|until| until < new.from) {
        return Err(ChangeError::NotAllowed(
            "a suppression needs a reason and a time".into(),
        ));
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO suppressions (tenant_id, suppression_id, resident_id, kind, reason, from_day, until_day,
            decided_by, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant,
        id,
        new.resident.0,
        code(&new.kind),
        reason,
        new.from,
        new.until,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(SuppressionId(id))
}

/// Ends one, with a reason.
///
/// # Errors
/// When there is no such suppression, it was ended already, or there is no reason.
pub async fn end(tx: &mut TenantTx, id: SuppressionId, reason: &str, by: StaffId) -> Result<(), ChangeError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(ChangeError::NotAllowed("an end needs a reason".into()));
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    let ended = sqlx::query!(
        "SELECT ended_at FROM suppressions WHERE tenant_id = $1 AND suppression_id = $2 FOR UPDATE",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .ok_or(ChangeError::NotFound)?;
    if ended.ended_at.is_some() {
        return Err(ChangeError::NotAllowed("it was ended already".into()));
    }
    sqlx::query!(
        "UPDATE suppressions SET ended_by = $3, ended_at = $4, end_reason = $5
         WHERE tenant_id = $1 AND suppression_id = $2",
        tenant,
        id.0,
        by.0,
        now,
        reason
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
