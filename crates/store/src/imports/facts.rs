//! Entries of the other core systems: from the staging to the persons they are about.

use std::collections::BTreeMap;

use madoguchi_import::Target;
use serde_json::Value;

use super::circumstances::compose;
use super::run::Run;
use super::switch::{Bounds, Refusal, too_many};
use crate::codec::Row;
use crate::{StoreError, TenantTx};

/// One entry of another core system.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// The system.
    pub target: Target,
    /// Which of several things of the person; empty where there is one.
    pub part: String,
    /// 履歴番号.
    pub history_number: i32,
    /// Whether it was in force on the day of its import.
    pub in_force: bool,
    /// Every filled item.
    pub items: BTreeMap<String, String>,
}

/// What the other core systems hold of a 宛名番号, the newest entry of each part first.
pub async fn facts_of(tx: &mut TenantTx, addressee_number: &str) -> Result<Vec<Fact>, StoreError> {
    let rows: Vec<(String, String, i32, bool, Value)> = sqlx::query_as(
        "SELECT target, part, history_number, in_force, items FROM resident_facts
         WHERE tenant_id = $1 AND addressee_number = $2 ORDER BY target, part, history_number DESC",
    )
    .bind(tx.tenant())
    .bind(addressee_number)
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|(target, part, history_number, in_force, items)| {
            let row = Row {
                table: "resident_facts",
                id: &addressee_number,
            };
            Ok(Fact {
                target: row.code("target", &target)?,
                part,
                history_number,
                in_force,
                items: row.json("items", items)?,
            })
        })
        .collect()
}

pub(super) async fn switch_over(
    tx: &mut TenantTx,
    run: &mut Run,
    bounds: Bounds,
    keep_missing: bool,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Option<Refusal>, StoreError> {
    if run.rejected_rows > bounds.rejected_rows {
        return Ok(Some(Refusal::Rejects(run.rejected_rows)));
    }
    let there = classify(tx, run).await?;
    let all = run.counts.added + run.counts.changed + run.counts.unchanged;
    if run.full && all == 0 && there > 0 && !bounds.accept_removals {
        return Ok(Some(Refusal::Nothing));
    }
    if run.full && !keep_missing {
        run.counts.removed = mark_missing(tx, run).await?;
        // A measure that ends in silence can cost a life.
        let protected = run.target == Target::ProtectiveMeasure && run.counts.removed > 0;
        if too_many(run.counts.removed, there, bounds) || (protected && !bounds.accept_removals) {
            return Ok(Some(Refusal::Removals(run.counts.removed)));
        }
    }
    if run.dry_run {
        return Ok(None);
    }
    apply(tx, run).await?;
    compose(tx, run.target).await?;
    note_changes(tx, run).await?;
    progress(all, all);
    Ok(None)
}

/// Decides of every staged entry what happens to it; how many there are before.
async fn classify(tx: &mut TenantTx, run: &mut Run) -> Result<u64, StoreError> {
    sqlx::raw_sql(
        "CREATE TEMPORARY TABLE import_effects (addressee_number text COLLATE \"C\", part text COLLATE \"C\",
            history_number int, effect text) ON COMMIT DROP;
         CREATE TEMPORARY TABLE import_missing (addressee_number text COLLATE \"C\", part text COLLATE \"C\",
            history_number int) ON COMMIT DROP",
    )
    .execute(tx.connection())
    .await?;
    sqlx::query(
        "INSERT INTO pg_temp.import_effects
         SELECT s.addressee_number, s.part, s.history_number,
            CASE WHEN f.record_digest IS NULL THEN 'added' WHEN f.record_digest = s.record_digest THEN 'same'
                ELSE 'changed' END
         FROM import_staged_facts s
         LEFT JOIN resident_facts f ON f.tenant_id = $1 AND f.target = $3 AND f.addressee_number = s.addressee_number
            AND f.part = s.part AND f.history_number = s.history_number
         WHERE s.tenant_id = $1 AND s.run_id = $2",
    )
    .bind(tx.tenant())
    .bind(run.id.0)
    .bind(run.target.code())
    .execute(tx.connection())
    .await?;
    let counts: (i64, i64, i64) = sqlx::query_as(
        "SELECT count(*) FILTER (WHERE effect = 'added'), count(*) FILTER (WHERE effect = 'changed'),
            count(*) FILTER (WHERE effect = 'same') FROM pg_temp.import_effects",
    )
    .fetch_one(tx.connection())
    .await?;
    let count = |count: i64| u64::try_from(count).unwrap_or(0);
    run.counts.added = count(counts.0);
    run.counts.changed = count(counts.1);
    run.counts.unchanged = count(counts.2);
    // Differences remove nothing: how many there are is not worth going through all of them.
    let there: i64 =
        sqlx::query_scalar("SELECT count(*) FROM resident_facts WHERE tenant_id = $1 AND target = $2 AND $3")
            .bind(tx.tenant())
            .bind(run.target.code())
            .bind(run.full)
            .fetch_one(tx.connection())
            .await?;
    Ok(count(there))
}

