//! A municipality's own papers, in editions.

mod change;

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::ids::{OwnFormId, StaffId};
use madoguchi_model::own_form_state::OwnFormState;
use serde_json::Value;
use uuid::Uuid;

pub use change::{NewOwnForm, copy, create, publish, save, withdraw};

use crate::codec::Row;
use crate::{StoreError, TenantTx};

/// An edition of an own paper, without its file.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredOwnForm {
    /// Our id.
    pub id: OwnFormId,
    /// The number of the paper in the municipality, shown to people.
    pub number: i32,
    /// The edition of the paper, from 1.
    pub edition: i32,
    /// How far it has come.
    pub state: OwnFormState,
    /// 様式名.
    pub title: String,
    /// The definition: what is written where.
    pub content: String,
    /// Pages and places that were found on the PDF.
    pub reading: Value,
    /// Counts saves; a save must name the version it read.
    pub version: i32,
    /// Who last changed the definition.
    pub changed_by: StaffId,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// Who published it, and when.
    pub published: Option<(StaffId, DateTime<Utc>)>,
    /// The first day whose cases it is used for.
    pub in_force_from: Option<NaiveDate>,
}

/// What is needed to write on a paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnFormInForce {
    /// The edition.
    pub id: OwnFormId,
    /// The number of the paper.
    pub number: i32,
    /// The definition.
    pub content: String,
}

/// The file of an edition with its pages as pictures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnFormFile {
    /// The number of the paper.
    pub number: i32,
    /// The definition.
    pub content: String,
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Its pages as PNG, in order.
    pub pictures: Vec<Vec<u8>>,
}

struct OwnFormRow {
    own_form_id: Uuid,
    number: i32,
    edition: i32,
    state: String,
    title: String,
    content: String,
    reading: Value,
    version: i32,
    changed_by: Uuid,
    changed_at: DateTime<Utc>,
    published_by: Option<Uuid>,
    published_at: Option<DateTime<Utc>>,
    in_force_from: Option<NaiveDate>,
}

impl OwnFormRow {
    fn into_own_form(self) -> Result<StoredOwnForm, StoreError> {
        let row = Row {
            table: "own_forms",
            id: &self.own_form_id,
        };
        Ok(StoredOwnForm {
            id: OwnFormId(self.own_form_id),
            number: self.number,
            edition: self.edition,
            state: row.code("state", &self.state)?,
            title: self.title,
            content: self.content,
            reading: self.reading,
            version: self.version,
            changed_by: StaffId(self.changed_by),
            changed_at: self.changed_at,
            published: self.published_by.map(StaffId).zip(self.published_at),
            in_force_from: self.in_force_from,
        })
    }
}

/// Every edition, the newest paper first, and of each the newest edition.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<StoredOwnForm>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        OwnFormRow,
        "SELECT own_form_id, number, edition, state, title, content, reading, version, changed_by, changed_at,
            published_by, published_at, in_force_from
         FROM own_forms WHERE tenant_id = $1 ORDER BY number DESC, edition DESC",
        tenant
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(OwnFormRow::into_own_form)
    .collect()
}

/// One edition.
pub async fn get(tx: &mut TenantTx, id: OwnFormId) -> Result<Option<StoredOwnForm>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        OwnFormRow,
        "SELECT own_form_id, number, edition, state, title, content, reading, version, changed_by, changed_at,
            published_by, published_at, in_force_from
         FROM own_forms WHERE tenant_id = $1 AND own_form_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(OwnFormRow::into_own_form)
    .transpose()
}

/// The papers used for cases filed on a day: of each the published edition that came into force last.
pub async fn in_force(tx: &mut TenantTx, on: NaiveDate) -> Result<Vec<OwnFormInForce>, StoreError> {
    let tenant = tx.tenant();
    let rows = sqlx::query!(
        "SELECT DISTINCT ON (number) own_form_id, number, content FROM own_forms
         WHERE tenant_id = $1 AND state = 'published' AND in_force_from <= $2
         ORDER BY number, in_force_from DESC, edition DESC",
        tenant,
        on
    )
    .fetch_all(tx.connection())
    .await?;
    let in_force = rows.into_iter().map(|row| OwnFormInForce {
        id: OwnFormId(row.own_form_id),
        number: row.number,
        content: row.content,
    });
    Ok(in_force.collect())
}

/// The file of an edition with its definition, whatever its state: applications may have been printed on it.
pub async fn file(tx: &mut TenantTx, id: OwnFormId) -> Result<Option<OwnFormFile>, StoreError> {
    let tenant = tx.tenant();
    let Some(row) = sqlx::query!(
        "SELECT number, content, pdf FROM own_forms WHERE tenant_id = $1 AND own_form_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    else {
        return Ok(None);
    };
    let pictures = sqlx::query_scalar!(
        "SELECT picture FROM own_form_pages WHERE tenant_id = $1 AND own_form_id = $2 ORDER BY page",
        tenant,
        id.0
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(Some(OwnFormFile {
        number: row.number,
        content: row.content,
        pdf: row.pdf,
        pictures,
    }))
}

/// Whether the tenant has this edition.
pub async fn exists(tx: &mut TenantTx, id: OwnFormId) -> Result<bool, StoreError> {
    let tenant = tx.tenant();
    let found = sqlx::query_scalar!(
        "SELECT 1 FROM own_forms WHERE tenant_id = $1 AND own_form_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(found.is_some())
}

/// The picture of a page, from 1.
pub async fn picture(tx: &mut TenantTx, id: OwnFormId, page: i32) -> Result<Option<Vec<u8>>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_scalar!(
        "SELECT picture FROM own_form_pages WHERE tenant_id = $1 AND own_form_id = $2 AND page = $3",
        tenant,
        id.0,
        page
    )
    .fetch_optional(tx.connection())
    .await?)
}
