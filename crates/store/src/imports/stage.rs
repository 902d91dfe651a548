//! A chunk of rows goes into the staging.

use madoguchi_import::{Reason, Reject, Target};
use madoguchi_model::ids::ImportRunId;
use sqlx::AssertSqlSafe;

use super::batch::Batch;
use super::columns::{staged_facts, staged_residents};
use super::{rejects, runs};
use crate::{ChangeError, StoreError, TenantTx};

/// Takes a chunk, with what was rejected in it and the position after it. A row whose key stood in the file before is
/// rejected. The caller commits.
pub async fn stage(tx: &mut TenantTx, id: ImportRunId, batch: Batch) -> Result<(), ChangeError> {
    // If the server falls, it forgets what is staged too, and the run begins again: nobody need wait for its disk.
    sqlx::raw_sql("SET LOCAL synchronous_commit = off")
        .execute(tx.connection())
        .await?;
    let run = runs::lock(tx, id).await?.filter(|run| run.target == batch.target);
    let run = run.ok_or(ChangeError::NotFound)?;
    let (count, position) = (batch.count, batch.position);
    rejects::add(tx, id, &batch.rejects).await?;
    let mut rejected = batch.rejected_rows;
    let mut staged = 0;
    if count > 0 {
        staged = copy(tx, id, batch).await?;
        rejected += count - staged.min(count);
    }
    let big = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    sqlx::query(
        "UPDATE import_runs SET position = greatest(position, $3), staged = staged + $4,
            rejected_rows = rejected_rows + $5 WHERE tenant_id = $1 AND run_id = $2",
    )
    .bind(tx.tenant())
    .bind(run.id.0)
    .bind(big(position))
    .bind(big(staged))
    .bind(big(rejected))
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Copies the rows and inserts them from there; how many are new keys. The others are rejected.
async fn copy(tx: &mut TenantTx, id: ImportRunId, batch: Batch) -> Result<u64, StoreError> {
    let table = runs::staging(batch.target);
    let (columns, key) = if batch.target == Target::Residents {
        (
            staged_residents(),
            "(s.addressee_number, s.history_number) = (b.addressee_number, b.history_number)",
        )
    } else {
        (
            staged_facts(),
            "(s.addressee_number, s.part, s.history_number) = (b.addressee_number, b.part, b.history_number)",
        )
    };
    let (tenant, count) = (tx.tenant(), batch.count);
    let make = format!(
        "CREATE TEMPORARY TABLE import_batch ON COMMIT DROP AS SELECT {columns} FROM {table} WITH NO DATA"
    );
    sqlx::raw_sql(AssertSqlSafe(make))
        .execute(tx.connection())
        .await?;
    let mut copy = tx
        .connection()
        .copy_in_raw("COPY pg_temp.import_batch FROM STDIN")
        .await?;
    copy.send(batch.rows.into_bytes()).await?;
    copy.finish().await?;
    let insert = format!(
        "INSERT INTO {table} (tenant_id, run_id, {columns}) SELECT $1, $2, {columns} FROM pg_temp.import_batch
         ORDER BY file_row ON CONFLICT DO NOTHING"
    );
    let staged = sqlx::query(AssertSqlSafe(insert))
        .bind(tenant)
        .bind(id.0)
        .execute(tx.connection())
        .await?
        .rows_affected();
    if staged < count {
        let doubles = format!(
            "SELECT b.file_row, b.addressee_number FROM pg_temp.import_batch b WHERE NOT EXISTS (
                SELECT FROM {table} s WHERE s.tenant_id = $1 AND s.run_id = $2 AND {key} AND s.file_row = b.file_row)"
        );
        let doubles: Vec<(i64, String)> = sqlx::query_as(AssertSqlSafe(doubles))
            .bind(tenant)
            .bind(id.0)
            .fetch_all(tx.connection())
            .await?;
        let doubles: Vec<Reject> = doubles
            .into_iter()
            .map(|(row, number)| Reject {
                row: u64::try_from(row).unwrap_or(0),
                item: String::new(),
                reason: Reason::DuplicateKey,
                addressee_number: Some(number),
            })
            .collect();
        rejects::add(tx, id, &doubles).await?;
    }
    // The next chunk of the same transaction makes its own.
    sqlx::raw_sql("DROP TABLE pg_temp.import_batch")
        .execute(tx.connection())
        .await?;
    Ok(staged)
}
