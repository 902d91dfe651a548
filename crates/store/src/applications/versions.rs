//! Every version of an application, whole, as it was printed and signed. Nothing changes or removes one.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{ApplicationId, StaffId};
use serde_json::Value;

use super::NewApplication;
use crate::{StoreError, TenantTx};

/// One version of an application.
#[derive(Clone, PartialEq, Debug)]
pub struct ApplicationVersion {
    /// Its number, from 1.
    pub version: i32,
    /// The catalogue release it was made by.
    pub release_hash: String,
    /// The municipality's overlay the case was judged by.
    pub overlay_hash: Option<String>,
    /// The edition of the form's layout; empty where it was not kept.
    pub form_edition: String,
    /// The values that are printed.
    pub values: Value,
    /// Who filled it.
    pub made_by: StaffId,
    /// That person's name.
    pub made_by_name: String,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// Every version of an application, oldest first.
pub async fn versions(
    tx: &mut TenantTx,
    application: ApplicationId,
) -> Result<Vec<ApplicationVersion>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        ApplicationVersion,
        "SELECT v.version, v.release_hash, v.overlay_hash, v.form_edition, v.field_values AS values, v.made_by,
            s.display_name AS made_by_name, v.made_at
         FROM application_versions v JOIN staff s ON s.tenant_id = v.tenant_id AND s.staff_id = v.made_by
         WHERE v.tenant_id = $1 AND v.application_id = $2 ORDER BY v.version",
        tenant,
        application.0
    )
    .fetch_all(tx.connection())
    .await?)
}

/// One version of an application.
pub async fn version(
    tx: &mut TenantTx,
    application: ApplicationId,
    version: i32,
) -> Result<Option<ApplicationVersion>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        ApplicationVersion,
        "SELECT v.version, v.release_hash, v.overlay_hash, v.form_edition, v.field_values AS values, v.made_by,
            s.display_name AS made_by_name, v.made_at
         FROM application_versions v JOIN staff s ON s.tenant_id = v.tenant_id AND s.staff_id = v.made_by
         WHERE v.tenant_id = $1 AND v.application_id = $2 AND v.version = $3",
        tenant,
        application.0,
        version
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Keeps the version that was just made: its number is the application's.
pub(super) async fn keep(
    tx: &mut TenantTx,
    application: ApplicationId,
    new: &NewApplication,
    by: StaffId,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "INSERT INTO application_versions (tenant_id, application_id, version, release_hash, overlay_hash,
            form_edition, field_values, made_by, made_at)
         SELECT a.tenant_id, a.application_id, a.version, a.release_hash, c.overlay_hash, $3, a.field_values, $4, $5
         FROM applications a JOIN cases c ON c.tenant_id = a.tenant_id AND c.case_id = a.case_id
         WHERE a.tenant_id = $1 AND a.application_id = $2",
        tenant,
        application.0,
        new.form_edition,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
