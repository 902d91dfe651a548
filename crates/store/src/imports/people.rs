//! Residents and households: from the staging into the register.

use sqlx::AssertSqlSafe;

use super::circumstances::compose_for_added;
use super::columns::{ENTRY, KEYS, assigned, of};
use super::households;
use super::run::Run;
use super::switch::{Bounds, Refusal, too_many};
use crate::{StoreError, TenantTx};

/// Persons a step.
const STEP: u64 = 50_000;

/// The newest staged entries, joined with what is known of them; `$1` tenant, `$2` run, and the step: 宛名番号 after `$3`
/// up to `$4`, said of both, so that each step reads its own part of both by their indexes.
const NEWEST: &str =
    "pg_temp.import_newest n JOIN import_staged_residents s ON s.tenant_id = $1 AND s.run_id = $2
    AND s.addressee_number = n.addressee_number AND s.history_number = n.history_number
    AND n.addressee_number > $3 AND n.addressee_number <= $4
    AND s.addressee_number > $3 AND s.addressee_number <= $4";

pub(super) async fn switch_over(
    tx: &mut TenantTx,
    run: &mut Run,
    bounds: Bounds,
    keep_missing: bool,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Option<Refusal>, StoreError> {
    let last = classify(tx, run).await?;
    run.rejected_rows += households::reject_impossible(tx, run).await?;
    if run.rejected_rows > bounds.rejected_rows {
        return Ok(Some(Refusal::Rejects(run.rejected_rows)));
    }
    let (all, older) = count(tx, run).await?;
    if run.full && all == 0 {
        return Ok(Some(Refusal::Nothing));
    }
    if run.full && !keep_missing {
        run.counts.removed = mark_missing(tx, run).await?;
        let there = current(tx).await?;
        if too_many(run.counts.removed, there, bounds) {
            return Ok(Some(Refusal::Removals(run.counts.removed)));
        }
    }
    // Where every person has one row, and none is older than the register, there is no history to look for.
    if older > 0 || last != run.staged {
        run.counts.historical = historical(tx, run).await?;
    }
    if run.dry_run {
        return Ok(None);
    }
    let empty = is_empty(tx).await?;
    let mut after = String::new();
    for (upto, done) in steps(tx).await?.into_iter().zip(1..) {
        step(tx, run, (&after, &upto), run.counts.changed > 0).await?;
        after = upto;
        progress((STEP * done).min(all), all);
    }
    earlier(tx, run).await?;
    if run.counts.removed > 0 {
        remove(tx, run).await?;
    }
    past_tokens(tx, run).await?;
    compose_for_added(tx).await?;
    if !empty {
        note_changes(tx, run).await?;
    }
    Ok(None)
}

/// Decides of every staged person what happens to them, and numbers them from the last 宛名番号 on, as the index gives
/// them. How many there are.
async fn classify(tx: &mut TenantTx, run: &Run) -> Result<u64, StoreError> {
    sqlx::raw_sql(
        "CREATE TEMPORARY TABLE import_newest (number bigint, addressee_number text COLLATE \"C\", history_number int,
            household_number text COLLATE \"C\", relationship text, head_number text COLLATE \"C\", present boolean,
            resident_id uuid, effect text) ON COMMIT DROP;
         CREATE TEMPORARY TABLE import_missing (resident_id uuid) ON COMMIT DROP",
    )
    .execute(tx.connection())
    .await?;
    let last = sqlx::query(
        "INSERT INTO pg_temp.import_newest
         SELECT row_number() OVER (ORDER BY s.addressee_number DESC), s.addressee_number, s.history_number,
            s.household_number, s.relationship, s.head_number, s.state = 'current',
            coalesce(r.resident_id, s.resident_id),
            CASE WHEN r.resident_id IS NULL THEN 'added'
                WHEN s.record_digest = r.record_digest THEN 'same'
                WHEN r.record_digest IS NOT NULL AND s.history_number < r.history_number THEN 'older'
                ELSE 'changed' END
         FROM (
            SELECT DISTINCT ON (addressee_number) addressee_number, history_number, household_number, relationship,
                head_number, state, resident_id, record_digest
            FROM import_staged_residents WHERE tenant_id = $1 AND run_id = $2
            ORDER BY addressee_number DESC, history_number DESC) s
         LEFT JOIN residents r ON r.tenant_id = $1 AND r.addressee_number = s.addressee_number",
    )
    .bind(tx.tenant())
    .bind(run.id.0)
    .execute(tx.connection())
    .await?
    .rows_affected();
    sqlx::raw_sql("CREATE INDEX ON pg_temp.import_newest (addressee_number); ANALYZE pg_temp.import_newest")
        .execute(tx.connection())
        .await?;
    Ok(last)
}

