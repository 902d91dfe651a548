//! 取下げ of one application by the resident before the hand-off: kept, shown with its reason, not made again.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{ApplicationId, CaseId, ResidentId, StaffId};
use serde_json::json as json_value;
use uuid::Uuid;

use super::{ApplicationState, NewApplication, get};
use crate::case_events::{self, CaseEventKind};
use crate::{ChangeError, StoreError, TenantTx, cases, signatures};

/// An application that is no part of its case any more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Withdrawn {
    /// Our id.
    pub id: ApplicationId,
    /// The form's id in the catalogue.
    pub form_id: String,
    /// Whom it is for; empty for the household as a whole.
    pub residents: Vec<ResidentId>,
    /// The version it was in.
    pub version: i32,
    /// When it was put away.
    pub at: DateTime<Utc>,
    /// The resident's withdrawal; none where it was only not needed any more.
    pub by_resident: Option<Withdrawal>,
}

/// A withdrawal by the resident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Withdrawal {
    /// Why.
    pub reason: String,
    /// The name of the officer who took it.
    pub taken_by: String,
}

impl Withdrawn {
    /// The resident withdrew it, and it is the same form for the same persons.
    pub(super) fn is_of_resident_for(&self, new: &NewApplication) -> bool {
        self.by_resident.is_some() && self.form_id == new.form_id && self.residents == new.residents
    }
}

/// The applications of a case that were withdrawn or are not needed any more, in the order they were put away.
pub async fn withdrawn_of_case(tx: &mut TenantTx, case: CaseId) -> Result<Vec<Withdrawn>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        r#"SELECT a.application_id, a.form_id, a.residents, a.version, a.changed_at, a.withdrawn_reason,
            s.display_name AS "taken_by?"
           FROM applications a
           LEFT JOIN staff s ON s.tenant_id = a.tenant_id AND s.staff_id = a.withdrawn_by
           WHERE a.tenant_id = $1 AND a.case_id = $2 AND a.state = 'withdrawn'
           ORDER BY a.changed_at, a.application_id"#,
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?;
    let withdrawn = rows.into_iter().map(|row| Withdrawn {
        id: ApplicationId(row.application_id),
        form_id: row.form_id,
        residents: row.residents.into_iter().map(ResidentId).collect(),
        version: row.version,
        at: row.changed_at,
        by_resident: row.withdrawn_reason.map(|reason| Withdrawal {
            reason,
            taken_by: row.taken_by.unwrap_or_default(),
        }),
    });
    Ok(withdrawn.collect())
}

/// The resident takes an application of an open case back. Its signature loses its force.
pub async fn withdraw(
    tx: &mut TenantTx,
    id: ApplicationId,
    version: i32,
    by: StaffId,
    reason: &str,
) -> Result<(), ChangeError> {
    let found = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    cases::open_for_change(tx, found.case_id, by).await?;
    // Read again: nobody changes an application without the lock on its case.
    let found = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    if found.state == ApplicationState::Withdrawn {
        return Err(ChangeError::NotAllowed("it is withdrawn already".into()));
    }
    if found.version != version {
        return Err(ChangeError::Stale {
            changed_by: None,
            changed_at: found.changed_at,
            version: found.version,
        });
    }
    signatures::void_standing(tx, id, by, "申請が取り下げられたため").await?;
    set(tx, id, "withdrawn", by, Some(reason)).await?;
    let detail = json_value!({ "form": found.form_id, "reason": reason });
    let kind = CaseEventKind::ApplicationWithdrawn;
    Ok(case_events::record(tx, found.case_id, Some(by), kind, &detail).await?)
}

/// Takes a resident's withdrawal back: the application is there again, in its version, unsigned.
pub async fn restore(tx: &mut TenantTx, id: ApplicationId, by: StaffId) -> Result<(), ChangeError> {
    let found = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    cases::open_for_change(tx, found.case_id, by).await?;
    let withdrawn = withdrawn_of_case(tx, found.case_id).await?;
    let by_resident = |old: &Withdrawn| old.id == id && old.by_resident.is_some();
    if !withdrawn.iter().any(by_resident) {
        return Err(ChangeError::NotAllowed(
            "only what the resident withdrew can be restored".into(),
        ));
    }
    set(tx, id, "prepared", by, None).await?;
    let detail = json_value!({ "form": found.form_id });
    let kind = CaseEventKind::ApplicationRestored;
    Ok(case_events::record(tx, found.case_id, Some(by), kind, &detail).await?)
}

async fn set(
    tx: &mut TenantTx,
    id: ApplicationId,
    state: &str,
    by: StaffId,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let withdrawn_by: Option<Uuid> = reason.map(|_| by.0);
    sqlx::query!(
        "UPDATE applications SET state = $3, changed_by = $4, changed_at = $5::timestamptz, withdrawn_reason = $6,
            withdrawn_by = $7, withdrawn_at = CASE WHEN $7::uuid IS NULL THEN NULL ELSE $5::timestamptz END
         WHERE tenant_id = $1 AND application_id = $2",
        tenant,
        id.0,
        state,
        by.0,
        now,
        reason,
        withdrawn_by
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
