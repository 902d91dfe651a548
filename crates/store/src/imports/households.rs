//! Households that cannot be: rejected as a whole, before anything is switched over.

use madoguchi_import::Reason;

use super::run::Run;
use crate::{StoreError, TenantTx};

/// Takes households out of the staging and out of `pg_temp.import_newest` that have no head or several, or whose members
/// point at somebody who is none; notes why. How many rows.
pub(super) async fn reject_impossible(tx: &mut TenantTx, run: &Run) -> Result<u64, StoreError> {
    members(tx, run).await?;
    by_count(tx).await?;
    by_pointer(tx).await?;
    let rows = take_out(tx, run).await?;
    sqlx::raw_sql("DROP TABLE pg_temp.import_members; DROP TABLE pg_temp.import_impossible")
        .execute(tx.connection())
        .await?;
    Ok(rows)
}

/// Everybody who is in the staging and will live here, and everybody else who then lives in the same households. A full
/// load has nobody else.
async fn members(tx: &mut TenantTx, run: &Run) -> Result<(), StoreError> {
    sqlx::raw_sql(
        "CREATE TEMPORARY TABLE import_members ON COMMIT DROP AS
            SELECT addressee_number, household_number, relationship FROM pg_temp.import_newest WHERE present;
         CREATE TEMPORARY TABLE import_impossible (household_number text COLLATE \"C\", reason text) ON COMMIT DROP",
    )
    .execute(tx.connection())
    .await?;
    if !run.full {
        // From the file's households, each by its index, whatever the planner knows of the register: just after a full
        // load it takes it for a handful, and would go through all of it for each of them. OFFSET keeps it from that.
        sqlx::query(
            "INSERT INTO pg_temp.import_members
             SELECT r.addressee_number, touched.household_number, r.relationship
             FROM (SELECT DISTINCT household_number FROM pg_temp.import_newest) touched
             CROSS JOIN LATERAL (SELECT h.household_id FROM households h
                WHERE h.tenant_id = $1 AND h.household_number = touched.household_number OFFSET 0) h
             CROSS JOIN LATERAL (SELECT r.addressee_number, r.relationship FROM residents r
                WHERE r.tenant_id = $1 AND r.household_id = h.household_id AND r.state = 'current' OFFSET 0) r
             WHERE NOT EXISTS (
                SELECT FROM pg_temp.import_newest n WHERE n.addressee_number = r.addressee_number)",
        )
        .bind(tx.tenant())
        .execute(tx.connection())
        .await?;
    }
    sqlx::raw_sql("ANALYZE pg_temp.import_members")
        .execute(tx.connection())
        .await?;
    Ok(())
}

async fn by_count(tx: &mut TenantTx) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pg_temp.import_impossible
         SELECT household_number, CASE WHEN heads = 0 THEN $1 ELSE $2 END FROM (
            SELECT household_number, count(*) FILTER (WHERE relationship = '世帯主') AS heads
            FROM pg_temp.import_members GROUP BY household_number) counted WHERE heads <> 1",
    )
    .bind(Reason::NoHead.code())
    .bind(Reason::SeveralHeads.code())
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// A pointer must lead to the head of the same household. Where it leads to somebody who points on, it goes round.
async fn by_pointer(tx: &mut TenantTx) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pg_temp.import_impossible
         SELECT n.household_number,
            CASE WHEN h.relationship <> '世帯主' AND next.head_number IS NOT NULL THEN $1 ELSE $2 END
         FROM pg_temp.import_newest n
         LEFT JOIN pg_temp.import_members h ON h.addressee_number = n.head_number
         LEFT JOIN pg_temp.import_newest next ON next.addressee_number = n.head_number
         WHERE n.present AND n.head_number IS NOT NULL
            AND (h.household_number IS DISTINCT FROM n.household_number OR h.relationship <> '世帯主')",
    )
    .bind(Reason::Circular.code())
    .bind(Reason::WrongHead.code())
    .execute(tx.connection())
    .await?;
    Ok(())
}

async fn take_out(tx: &mut TenantTx, run: &Run) -> Result<u64, StoreError> {
    let rows = sqlx::query(
        "WITH bad AS (
            SELECT DISTINCT ON (n.addressee_number) n.addressee_number, i.reason
            FROM pg_temp.import_impossible i JOIN pg_temp.import_newest n ON n.household_number = i.household_number),
         gone AS (
            DELETE FROM import_staged_residents s USING bad
            WHERE s.tenant_id = $1 AND s.run_id = $2 AND s.addressee_number = bad.addressee_number
            RETURNING s.file_row, s.addressee_number, bad.reason)
         INSERT INTO import_rejects (tenant_id, run_id, file_row, number, item, reason, addressee_number)
         SELECT $1, $2, file_row, 0, '続柄表記', reason, addressee_number FROM gone ON CONFLICT DO NOTHING",
    )
    .bind(tx.tenant())
    .bind(run.id.0)
    .execute(tx.connection())
    .await?
    .rows_affected();
    if rows > 0 {
        sqlx::raw_sql(
            "DELETE FROM pg_temp.import_newest n USING pg_temp.import_impossible i
             WHERE n.household_number = i.household_number",
        )
        .execute(tx.connection())
        .await?;
    }
    Ok(rows)
}