/// The last 宛名番号 of each step, in their order; the last of all is one, whoever was rejected meanwhile.
async fn steps(tx: &mut TenantTx) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT addressee_number FROM pg_temp.import_newest WHERE number % $1 = 1
         UNION (SELECT addressee_number FROM pg_temp.import_newest ORDER BY addressee_number DESC LIMIT 1)
         ORDER BY addressee_number",
    )
    .bind(i64::try_from(STEP).unwrap_or(i64::MAX))
    .fetch_all(tx.connection())
    .await?)
}

/// How many persons there are of each effect; all of them, and those that are older than the register.
async fn count(tx: &mut TenantTx, run: &mut Run) -> Result<(u64, u64), StoreError> {
    let counts: Vec<(String, i64)> =
        sqlx::query_as("SELECT effect, count(*) FROM pg_temp.import_newest GROUP BY effect")
            .fetch_all(tx.connection())
            .await?;
    let of = |effect: &str| {
        let found = counts.iter().find(|(name, _)| name == effect);
        found.map_or(0, |(_, count)| u64::try_from(*count).unwrap_or(0))
    };
    run.counts.added = of("added");
    run.counts.changed = of("changed");
    run.counts.unchanged = of("same") + of("older");
    let all = run.counts.added + run.counts.changed + run.counts.unchanged;
    Ok((all, of("older")))
}

async fn current(tx: &mut TenantTx) -> Result<u64, StoreError> {
    let count: i64 =
        sqlx::query_scalar("SELECT count(*) FROM residents WHERE tenant_id = $1 AND state = 'current'")
            .bind(tx.tenant())
            .fetch_one(tx.connection())
            .await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

async fn is_empty(tx: &mut TenantTx) -> Result<bool, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT NOT EXISTS (SELECT FROM residents WHERE tenant_id = $1)")
            .bind(tx.tenant())
            .fetch_one(tx.connection())
            .await?,
    )
}

/// Present residents whom a full load does not have, those left out whose row was rejected. How many.
async fn mark_missing(tx: &mut TenantTx, run: &Run) -> Result<u64, StoreError> {
    Ok(sqlx::query(
        "INSERT INTO pg_temp.import_missing
         SELECT r.resident_id FROM residents r WHERE r.tenant_id = $1 AND r.state = 'current'
            AND NOT EXISTS (SELECT FROM pg_temp.import_newest n WHERE n.addressee_number = r.addressee_number)
            AND NOT EXISTS (SELECT FROM import_rejects x WHERE x.tenant_id = $1 AND x.run_id = $2
                AND x.addressee_number = r.addressee_number)",
    )
    .bind(tx.tenant())
    .bind(run.id.0)
    .execute(tx.connection())
    .await?
    .rows_affected())
}

/// Earlier entries that are not there, or say something else.
async fn historical(tx: &mut TenantTx, run: &Run) -> Result<u64, StoreError> {
    let count: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM import_staged_residents s
         JOIN pg_temp.import_newest n ON n.addressee_number = s.addressee_number
            AND (s.history_number < n.history_number OR n.effect = 'older')
         LEFT JOIN resident_history h ON h.tenant_id = $1 AND h.addressee_number = s.addressee_number
            AND h.history_number = s.history_number
         WHERE s.tenant_id = $1 AND s.run_id = $2 AND h.record_digest IS DISTINCT FROM s.record_digest",
    )
    .bind(tx.tenant())
    .bind(run.id.0)
    .fetch_one(tx.connection())
    .await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// One step of persons.
