//! Fonts that the municipality supplies for its private-use characters (外字). One is in use; those before it stay,
//! because papers were drawn with them.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::{StaffId, SuppliedFontId};
use madoguchi_model::supplied_font_state::SuppliedFontState;
use uuid::Uuid;

use crate::codec::Row;
use crate::{ChangeError, StoreError, TenantTx, staff};

/// A font without its file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredFont {
    /// Our id.
    pub id: SuppliedFontId,
    /// Its number in the municipality, shown to people.
    pub number: i32,
    /// How far it has come.
    pub state: SuppliedFontState,
    /// The name it gives itself.
    pub family: String,
    /// How many private-use characters it holds.
    pub characters: i32,
    /// SHA-256 of the file.
    pub content_hash: String,
    /// What it is for.
    pub remark: String,
    /// Who uploaded it, and when.
    pub uploaded: (StaffId, DateTime<Utc>),
    /// Who published it, and when.
    pub published: Option<(StaffId, DateTime<Utc>)>,
    /// Who published the next or withdrew it, and when.
    pub ended: Option<(StaffId, DateTime<Utc>)>,
}

/// A font to be kept. The caller has read and checked the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NewFont<'f> {
    /// The file.
    pub content: &'f [u8],
    /// Its SHA-256.
    pub hash: &'f str,
    /// The name it gives itself.
    pub family: &'f str,
    /// How many private-use characters it holds.
    pub characters: i32,
    /// What it is for.
    pub remark: &'f str,
}

struct FontRow {
    font_id: Uuid,
    number: i32,
    state: String,
    family: String,
    characters: i32,
    content_hash: String,
    remark: String,
    uploaded_by: Uuid,
    uploaded_at: DateTime<Utc>,
    published_by: Option<Uuid>,
    published_at: Option<DateTime<Utc>>,
    ended_by: Option<Uuid>,
    ended_at: Option<DateTime<Utc>>,
}

impl FontRow {
    fn into_font(self) -> Result<StoredFont, StoreError> {
        let row = Row {
            table: "supplied_fonts",
            id: &self.font_id,
        };
        let who = |by: Option<Uuid>, at: Option<DateTime<Utc>>| by.map(StaffId).zip(at);
        Ok(StoredFont {
            id: SuppliedFontId(self.font_id),
            number: self.number,
            state: row.code("state", &self.state)?,
            family: self.family,
            characters: self.characters,
            content_hash: self.content_hash,
            remark: self.remark,
            uploaded: (StaffId(self.uploaded_by), self.uploaded_at),
            published: who(self.published_by, self.published_at),
            ended: who(self.ended_by, self.ended_at),
        })
    }
}

/// Every font, the newest first.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<StoredFont>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        FontRow,
        "SELECT font_id, number, state, family, characters, content_hash, remark, uploaded_by, uploaded_at,
            published_by, published_at, ended_by, ended_at
         FROM supplied_fonts WHERE tenant_id = $1 ORDER BY number DESC",
        tenant
    )
    .fetch_all(tx.connection())
    .await?
    .into_iter()
    .map(FontRow::into_font)
    .collect()
}

/// One font.
pub async fn get(tx: &mut TenantTx, id: SuppliedFontId) -> Result<Option<StoredFont>, StoreError> {
    let tenant = tx.tenant();
    sqlx::query_as!(
        FontRow,
        "SELECT font_id, number, state, family, characters, content_hash, remark, uploaded_by, uploaded_at,
            published_by, published_at, ended_by, ended_at
         FROM supplied_fonts WHERE tenant_id = $1 AND font_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?
    .map(FontRow::into_font)
    .transpose()
}

/// The file of a font.
pub async fn content(tx: &mut TenantTx, id: SuppliedFontId) -> Result<Option<Vec<u8>>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_scalar!(
        "SELECT content FROM supplied_fonts WHERE tenant_id = $1 AND font_id = $2",
        tenant,
        id.0
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// The font in use.
pub async fn in_use(tx: &mut TenantTx) -> Result<Option<SuppliedFontId>, StoreError> {
    let tenant = tx.tenant();
    let found = sqlx::query_scalar!(
        "SELECT font_id FROM supplied_fonts WHERE tenant_id = $1 AND state = 'published'",
        tenant
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(found.map(SuppliedFontId))
}

/// Keeps an uploaded font, to be published by another person.
pub async fn upload(tx: &mut TenantTx, new: NewFont<'_>, by: StaffId) -> Result<SuppliedFontId, ChangeError> {
    if staff::get(tx, by).await?.is_none() {
        return Err(ChangeError::NotFound);
    }
    one_at_a_time(tx).await?;
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    sqlx::query!(
        "INSERT INTO supplied_fonts (tenant_id, font_id, number, state, family, characters, content, content_hash,
            remark, uploaded_by, uploaded_at)
         SELECT $1, $2, coalesce(max(number), 0) + 1, 'uploaded', $3, $4, $5, $6, $7, $8, $9
         FROM supplied_fonts WHERE tenant_id = $1",
        tenant,
        id,
        new.family,
        new.characters,
        new.content,
        new.hash,
        new.remark,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(SuppliedFontId(id))
}

/// Lets papers be drawn with an uploaded font from now on, in the place of the one in use. Who uploaded it cannot.
pub async fn publish(tx: &mut TenantTx, id: SuppliedFontId, by: StaffId) -> Result<(), ChangeError> {
    one_at_a_time(tx).await?;
    let font = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    if font.state != SuppliedFontState::Uploaded {
        return Err(ChangeError::NotAllowed(format!("it is {}", font.state.code())));
    }
    if font.uploaded.0 == by {
        return Err(ChangeError::NotAllowed(
            "who uploaded it cannot publish it".into(),
        ));
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE supplied_fonts SET state = 'replaced', ended_by = $2, ended_at = $3
         WHERE tenant_id = $1 AND state = 'published'",
        tenant,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "UPDATE supplied_fonts SET state = 'published', published_by = $3, published_at = $4
         WHERE tenant_id = $1 AND font_id = $2",
        tenant,
        id.0,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Gives up an uploaded font, or stops using the one in use. Papers that were drawn with it still are.
pub async fn withdraw(tx: &mut TenantTx, id: SuppliedFontId, by: StaffId) -> Result<(), ChangeError> {
    one_at_a_time(tx).await?;
    let font = get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    if !matches!(
        font.state,
        SuppliedFontState::Uploaded | SuppliedFontState::Published
    ) {
        return Err(ChangeError::NotAllowed(format!("it is {}", font.state.code())));
    }
    let (tenant, now) = (tx.tenant(), tx.now());
    sqlx::query!(
        "UPDATE supplied_fonts SET state = 'withdrawn', ended_by = $3, ended_at = $4
         WHERE tenant_id = $1 AND font_id = $2",
        tenant,
        id.0,
        by.0,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Fonts of a municipality are changed one after the other.
async fn one_at_a_time(tx: &mut TenantTx) -> Result<(), StoreError> {
    let lock = format!("supplied_fonts {}", tx.tenant());
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
        .execute(tx.connection())
        .await?;
    Ok(())
}
