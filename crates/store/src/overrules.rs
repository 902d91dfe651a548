//! An officer's decision beside a judgement. The judgement stays as it is.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{CaseId, StaffId};
use serde::{Deserialize, Serialize};
use serde_json::json as json_value;
use uuid::Uuid;

use crate::case_events::{self, CaseEventKind};
use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx, cases};

/// What an officer decided.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverruledTo {
    /// The procedure is required.
    Required,
    /// It is not.
    NotRequired,
}

/// One decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overrule {
    /// Our id.
    pub id: Uuid,
    /// The procedure of the catalogue.
    pub procedure_id: String,
    /// Whom the judgement is about, in the guidance's text form.
    pub subject: String,
    /// What was decided.
    pub result: OverruledTo,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub overruled_by: StaffId,
    /// That person's name.
    pub overruled_by_name: String,
    /// When.
    pub overruled_at: DateTime<Utc>,
    /// When it was withdrawn; none while it is in force.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// A decision to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewOverrule {
    /// The procedure of the catalogue.
    pub procedure_id: String,
    /// Whom the judgement is about, in the guidance's text form.
    pub subject: String,
    /// What is decided.
    pub result: OverruledTo,
    /// Why; not empty.
    pub reason: String,
}

/// Every decision of a case, withdrawn ones too, oldest first.
pub async fn list(tx: &mut TenantTx, case: CaseId) -> Result<Vec<Overrule>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query!(
        "SELECT o.overrule_id, o.procedure_id, o.subject, o.result, o.reason, o.overruled_by, s.display_name,
            o.overruled_at, o.withdrawn_at
         FROM overrules o JOIN staff s ON s.tenant_id = o.tenant_id AND s.staff_id = o.overruled_by
         WHERE o.tenant_id = $1 AND o.case_id = $2 ORDER BY o.overruled_at, o.overrule_id",
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(|row| {
        let result = Row {
            table: "overrules",
            id: &row.overrule_id,
        }
        .code("result", &row.result)?;
        Ok(Overrule {
            id: row.overrule_id,
            procedure_id: row.procedure_id,
            subject: row.subject,
            result,
            reason: row.reason,
            overruled_by: StaffId(row.overruled_by),
            overruled_by_name: row.display_name,
            overruled_at: row.overruled_at,
            withdrawn_at: row.withdrawn_at,
        })
    })
    .collect()
}

/// Decides beside a judgement of an open case. A decision before it about the same judgement is withdrawn.
pub async fn create(
    tx: &mut TenantTx,
    case: CaseId,
    new: &NewOverrule,
    by: StaffId,
) -> Result<Uuid, ChangeError> {
    cases::open_for_change(tx, case, by).await?;
    if new.reason.trim().is_empty() {
        return Err(ChangeError::NotAllowed("a decision needs a reason".into()));
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "UPDATE overrules SET withdrawn_by = $5, withdrawn_at = $6
         WHERE tenant_id = $1 AND case_id = $2 AND procedure_id = $3 AND subject = $4 AND withdrawn_at IS NULL",
        tenant,
        case.0,
        new.procedure_id,
        new.subject,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "INSERT INTO overrules (tenant_id, overrule_id, case_id, procedure_id, subject, result, reason,
            overruled_by, overruled_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant,
        id,
        case.0,
        new.procedure_id,
        new.subject,
        code(&new.result),
        new.reason,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    let detail = json_value!({ "procedure": new.procedure_id, "result": code(&new.result) });
    case_events::record(tx, case, Some(by), CaseEventKind::Overruled, &detail).await?;
    Ok(id)
}

/// Withdraws a decision of an open case.
pub async fn withdraw(tx: &mut TenantTx, case: CaseId, id: Uuid, by: StaffId) -> Result<(), ChangeError> {
    cases::open_for_change(tx, case, by).await?;
    let (tenant, now) = (tx.tenant(), tx.now());
    let procedure = sqlx::query_scalar!(
        "UPDATE overrules SET withdrawn_by = $4, withdrawn_at = $5
         WHERE tenant_id = $1 AND case_id = $2 AND overrule_id = $3 AND withdrawn_at IS NULL
         RETURNING procedure_id",
        tenant,
        case.0,
        id,
        by.0,
        now
    )
    .fetch_optional(tx.connection())
    .await?
    .ok_or(ChangeError::NotFound)?;
    let detail = json_value!({ "procedure": procedure });
    Ok(case_events::record(tx, case, Some(by), CaseEventKind::OverruleWithdrawn, &detail).await?)
}
