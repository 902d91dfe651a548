//! Files as they were made.

use chrono::{DateTime, Utc};
use madoguchi_model::field_group::FieldGroup;
use madoguchi_model::ids::StaffId;
use uuid::Uuid;

use crate::codec::{Row, code};
use crate::{ChangeError, StoreError, TenantTx};

/// One file, without its bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CoreFile {
    /// Our id.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// The code of the section whose core system takes it.
    pub section: String,
    /// Counts the files of the kind in this municipality, from 1, without gaps.
    pub number: i64,
    /// SHA-256 of the definition's text, in hexadecimal.
    pub definition_digest: String,
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// How many rows are in it, the header not counted.
    pub row_count: i32,
    /// Who had it made; none for the clock and the command line.
    pub made_by: Option<Uuid>,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Where it was put last.
    pub place: Option<String>,
    /// When it was put there.
    pub placed_at: Option<DateTime<Utc>>,
}

/// A row in a file that is to be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WrittenRow {
    /// 引継ぎID.
    pub id: Uuid,
    /// SHA-256 of what it says.
    pub content: [u8; 32],
}

/// A file to be kept. Its number and its bytes must come from [`find`]'s last and the rows taken in this transaction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCoreFile<'a> {
    /// Its kind.
    pub kind: &'a str,
    /// The code of the section whose core system takes it.
    pub section: &'a str,
    /// Restricted groups of fields of which something is in it.
    pub groups: &'a [FieldGroup],
    /// Its number, which must be the next.
    pub number: i64,
    /// SHA-256 of the definition's text, in hexadecimal.
    pub definition_digest: &'a str,
    /// Its name.
    pub name: &'a str,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its rows, in order.
    pub rows: &'a [WrittenRow],
    /// Who has it made.
    pub by: Option<StaffId>,
    /// When it was made, as it says itself.
    pub made_at: DateTime<Utc>,
}

/// Keeps a file and marks its rows as written: each in this file and in no other. The rows must have been taken in
/// this transaction.
pub async fn save(tx: &mut TenantTx, new: &NewCoreFile<'_>) -> Result<Uuid, ChangeError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let number = sqlx::query_scalar!(
        "INSERT INTO core_file_numbers AS numbers (tenant_id, kind, last_number) VALUES ($1, $2, 1)
         ON CONFLICT (tenant_id, kind) DO UPDATE SET last_number = numbers.last_number + 1 RETURNING last_number",
        tenant,
        new.kind
    )
    .fetch_one(tx.connection())
    .await?;
    if number != new.number || new.rows.is_empty() {
        return Err(ChangeError::NotAllowed(
            "the file has not the next number, or no rows".into(),
        ));
    }
    let groups: Vec<String> = new.groups.iter().map(code).collect();
    sqlx::query!(
        "INSERT INTO core_files (tenant_id, file_id, kind, number, definition_digest, name, digest, bytes, row_count,
            made_by, made_at, field_groups)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        tenant,
        id,
        new.kind,
        number,
        new.definition_digest,
        new.name,
        new.digest,
        new.bytes,
        i32::try_from(new.rows.len()).unwrap_or(i32::MAX),
        new.by.map(|by| by.0),
        new.made_at,
        &groups
    )
    .execute(tx.connection())
    .await?;
    let ids: Vec<Uuid> = new.rows.iter().map(|row| row.id).collect();
    let contents: Vec<Vec<u8>> = new.rows.iter().map(|row| row.content.to_vec()).collect();
    let done = sqlx::query!(
        "UPDATE core_rows r SET state = 'written', file_id = $2, line = new.line, content = new.content, changed_at = $3,
            section = $7
         FROM unnest($4::uuid[], $5::bytea[]) WITH ORDINALITY AS new (row_id, content, line)
         WHERE r.tenant_id = $1 AND r.row_id = new.row_id AND r.state = 'waiting' AND r.kind = $6",
        tenant,
        id,
        now,
        &ids,
        &contents,
        new.kind,
        new.section
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == ids.len() as u64 {
        Ok(id)
    } else {
        Err(ChangeError::NotAllowed(
            "a row of the file does not wait any more".into(),
        ))
    }
}