async fn step(tx: &mut TenantTx, run: &Run, of_step: (&str, &str), changed: bool) -> Result<(), StoreError> {
    let households = format!(
        "INSERT INTO households (tenant_id, household_id, household_number)
         SELECT DISTINCT ON (s.household_number) $1, s.household_id, s.household_number
         FROM {NEWEST} WHERE n.effect IN ('added', 'changed')
         ORDER BY s.household_number, s.household_id
         ON CONFLICT (tenant_id, household_number) DO NOTHING"
    );
    execute(tx, run, households, of_step).await?;
    if changed {
        update(tx, run, of_step).await?;
    }
    let entry = of("s", &ENTRY);
    let keys = of("s", &KEYS);
    let residents = format!(
        "INSERT INTO residents (tenant_id, resident_id, household_id, addressee_number, history_number,
            protective_measure, circumstances, {}, {})
         SELECT $1, n.resident_id, h.household_id, s.addressee_number, s.history_number, 'none', 'null', {entry}, {keys}
         FROM {NEWEST} JOIN households h ON h.tenant_id = $1 AND h.household_number = s.household_number
         WHERE n.effect = 'added'",
        ENTRY.join(", "),
        KEYS.join(", ")
    );
    execute(tx, run, residents, of_step).await?;
    let tokens = format!(
        "INSERT INTO resident_tokens (tenant_id, resident_id, tokens)
         SELECT $1, n.resident_id, s.tokens FROM {NEWEST} WHERE n.effect = 'added'"
    );
    execute(tx, run, tokens, of_step).await
}

/// Those who are there: what they were goes into the history, where the file's entry is a later one.
async fn update(tx: &mut TenantTx, run: &Run, of_step: (&str, &str)) -> Result<(), StoreError> {
    let names = ENTRY.join(", ");
    let past = format!(
        "INSERT INTO resident_history (tenant_id, addressee_number, history_number, resident_id, household_number,
            {names}, tokens)
         SELECT $1, r.addressee_number, r.history_number, r.resident_id, h.household_number, {}, t.tokens
         FROM {NEWEST} JOIN residents r ON r.tenant_id = $1 AND r.resident_id = n.resident_id
         JOIN resident_tokens t ON t.tenant_id = $1 AND t.resident_id = n.resident_id
         JOIN households h ON h.tenant_id = $1 AND h.household_id = r.household_id
         WHERE n.effect = 'changed' AND n.history_number > r.history_number ON CONFLICT DO NOTHING",
        of("r", &ENTRY)
    );
    execute(tx, run, past, of_step).await?;
    let update = format!(
        "UPDATE residents r SET household_id = h.household_id, history_number = s.history_number, {}, {}
         FROM {NEWEST} JOIN households h ON h.tenant_id = $1 AND h.household_number = s.household_number
         WHERE r.tenant_id = $1 AND r.resident_id = n.resident_id AND n.effect = 'changed'",
        assigned("s", &ENTRY),
        assigned("s", &KEYS)
    );
    execute(tx, run, update, of_step).await?;
    let tokens = format!(
        "UPDATE resident_tokens t SET tokens = s.tokens FROM {NEWEST}
         WHERE t.tenant_id = $1 AND t.resident_id = n.resident_id AND n.effect = 'changed' AND t.tokens <> s.tokens"
    );
    execute(tx, run, tokens, of_step).await
}

