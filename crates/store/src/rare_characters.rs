//! Characters in use that a font may lack ([`is_always_held`] says of which none need be asked), with how many people.
//! Which of them no font holds, the fonts say: a font that is published changes no count.
//!
//! Counted in the background, in one pass over the register, when an import was applied, when somebody asks, and once a
//! day for what cases bring. A page reads the counts only.
//!
//! [`is_always_held`]: madoguchi_model::characters::is_always_held

mod count;

use chrono::{DateTime, Utc};
use madoguchi_model::ids::ResidentId;
use uuid::Uuid;

use crate::{StoreError, TenantTx};
pub use count::count;

/// A character, exactly as written, and where it is used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CharacterUse {
    /// The character with its selector or marks.
    pub written: String,
    /// Residents, past ones too, whose names, addresses, 本籍 or 筆頭者 have it.
    pub residents: u32,
    /// Earlier entries of the register that have it.
    pub history: u32,
    /// People who were entered with cases, and addresses of cases, that have it.
    pub cases: u32,
}

/// How fresh the counts are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Freshness {
    /// When they were made; none before the first time.
    pub counted_at: Option<DateTime<Utc>>,
    /// They will be made again soon.
    pub stale: bool,
}

/// A resident whose name has a character.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// Our id.
    pub id: ResidentId,
    /// 宛名番号.
    pub addressee_number: String,
    /// 氏名, as written.
    pub name: String,
}

/// How fresh the counts are.
pub async fn freshness(tx: &mut TenantTx) -> Result<Freshness, StoreError> {
    let row: Option<(Option<DateTime<Utc>>, bool)> =
        sqlx::query_as("SELECT counted_at, stale FROM character_counts WHERE tenant_id = $1")
            .bind(tx.tenant())
            .fetch_optional(tx.connection())
            .await?;
    let (counted_at, stale) = row.unwrap_or((None, true));
    Ok(Freshness { counted_at, stale })
}

/// Every character that a font may lack, by its code points.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<CharacterUse>, StoreError> {
    let rows: Vec<(String, i32, i32, i32)> = sqlx::query_as(
        "SELECT written, residents, history, cases FROM character_uses WHERE tenant_id = $1 ORDER BY written",
    )
    .bind(tx.tenant())
    .fetch_all(tx.connection())
    .await?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// One character exactly as written; none where nobody has it.
pub async fn find(tx: &mut TenantTx, written: &str) -> Result<Option<CharacterUse>, StoreError> {
    let row = sqlx::query_as(
        "SELECT written, residents, history, cases FROM character_uses WHERE tenant_id = $1 AND written = $2",
    )
    .bind(tx.tenant())
    .bind(written)
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(from_row))
}

fn from_row((written, residents, history, cases): (String, i32, i32, i32)) -> CharacterUse {
    let count = |n: i32| n.unsigned_abs();
    CharacterUse {
        written,
        residents: count(residents),
        history: count(history),
        cases: count(cases),
    }
}

/// Residents whose names have a character, by reading; the first [`MOST_HOLDERS`] that were met when it was counted.
/// Nobody whose name has it no longer.
pub async fn holders(tx: &mut TenantTx, written: &str) -> Result<Vec<Holder>, StoreError> {
    let rows: Vec<(Uuid, String, String)> = sqlx::query_as(
        "SELECT r.resident_id, r.addressee_number, r.name FROM character_holders h
         JOIN residents r ON r.tenant_id = $1 AND r.resident_id = h.resident_id
         WHERE h.tenant_id = $1 AND h.written = $2
            AND position($2 IN concat_ws(E'\\n', r.name, r.former_family_name->>'written', r.alias->>'written')) > 0
         ORDER BY r.kana_key, r.resident_id",
    )
    .bind(tx.tenant())
    .bind(written)
    .fetch_all(tx.connection())
    .await?;
    let holder = |(id, addressee_number, name)| Holder {
        id: ResidentId(id),
        addressee_number,
        name,
    };
    Ok(rows.into_iter().map(holder).collect())
}

/// How many residents are kept for each character.
pub const MOST_HOLDERS: usize = 100;

/// Has the characters counted again soon. Called where the register changes, in the same transaction.
pub async fn request(tx: &mut TenantTx) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO character_counts (tenant_id) VALUES ($1)
         ON CONFLICT (tenant_id) DO UPDATE SET stale = true",
    )
    .bind(tx.tenant())
    .execute(tx.connection())
    .await?;
    Ok(())
}
