//! A municipality's own mappings of portals' files, in versions. The active version is used; those before it stay. A draft is
//! put in force by somebody other than who changed it last.

mod change;

use chrono::{DateTime, Utc};
use madoguchi_model::ids::StaffId;
use uuid::Uuid;

pub use change::{NewMapping, activate, create, forget_samples, retire, save};

use crate::codec::Row;
use crate::import_layouts::LayoutState;
use crate::{StoreError, TenantTx};

/// A version of an own mapping, without its sample.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredMapping {
    /// Our id.
    pub id: Uuid,
    /// Its name: the id in the definition.
    pub name: String,
    /// The version of this name, from 1.
    pub version: i32,
    /// How far it has come.
    pub state: LayoutState,
    /// What people call it.
    pub title: String,
    /// The definition. That of a draft may still be incomplete.
    pub content: String,
    /// Counts saves; a save must name the number it read.
    pub saves: i32,
    /// Who last changed it, and when.
    pub changed: (StaffId, DateTime<Utc>),
}

struct MappingRow {
    mapping_id: Uuid,
    name: String,
    version: i32,
    state: String,
    title: String,
    content: String,
    saves: i32,
    changed_by: Uuid,
    changed_at: DateTime<Utc>,
}

impl MappingRow {
    fn into_mapping(self) -> Result<StoredMapping, StoreError> {
        let row = Row {
            table: "portal_mappings",
            id: &self.mapping_id,
        };
        Ok(StoredMapping {
            state: row.code("state", &self.state)?,
            id: self.mapping_id,
            name: self.name,
            version: self.version,
            title: self.title,
            content: self.content,
            saves: self.saves,
            changed: (StaffId(self.changed_by), self.changed_at),
        })
    }
}

/// Every version, by name, the newest first.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<StoredMapping>, StoreError> {
    load(tx, None).await
}

/// One version.
pub async fn get(tx: &mut TenantTx, id: Uuid) -> Result<Option<StoredMapping>, StoreError> {
    Ok(load(tx, Some(id)).await?.pop())
}

async fn load(tx: &mut TenantTx, id: Option<Uuid>) -> Result<Vec<StoredMapping>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        MappingRow,
        "SELECT mapping_id, name, version, state, title, content, saves, changed_by, changed_at
         FROM portal_mappings WHERE tenant_id = $1 AND ($2::uuid IS NULL OR mapping_id = $2)
         ORDER BY name, version DESC",
        tenant,
        id
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(MappingRow::into_mapping)
    .collect()
}

/// The sample of a draft.
pub async fn sample(tx: &mut TenantTx, id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
    let tenant = tx.tenant();
    let found = sqlx::query_scalar!(
        "SELECT sample FROM portal_mappings WHERE tenant_id = $1 AND mapping_id = $2",
        tenant,
        id
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(found.flatten())
}

/// The definitions in use: name, title, definition.
pub async fn active(tx: &mut TenantTx) -> Result<Vec<(String, String, String)>, StoreError> {
    let tenant = tx.tenant();
    let found = sqlx::query!(
        "SELECT name, title, content FROM portal_mappings WHERE tenant_id = $1 AND state = 'active' ORDER BY name",
        tenant
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(found
        .into_iter()
        .map(|row| (row.name, row.title, row.content))
        .collect())
}
