//! How far the officers of a section see a group of fields, where the municipality decided it.

use chrono::{DateTime, Utc};
use madoguchi_model::field_group::{FieldGroup, Reach, default_reach};
use madoguchi_model::ids::{SectionId, StaffId};

use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx, sections, staff};

/// A decision that is or was in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldPermission {
    /// Whose officers.
    pub section: SectionId,
    /// Which fields.
    pub group: FieldGroup,
    /// How far.
    pub reach: Reach,
    /// Why.
    pub reason: String,
    /// The name of who decided.
    pub changed_by_name: String,
    /// When.
    pub changed_at: DateTime<Utc>,
}

struct PermissionRow {
    change_id: uuid::Uuid,
    section_id: uuid::Uuid,
    field_group: String,
    reach: String,
    reason: String,
    changed_by_name: String,
    changed_at: DateTime<Utc>,
}

impl PermissionRow {
    fn read(self) -> Result<FieldPermission, StoreError> {
        let row = Row {
            table: "field_permissions",
            id: &self.change_id,
        };
        Ok(FieldPermission {
            section: SectionId(self.section_id),
            group: row.code("field_group", &self.field_group)?,
            reach: row.code("reach", &self.reach)?,
            reason: self.reason,
            changed_by_name: self.changed_by_name,
            changed_at: self.changed_at,
        })
    }
}

/// The reach in force for a section, of its own decisions: what was decided, or the default.
#[must_use]
pub fn reach(decided: &[FieldPermission], section: &str, group: FieldGroup) -> Reach {
    let own = decided.iter().find(|one| one.group == group);
    own.map_or_else(|| default_reach(section, group), |one| one.reach)
}

/// The decisions in force, of every section. A section and group without one has the default.
pub async fn in_force(tx: &mut TenantTx) -> Result<Vec<FieldPermission>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query_as!(
        PermissionRow,
        "SELECT DISTINCT ON (p.section_id, p.field_group) p.change_id, p.section_id, p.field_group, p.reach, p.reason,
            s.display_name AS changed_by_name, p.changed_at
         FROM field_permissions p JOIN staff s ON s.tenant_id = $1 AND s.staff_id = p.changed_by
         WHERE p.tenant_id = $1 ORDER BY p.section_id, p.field_group, p.changed_at DESC, p.change_id DESC",
        tenant
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(PermissionRow::read).collect()
}

/// The decisions in force for one section.
pub async fn of_section(tx: &mut TenantTx, section: SectionId) -> Result<Vec<FieldPermission>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query_as!(
        PermissionRow,
        "SELECT DISTINCT ON (p.field_group) p.change_id, p.section_id, p.field_group, p.reach, p.reason,
            s.display_name AS changed_by_name, p.changed_at
         FROM field_permissions p JOIN staff s ON s.tenant_id = $1 AND s.staff_id = p.changed_by
         WHERE p.tenant_id = $1 AND p.section_id = $2
         ORDER BY p.field_group, p.changed_at DESC, p.change_id DESC",
        tenant,
        section.0
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(PermissionRow::read).collect()
}

/// Everything that was ever decided, newest first, at most so many.
pub async fn history(tx: &mut TenantTx, at_most: i64) -> Result<Vec<FieldPermission>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query_as!(
        PermissionRow,
        "SELECT p.change_id, p.section_id, p.field_group, p.reach, p.reason, s.display_name AS changed_by_name,
            p.changed_at
         FROM field_permissions p JOIN staff s ON s.tenant_id = $1 AND s.staff_id = p.changed_by
         WHERE p.tenant_id = $1 ORDER BY p.changed_at DESC, p.change_id DESC LIMIT $2",
        tenant,
        at_most
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(PermissionRow::read).collect()
}

/// Decides for one section and group. The section and the officer must be there.
pub async fn decide(
    tx: &mut TenantTx,
    section: SectionId,
    group: FieldGroup,
    reach: Reach,
    reason: &str,
    by: StaffId,
) -> Result<(), ChangeError> {
    if sections::get(tx, section).await?.is_none() || staff::get(tx, by).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO field_permissions (tenant_id, change_id, section_id, field_group, reach, reason, changed_by,
            changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tenant,
        id,
        section.0,
        code(&group),
        code(&reach),
        reason,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
