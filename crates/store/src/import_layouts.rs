//! A municipality's own layouts of files, in versions. The version that is active is used; those before it stay, so that
//! a run can be understood later.

mod change;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use madoguchi_import::{Layout, Target};
use madoguchi_model::ids::{ImportLayoutId, StaffId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use change::{NewLayout, activate, create, forget_samples, give_sample, retire, save};

use crate::codec::Row;
use crate::{StoreError, TenantTx};

/// How far a version has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LayoutState {
    /// 下書き
    Draft,
    /// 使用中
    Active,
    /// 使用終了: replaced by a newer version, or given up.
    Retired,
}

/// A version of an own layout, without its sample.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredLayout {
    /// Our id.
    pub id: ImportLayoutId,
    /// Its name: the id in the definition.
    pub name: String,
    /// The version of this name, from 1.
    pub version: i32,
    /// How far it has come.
    pub state: LayoutState,
    /// The name people read.
    pub title: String,
    /// What its rows are about.
    pub target: Target,
    /// The definition. That of a draft may still contradict itself.
    pub content: String,
    /// Whether the sample is there.
    pub has_sample: bool,
    /// Counts saves; a save must name the number it read.
    pub saves: i32,
    /// Who last changed it, and when.
    pub changed: (StaffId, DateTime<Utc>),
    /// Who activated it, and when.
    pub activated: Option<(StaffId, DateTime<Utc>)>,
}

struct LayoutRow {
    layout_id: Uuid,
    name: String,
    version: i32,
    state: String,
    title: String,
    target: String,
    content: String,
    has_sample: bool,
    saves: i32,
    changed_by: Uuid,
    changed_at: DateTime<Utc>,
    activated_by: Option<Uuid>,
    activated_at: Option<DateTime<Utc>>,
}

impl LayoutRow {
    fn into_layout(self) -> Result<StoredLayout, StoreError> {
        let row = Row {
            table: "import_layouts",
            id: &self.layout_id,
        };
        Ok(StoredLayout {
            id: ImportLayoutId(self.layout_id),
            name: self.name,
            version: self.version,
            state: row.code("state", &self.state)?,
            title: self.title,
            target: row.code("target", &self.target)?,
            content: self.content,
            has_sample: self.has_sample,
            saves: self.saves,
            changed: (StaffId(self.changed_by), self.changed_at),
            activated: self.activated_by.map(StaffId).zip(self.activated_at),
        })
    }
}

/// Every version, by name, the newest first.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<StoredLayout>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        LayoutRow,
        r#"SELECT layout_id, name, version, state, title, target, content, sample IS NOT NULL AS "has_sample!", saves,
            changed_by, changed_at, activated_by, activated_at
           FROM import_layouts WHERE tenant_id = $1 ORDER BY name, version DESC"#,
        tenant
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(LayoutRow::into_layout)
    .collect()
}

/// One version.
pub async fn get(tx: &mut TenantTx, id: ImportLayoutId) -> Result<Option<StoredLayout>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        LayoutRow,
        r#"SELECT layout_id, name, version, state, title, target, content, sample IS NOT NULL AS "has_sample!", saves,
            changed_by, changed_at, activated_by, activated_at
           FROM import_layouts WHERE tenant_id = $1 AND layout_id = $2"#,
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(LayoutRow::into_layout)
    .transpose()
}

/// The sample of a version: the first bytes of a file.
pub async fn sample(tx: &mut TenantTx, id: ImportLayoutId) -> Result<Option<Vec<u8>>, StoreError> {
    let tenant = tx.tenant();
    let found = sqlx::query_scalar!(
        "SELECT sample FROM import_layouts WHERE tenant_id = $1 AND layout_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(found.flatten())
}

/// The layout that files are read by under a name: `NAME` is a standard layout or the active version of an own one;
/// `NAME@VERSION` is this version, active or before. An own layout's id is then `NAME@VERSION`, so that a run names
/// exactly what it was read by. None where there is none.
pub async fn find(tx: &mut TenantTx, name: &str) -> Result<Option<Arc<Layout>>, StoreError> {
    if let Some(standard) = Layout::find(name) {
        return Ok(Some(Arc::new(standard.clone())));
    }
    let (name, version) = match name.rsplit_once('@') {
        Some((name, version)) => match version.parse::<i32>() {
            Ok(version) => (name, Some(version)),
            Err(_) => return Ok(None),
        },
        None => (name, None),
    };
    let tenant = tx.tenant();
    let row = sqlx::query!(
        "SELECT layout_id, version, content FROM import_layouts
         WHERE tenant_id = $1 AND name = $2 AND activated_at IS NOT NULL
            AND (version = $3 OR $3::int IS NULL AND state = 'active')",
        tenant,
        name,
        version
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let place = Row {
        table: "import_layouts",
        id: &row.layout_id,
    };
    let mut layout = Layout::parse(&row.content).map_err(|error| place.wrong("content", &error))?;
    layout.id = format!("{name}@{}", row.version);
    Ok(Some(Arc::new(layout)))
}