/// One file.
pub async fn file(tx: &mut TenantTx, id: Uuid) -> Result<Option<CoreFile>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        CoreFile,
        r#"SELECT f.file_id AS id, f.kind, r.section, f.number, f.definition_digest, f.name, f.digest, f.row_count,
            f.made_by, f.made_at, f.place, f.placed_at
           FROM core_files f JOIN core_rows r ON r.tenant_id = $1 AND r.file_id = f.file_id AND r.line = 1
           WHERE f.tenant_id = $1 AND f.file_id = $2"#,
        tenant,
        id
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// The file with a number; with none, the last of its kind.
pub async fn find(
    tx: &mut TenantTx,
    kind: &str,
    number: Option<i64>,
) -> Result<Option<CoreFile>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        CoreFile,
        r#"SELECT f.file_id AS id, f.kind, r.section, f.number, f.definition_digest, f.name, f.digest, f.row_count,
            f.made_by, f.made_at, f.place, f.placed_at
           FROM core_files f JOIN core_rows r ON r.tenant_id = $1 AND r.file_id = f.file_id AND r.line = 1
           WHERE f.tenant_id = $1 AND f.kind = $2 AND ($3::bigint IS NULL OR f.number = $3)
           ORDER BY f.number DESC LIMIT 1"#,
        tenant,
        kind,
        number
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// A file's bytes: the same whenever it is sent.
pub async fn bytes(tx: &mut TenantTx, id: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_scalar!(
        "SELECT bytes FROM core_files WHERE tenant_id = $1 AND file_id = $2",
        tenant,
        id
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// The restricted groups of fields of which a file says something.
pub async fn groups(tx: &mut TenantTx, id: Uuid) -> Result<Vec<FieldGroup>, StoreError> {
    let tenant = tx.tenant();
    let groups = sqlx::query_scalar!(
        "SELECT field_groups FROM core_files WHERE tenant_id = $1 AND file_id = $2",
        tenant,
        id
    )
    .fetch_optional(tx.connection())
    .await?;
    let row = Row {
        table: "core_files",
        id: &id,
    };
    groups
        .unwrap_or_default()
        .iter()
        .map(|group| row.code("field_groups", group))
        .collect()
}

/// Which files are wanted, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FileFilter {
    /// Of this kind.
    pub kind: Option<String>,
    /// For this section's core system.
    pub section: Option<String>,
    /// Those before this file, for the next page.
    pub before: Option<Uuid>,
    /// The most files.
    pub limit: u16,
}

/// Files, newest first.
pub async fn files(tx: &mut TenantTx, filter: &FileFilter) -> Result<Vec<CoreFile>, StoreError> {
    let tenant = tx.tenant();
    Ok(sqlx::query_as!(
        CoreFile,
        r#"SELECT f.file_id AS id, f.kind, r.section, f.number, f.definition_digest, f.name, f.digest, f.row_count,
            f.made_by, f.made_at, f.place, f.placed_at
           FROM core_files f JOIN core_rows r ON r.tenant_id = $1 AND r.file_id = f.file_id AND r.line = 1
           WHERE f.tenant_id = $1 AND ($2::text IS NULL OR f.kind = $2) AND ($3::text IS NULL OR r.section = $3)
            AND ($4::uuid IS NULL OR f.file_id < $4)
           ORDER BY f.file_id DESC LIMIT $5"#,
        tenant,
        filter.kind,
        filter.section,
        filter.before,
        i64::from(filter.limit)
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Notes that a file was put somewhere.
pub async fn placed(tx: &mut TenantTx, id: Uuid, place: &str) -> Result<(), ChangeError> {
    let (tenant, now) = (tx.tenant(), tx.now());
    let done = sqlx::query!(
        "UPDATE core_files SET place = $3, placed_at = $4 WHERE tenant_id = $1 AND file_id = $2",
        tenant,
        id,
        place,
        now
    )
    .execute(tx.connection())
    .await?;
    if done.rows_affected() == 1 {
        Ok(())
    } else {
        Err(ChangeError::NotFound)
    }
}
