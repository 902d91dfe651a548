//! Every version of an application, whole, as it was printed and signed. Nothing changes or removes one.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{ApplicationId, CaseId, OwnFormId, StaffId, SuppliedFontId};
use serde_json::Value;
use uuid::Uuid;

use super::Application;
use crate::codec::Row;
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
    /// The municipality's font that its private-use characters are drawn from.
    pub supplied_font: Option<SuppliedFontId>,
    /// Characters that no font holds, each as written, with what was printed instead.
    pub substitutes: BTreeMap<String, String>,
    /// Who filled it.
    pub made_by: StaffId,
    /// That person's name.
    pub made_by_name: String,
    /// When.
    pub made_at: DateTime<Utc>,
}

struct VersionRow {
    application_id: Uuid,
    version: i32,
    release_hash: String,
    overlay_hash: Option<String>,
    form_edition: String,
    field_values: Value,
    supplied_font: Option<Uuid>,
    substitutes: Value,
    made_by: Uuid,
    made_by_name: String,
    made_at: DateTime<Utc>,
}

impl VersionRow {
    fn into_version(self) -> Result<ApplicationVersion, StoreError> {
        let row = Row {
            table: "application_versions",
            id: &self.application_id,
        };
        Ok(ApplicationVersion {
            version: self.version,
            release_hash: self.release_hash,
            overlay_hash: self.overlay_hash,
            form_edition: self.form_edition,
            values: self.field_values,
            supplied_font: self.supplied_font.map(SuppliedFontId),
            substitutes: row.json("substitutes", self.substitutes)?,
            made_by: StaffId(self.made_by),
            made_by_name: self.made_by_name,
            made_at: self.made_at,
        })
    }
}

/// Every version of an application, oldest first.
pub async fn versions(
    tx: &mut TenantTx,
    application: ApplicationId,
) -> Result<Vec<ApplicationVersion>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        VersionRow,
        "SELECT v.application_id, v.version, v.release_hash, v.overlay_hash, v.form_edition, v.field_values,
            v.supplied_font, v.substitutes, v.made_by, s.display_name AS made_by_name, v.made_at
         FROM application_versions v JOIN staff s ON s.tenant_id = v.tenant_id AND s.staff_id = v.made_by
         WHERE v.tenant_id = $1 AND v.application_id = $2 ORDER BY v.version",
        tenant,
        application.0
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(VersionRow::into_version)
    .collect()
}

/// One version of an application.
pub async fn version(
    tx: &mut TenantTx,
    application: ApplicationId,
    version: i32,
) -> Result<Option<ApplicationVersion>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        VersionRow,
        "SELECT v.application_id, v.version, v.release_hash, v.overlay_hash, v.form_edition, v.field_values,
            v.supplied_font, v.substitutes, v.made_by, s.display_name AS made_by_name, v.made_at
         FROM application_versions v JOIN staff s ON s.tenant_id = v.tenant_id AND s.staff_id = v.made_by
         WHERE v.tenant_id = $1 AND v.application_id = $2 AND v.version = $3",
        tenant,
        application.0,
        version
    )
    .fetch_optional(tx.connection())
    .await?
    .map(VersionRow::into_version)
    .transpose()
}

/// What a paper was made of beside forms and fonts that everybody has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PaperMaterial {
    /// The municipality's font.
    pub supplied_font: Option<SuppliedFontId>,
    /// The municipality's own paper.
    pub own_form: Option<OwnFormId>,
}

/// What an application is made of now. Its values name the own paper they were filled for.
#[must_use]
pub fn materials_of(application: &Application) -> PaperMaterial {
    let own_form = application.values.get("own_form").and_then(Value::as_str);
    PaperMaterial {
        supplied_font: application.supplied_font,
        own_form: own_form.and_then(|id| id.parse().ok()),
    }
}

/// What the applications of a case and their earlier versions were made of.
pub async fn materials_of_case(tx: &mut TenantTx, case: CaseId) -> Result<Vec<PaperMaterial>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        r#"SELECT DISTINCT v.supplied_font, v.field_values ->> 'own_form' AS own_form
           FROM application_versions v
           JOIN applications a ON a.tenant_id = v.tenant_id AND a.application_id = v.application_id
           WHERE a.tenant_id = $1 AND a.case_id = $2"#,
        tenant,
        case.0
    )
    .fetch_all(tx.connection())
    .await?;
    let materials = rows.into_iter().map(|row| PaperMaterial {
        supplied_font: row.supplied_font.map(SuppliedFontId),
        own_form: row.own_form.and_then(|id| id.parse().ok()),
    });
    Ok(materials.collect())
}

/// Keeps the version that was just made, laid out by this edition of the form: its number is the application's.
pub(super) async fn keep(
    tx: &mut TenantTx,
    application: ApplicationId,
    form_edition: &str,
    by: StaffId,
) -> Result<(), StoreError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "INSERT INTO application_versions (tenant_id, application_id, version, release_hash, overlay_hash,
            form_edition, field_values, supplied_font, substitutes, made_by, made_at)
         SELECT a.tenant_id, a.application_id, a.version, a.release_hash, c.overlay_hash, $3, a.field_values,
            a.supplied_font, a.substitutes, $4, $5
         FROM applications a JOIN cases c ON c.tenant_id = a.tenant_id AND c.case_id = a.case_id
         WHERE a.tenant_id = $1 AND a.application_id = $2",
        tenant,
        application.0,
        form_edition,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