/// Entries that a full load does not have, those of rejected people left out. How many.
async fn mark_missing(tx: &mut TenantTx, run: &Run) -> Result<u64, StoreError> {
    Ok(sqlx::query(
        "INSERT INTO pg_temp.import_missing
         SELECT f.addressee_number, f.part, f.history_number FROM resident_facts f
         WHERE f.tenant_id = $1 AND f.target = $3
            AND NOT EXISTS (SELECT FROM import_staged_facts s WHERE s.tenant_id = $1 AND s.run_id = $2
                AND s.addressee_number = f.addressee_number AND s.part = f.part
                AND s.history_number = f.history_number)
            AND NOT EXISTS (SELECT FROM import_rejects x WHERE x.tenant_id = $1 AND x.run_id = $2
                AND x.addressee_number = f.addressee_number)",
    )
    .bind(tx.tenant())
    .bind(run.id.0)
    .bind(run.target.code())
    .execute(tx.connection())
    .await?
    .rows_affected())
}

async fn apply(tx: &mut TenantTx, run: &Run) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM resident_facts f USING pg_temp.import_missing m WHERE f.tenant_id = $1 AND f.target = $2
            AND f.addressee_number = m.addressee_number AND f.part = m.part AND f.history_number = m.history_number",
    )
    .bind(tx.tenant())
    .bind(run.target.code())
    .execute(tx.connection())
    .await?;
    sqlx::query(
        "INSERT INTO resident_facts (tenant_id, target, addressee_number, part, history_number, in_force, says, items,
            record_digest)
         SELECT $1, $3, s.addressee_number, s.part, s.history_number, s.in_force, s.says, s.items, s.record_digest
         FROM pg_temp.import_effects e JOIN import_staged_facts s ON s.tenant_id = $1 AND s.run_id = $2
            AND s.addressee_number = e.addressee_number AND s.part = e.part AND s.history_number = e.history_number
         WHERE e.effect IN ('added', 'changed')
         ON CONFLICT (tenant_id, target, addressee_number, part, history_number) DO UPDATE SET
            in_force = excluded.in_force, says = excluded.says, items = excluded.items,
            record_digest = excluded.record_digest",
    )
    .bind(tx.tenant())
    .bind(run.id.0)
    .bind(run.target.code())
    .execute(tx.connection())
    .await?;
    sqlx::raw_sql(
        "CREATE TEMPORARY TABLE import_touched ON COMMIT DROP AS
         SELECT addressee_number FROM pg_temp.import_effects WHERE effect <> 'same'
         UNION SELECT addressee_number FROM pg_temp.import_missing;
         ANALYZE pg_temp.import_touched",
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

async fn note_changes(tx: &mut TenantTx, run: &Run) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO import_changes (tenant_id, run_id, resident_id, effect)
         SELECT $1, $2, r.resident_id, 'changed' FROM pg_temp.import_touched t
         JOIN residents r ON r.tenant_id = $1 AND r.addressee_number = t.addressee_number",
    )
    .bind(tx.tenant())
    .bind(run.id.0)
    .execute(tx.connection())
    .await?;
    Ok(())
}
