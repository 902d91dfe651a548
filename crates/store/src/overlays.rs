//! What the municipality adds to the catalogue and changes in it.

mod change;

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::ids::{OverlayId, StaffId};
use madoguchi_model::overlay_state::OverlayState;
use uuid::Uuid;

pub use change::{Content, approve, create, save, send_back, submit, withdraw};

use crate::codec::Row;
use crate::{StoreError, TenantTx};

/// An overlay with its way through approval.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredOverlay {
    /// Our id.
    pub id: OverlayId,
    /// Its number in the municipality, shown to people.
    pub number: i32,
    /// How far it has come.
    pub state: OverlayState,
    /// What it is for.
    pub title: String,
    /// Its file.
    pub content: String,
    /// SHA-256 of the file, as a case names it.
    pub content_hash: String,
    /// Counts saves; a save must name the version it read.
    pub version: i32,
    /// Who last changed it.
    pub changed_by: StaffId,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// Who asked for approval, and when.
    pub submitted: Option<(StaffId, DateTime<Utc>)>,
    /// Who approved it, and when.
    pub approved: Option<(StaffId, DateTime<Utc>)>,
    /// The first day whose cases it is laid over.
    pub in_force_from: Option<NaiveDate>,
    /// Why it was sent back or withdrawn; empty where nobody said anything.
    pub remark: String,
}

/// A file with its hash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OverlayFile {
    /// SHA-256, as a case names it.
    pub hash: String,
    /// The text.
    pub content: String,
}

struct OverlayRow {
    overlay_id: Uuid,
    number: i32,
    state: String,
    title: String,
    content: String,
    content_hash: String,
    version: i32,
    changed_by: Uuid,
    changed_at: DateTime<Utc>,
    submitted_by: Option<Uuid>,
    submitted_at: Option<DateTime<Utc>>,
    approved_by: Option<Uuid>,
    approved_at: Option<DateTime<Utc>>,
    in_force_from: Option<NaiveDate>,
    remark: String,
}

impl OverlayRow {
    fn into_overlay(self) -> Result<StoredOverlay, StoreError> {
        let row = Row {
            table: "overlays",
            id: &self.overlay_id,
        };
        let who = |by: Option<Uuid>, at: Option<DateTime<Utc>>| by.map(StaffId).zip(at);
        Ok(StoredOverlay {
            id: OverlayId(self.overlay_id),
            number: self.number,
            state: row.code("state", &self.state)?,
            title: self.title,
            content: self.content,
            content_hash: self.content_hash,
            version: self.version,
            changed_by: StaffId(self.changed_by),
            changed_at: self.changed_at,
            submitted: who(self.submitted_by, self.submitted_at),
            approved: who(self.approved_by, self.approved_at),
            in_force_from: self.in_force_from,
            remark: self.remark,
        })
    }
}

/// Every overlay, the newest first.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<StoredOverlay>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        OverlayRow,
        "SELECT overlay_id, number, state, title, content, content_hash, version, changed_by, changed_at,
            submitted_by, submitted_at, approved_by, approved_at, in_force_from, remark
         FROM overlays WHERE tenant_id = $1 ORDER BY number DESC",
        tenant
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(OverlayRow::into_overlay)
    .collect()
}

/// One overlay.
pub async fn get(tx: &mut TenantTx, id: OverlayId) -> Result<Option<StoredOverlay>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        OverlayRow,
        "SELECT overlay_id, number, state, title, content, content_hash, version, changed_by, changed_at,
            submitted_by, submitted_at, approved_by, approved_at, in_force_from, remark
         FROM overlays WHERE tenant_id = $1 AND overlay_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(OverlayRow::into_overlay)
    .transpose()
}

/// The overlay that is laid over the release for cases filed on a day: the approved one that came into force last.
pub async fn in_force(tx: &mut TenantTx, on: NaiveDate) -> Result<Option<OverlayFile>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        OverlayFile,
        "SELECT content_hash AS hash, content FROM overlays
         WHERE tenant_id = $1 AND state = 'approved' AND in_force_from <= $2
         ORDER BY in_force_from DESC, approved_at DESC LIMIT 1",
        tenant,
        on
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// The file a case was judged by.
pub async fn by_hash(tx: &mut TenantTx, hash: &str) -> Result<Option<OverlayFile>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        OverlayFile,
        "SELECT content_hash AS hash, content FROM overlays
         WHERE tenant_id = $1 AND content_hash = $2 AND approved_by IS NOT NULL LIMIT 1",
        tenant,
        hash
    )
    .fetch_optional(tx.connection())
    .await?)
}