async fn execute(
    tx: &mut TenantTx,
    run: &Run,
    statement: String,
    (after, upto): (&str, &str),
) -> Result<(), StoreError> {
    sqlx::query(AssertSqlSafe(statement))
        .bind(tx.tenant())
        .bind(run.id.0)
        .bind(after)
        .bind(upto)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Earlier entries of the file.
async fn earlier(tx: &mut TenantTx, run: &Run) -> Result<(), StoreError> {
    if run.counts.historical == 0 {
        return Ok(());
    }
    let names = ENTRY.join(", ");
    let statement = format!(
        "INSERT INTO resident_history (tenant_id, addressee_number, history_number, resident_id, household_number,
            {names}, tokens)
         SELECT $1, s.addressee_number, s.history_number, n.resident_id, s.household_number, {}, s.tokens
         FROM import_staged_residents s JOIN pg_temp.import_newest n ON n.addressee_number = s.addressee_number
            AND (s.history_number < n.history_number OR n.effect = 'older')
         WHERE s.tenant_id = $1 AND s.run_id = $2
         ON CONFLICT (tenant_id, addressee_number, history_number) DO UPDATE
            SET household_number = excluded.household_number, tokens = excluded.tokens, {}
            WHERE resident_history.record_digest IS DISTINCT FROM excluded.record_digest",
        of("s", &ENTRY),
        assigned("excluded", &ENTRY)
    );
    sqlx::query(AssertSqlSafe(statement))
        .bind(tx.tenant())
        .bind(run.id.0)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// What residents with earlier entries were and are found by.
async fn past_tokens(tx: &mut TenantTx, run: &Run) -> Result<(), StoreError> {
    if run.counts.historical + run.counts.changed + run.counts.removed == 0 {
        return Ok(());
    }
    sqlx::query(
        "WITH touched AS MATERIALIZED (
            SELECT named.resident_id
            FROM (SELECT resident_id FROM pg_temp.import_newest WHERE effect <> 'same' OR $2
                UNION SELECT resident_id FROM pg_temp.import_missing) named
            CROSS JOIN LATERAL (SELECT FROM resident_history h
                WHERE h.tenant_id = $1 AND h.resident_id = named.resident_id LIMIT 1) once)
         INSERT INTO resident_past_tokens (tenant_id, resident_id, tokens)
         SELECT $1, touched.resident_id, pieces.all_of_them FROM touched
         CROSS JOIN LATERAL (SELECT array_agg(DISTINCT piece COLLATE \"C\") AS all_of_them FROM (
            SELECT unnest(h.tokens) AS piece FROM resident_history h
            WHERE h.tenant_id = $1 AND h.resident_id = touched.resident_id
            UNION ALL
            SELECT unnest(t.tokens) FROM resident_tokens t
            WHERE t.tenant_id = $1 AND t.resident_id = touched.resident_id) each_piece) pieces
         ON CONFLICT (tenant_id, resident_id) DO UPDATE SET tokens = excluded.tokens
            WHERE resident_past_tokens.tokens <> excluded.tokens",
    )
    .bind(tx.tenant())
    .bind(run.counts.historical > 0)
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Those whom a full load does not have are not there any more. Nobody is deleted: cases hang on people.
async fn remove(tx: &mut TenantTx, _run: &Run) -> Result<(), StoreError> {
    let past = format!(
        "INSERT INTO resident_history (tenant_id, addressee_number, history_number, resident_id, household_number, {},
            tokens)
         SELECT $1, r.addressee_number, r.history_number, r.resident_id, h.household_number, {}, t.tokens
         FROM pg_temp.import_missing m JOIN residents r ON r.tenant_id = $1 AND r.resident_id = m.resident_id
         JOIN resident_tokens t ON t.tenant_id = $1 AND t.resident_id = m.resident_id
         JOIN households h ON h.tenant_id = $1 AND h.household_id = r.household_id ON CONFLICT DO NOTHING",
        ENTRY.join(", "),
        of("r", &ENTRY)
    );
    sqlx::query(AssertSqlSafe(past))
        .bind(tx.tenant())
        .execute(tx.connection())
        .await?;
    sqlx::query(
        "UPDATE residents r SET state = 'removed', changed_on = $2, change_reason = '全件の取込データに無い',
            record_digest = ''
         FROM pg_temp.import_missing m WHERE r.tenant_id = $1 AND r.resident_id = m.resident_id",
    )
    .bind(tx.tenant())
    .bind(tx.today())
    .execute(tx.connection())
    .await?;
    Ok(())
}

async fn note_changes(tx: &mut TenantTx, run: &Run) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO import_changes (tenant_id, run_id, resident_id, effect)
         SELECT $1, $2, resident_id, effect FROM pg_temp.import_newest WHERE effect IN ('added', 'changed')
         UNION ALL SELECT $1, $2, resident_id, 'removed' FROM pg_temp.import_missing",
    )
    .bind(tx.tenant())
    .bind(run.id.0)
    .execute(tx.connection())
    .await?;
    Ok(())
}
