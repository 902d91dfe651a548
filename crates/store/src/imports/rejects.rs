//! Rows that were not taken.

use madoguchi_import::{Reason, Reject};
use madoguchi_model::ids::ImportRunId;
use uuid::Uuid;

use crate::codec::Row;
use crate::{StoreError, TenantTx};

/// What a run rejected, by row, without the first `offset`.
pub async fn rejects(
    tx: &mut TenantTx,
    run: ImportRunId,
    offset: u64,
    limit: u32,
) -> Result<Vec<Reject>, StoreError> {
    let rows: Vec<(i64, String, String, Option<String>)> = sqlx::query_as(
        "SELECT file_row, item, reason, addressee_number FROM import_rejects
         WHERE tenant_id = $1 AND run_id = $2
         ORDER BY file_row, number OFFSET $3 LIMIT $4",
    )
    .bind(tx.tenant())
    .bind(run.0)
    .bind(i64::try_from(offset).unwrap_or(i64::MAX))
    .bind(i64::from(limit))
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(|row| into_reject(run.0, row)).collect()
}

fn into_reject(
    run: Uuid,
    (row, item, reason, addressee_number): (i64, String, String, Option<String>),
) -> Result<Reject, StoreError> {
    let place = Row {
        table: "import_rejects",
        id: &run,
    };
    let reason = Reason::from_code(&reason).ok_or_else(|| place.wrong("reason", &reason))?;
    Ok(Reject {
        row: u64::try_from(row).unwrap_or(0),
        item,
        reason,
        addressee_number,
    })
}

/// Keeps rejects; those of one row are numbered in their order.
pub(super) async fn add(tx: &mut TenantTx, run: ImportRunId, rejects: &[Reject]) -> Result<(), StoreError> {
    if rejects.is_empty() {
        return Ok(());
    }
    let big = |row: u64| i64::try_from(row).unwrap_or(i64::MAX);
    let rows: Vec<i64> = rejects.iter().map(|reject| big(reject.row)).collect();
    let mut numbers = Vec::with_capacity(rows.len());
    for (n, row) in rows.iter().enumerate() {
        let before = rows.get(..n).unwrap_or_default().iter().rev();
        numbers.push(i32::try_from(before.take_while(|other| *other == row).count()).unwrap_or(i32::MAX));
    }
    let items: Vec<&str> = rejects.iter().map(|reject| &*reject.item).collect();
    let reasons: Vec<&str> = rejects.iter().map(|reject| reject.reason.code()).collect();
    let people: Vec<Option<&str>> = rejects
        .iter()
        .map(|reject| reject.addressee_number.as_deref())
        .collect();
    sqlx::query(
        "INSERT INTO import_rejects (tenant_id, run_id, file_row, number, item, reason, addressee_number)
         SELECT $1, $2, * FROM unnest($3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[])
         ON CONFLICT DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(run.0)
    .bind(rows)
    .bind(numbers)
    .bind(items)
    .bind(reasons)
    .bind(people)
    .execute(tx.connection())
    .await?;
    Ok(())
}
