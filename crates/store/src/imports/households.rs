//! Households that cannot be: rejected as a whole, before anything is switched over.

use madoguchi_import::Reason;
use sqlx::AssertSqlSafe;

use super::runs::Run;
use crate::{StoreError, TenantTx};

/// The newest entry of everybody who is in the staging and lives here, and of everybody else who then lives in the
/// same households.
const MEMBERS: &str = "
    newest AS (
        SELECT s.addressee_number, s.household_number, s.relationship, s.head_number, s.state
        FROM import_staged_residents s WHERE s.tenant_id = $1 AND s.run_id = $2 AND NOT EXISTS (
            SELECT FROM import_staged_residents n WHERE n.tenant_id = $1 AND n.run_id = $2
                AND n.addressee_number = s.addressee_number AND n.history_number > s.history_number)),
    others AS (
        SELECT r.addressee_number, h.household_number, r.relationship
        FROM (SELECT DISTINCT household_number FROM newest) touched
        JOIN households h ON h.tenant_id = $1 AND h.household_number = touched.household_number
        JOIN residents r ON r.tenant_id = $1 AND r.household_id = h.household_id AND r.state = 'current'
        WHERE NOT $3 AND NOT EXISTS (SELECT FROM newest n WHERE n.addressee_number = r.addressee_number)),
    members AS (
        SELECT addressee_number, household_number, relationship FROM newest WHERE state = 'current'
        UNION ALL SELECT addressee_number, household_number, relationship FROM others)";

/// Takes households out of the staging that have no head or several, or whose members point at somebody who is none;
/// notes why. How many rows.
pub(super) async fn reject_impossible(tx: &mut TenantTx, run: &Run) -> Result<u64, StoreError> {
    make_table(tx).await?;
    by_count(tx, run).await?;
    by_pointer(tx, run).await?;
    let statement = "
        WITH bad AS (SELECT DISTINCT ON (household_number) household_number, reason FROM pg_temp.import_impossible),
        gone AS (
            DELETE FROM import_staged_residents s USING (
                SELECT DISTINCT n.addressee_number, bad.reason FROM import_staged_residents n
                JOIN bad ON bad.household_number = n.household_number
                WHERE n.tenant_id = $1 AND n.run_id = $2) person
            WHERE s.tenant_id = $1 AND s.run_id = $2 AND s.addressee_number = person.addressee_number
            RETURNING s.file_row, s.addressee_number, person.reason)
        INSERT INTO import_rejects (tenant_id, run_id, file_row, number, item, reason, addressee_number)
        SELECT $1, $2, file_row, 0, '続柄表記', min(reason), min(addressee_number) FROM gone GROUP BY file_row
        ON CONFLICT DO NOTHING";
    let rows = sqlx::query(statement)
        .bind(tx.tenant())
        .bind(run.id.0)
        .execute(tx.connection())
        .await?
        .rows_affected();
    sqlx::raw_sql("DROP TABLE pg_temp.import_impossible")
        .execute(tx.connection())
        .await?;
    Ok(rows)
}

async fn make_table(tx: &mut TenantTx) -> Result<(), StoreError> {
    sqlx::raw_sql(
        "CREATE TEMPORARY TABLE import_impossible (household_number text COLLATE \"C\", reason text) ON COMMIT DROP",
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

async fn by_count(tx: &mut TenantTx, run: &Run) -> Result<(), StoreError> {
    let statement = format!(
        "WITH {MEMBERS}
         INSERT INTO pg_temp.import_impossible
         SELECT household_number, CASE WHEN heads = 0 THEN $4 ELSE $5 END FROM (
            SELECT household_number, count(*) FILTER (WHERE relationship = '世帯主') AS heads
            FROM members GROUP BY household_number) counted WHERE heads <> 1"
    );
    execute(tx, run, statement, [Reason::NoHead, Reason::SeveralHeads]).await
}

/// A pointer must lead to the head of the same household. Where it leads to somebody who points on, it goes round.
async fn by_pointer(tx: &mut TenantTx, run: &Run) -> Result<(), StoreError> {
    let statement = format!(
        "WITH {MEMBERS}
         INSERT INTO pg_temp.import_impossible
         SELECT n.household_number, CASE WHEN h.relationship <> '世帯主' AND on_from.head_number IS NOT NULL
            THEN $4 ELSE $5 END
         FROM newest n
         LEFT JOIN members h ON h.addressee_number = n.head_number
         LEFT JOIN newest on_from ON on_from.addressee_number = n.head_number
         WHERE n.state = 'current' AND n.head_number IS NOT NULL
            AND (h.household_number IS DISTINCT FROM n.household_number OR h.relationship <> '世帯主')"
    );
    execute(tx, run, statement, [Reason::Circular, Reason::WrongHead]).await
}

async fn execute(
    tx: &mut TenantTx,
    run: &Run,
    statement: String,
    reasons: [Reason; 2],
) -> Result<(), StoreError> {
    sqlx::query(AssertSqlSafe(statement))
        .bind(tx.tenant())
        .bind(run.id.0)
        .bind(run.full)
        .bind(reasons[0].code())
        .bind(reasons[1].code())
        .execute(tx.connection())
        .await?;
    Ok(())
}
