//! How far a run is, and who works on it.

use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::ids::ImportRunId;
use uuid::Uuid;

use super::run::Run;
use crate::{StoreError, TenantTx};

/// How long a run belongs to a worker that gives no sign of life.
pub(super) const LEASE: Duration = Duration::seconds(60);

/// How far an open run is, by the last sign of life of whoever works on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RunProgress {
    /// Until when a worker has it in hand, if it gives no other sign of life.
    pub held_until: DateTime<Utc>,
    /// When this attempt began.
    pub began_at: DateTime<Utc>,
    /// The last sign of life.
    pub updated_at: DateTime<Utc>,
    /// Bytes of the file that were read before this attempt's first sign of life.
    pub began_bytes: u64,
    /// Rows likewise.
    pub began_rows: u64,
    /// Bytes of the file that were read.
    pub bytes: u64,
    /// Of how many, where that is known.
    pub bytes_total: Option<u64>,
    /// Rows that are staged or rejected.
    pub rows: u64,
    /// Persons or entries that are switched over, and of how many; none while the file is read.
    pub switched: Option<(u64, u64)>,
}

impl RunProgress {
    /// Whether somebody works on it now. If not, it was cut off: the background or the same command goes on with it.
    #[must_use]
    pub fn is_held(&self, now: DateTime<Utc>) -> bool {
        now < self.held_until
    }

    /// Percent of the file that were read, where its length is known.
    #[must_use]
    pub fn percent(&self) -> Option<u64> {
        let total = self.bytes_total?;
        Some((self.bytes.min(total) * 100).checked_div(total).unwrap_or(100))
    }

    /// Rows read a second in this attempt; none while it is too early to tell.
    #[must_use]
    pub fn rows_per_second(&self) -> Option<u64> {
        (self.rows.saturating_sub(self.began_rows) * 1_000).checked_div(self.milliseconds()?)
    }

    /// How long the reading will still take at that pace; none while it is too early to tell, or the length unknown.
    #[must_use]
    pub fn remaining(&self) -> Option<Duration> {
        let left = u128::from(self.bytes_total?.saturating_sub(self.bytes));
        let read = u128::from(self.bytes.saturating_sub(self.began_bytes));
        let milliseconds = (left * u128::from(self.milliseconds()?)).checked_div(read)?;
        Duration::try_milliseconds(i64::try_from(milliseconds).ok()?)
    }

    fn milliseconds(&self) -> Option<u64> {
        let passed = (self.updated_at - self.began_at).num_milliseconds();
        u64::try_from(passed).ok().filter(|passed| *passed >= 500)
    }
}

/// A run in somebody's hands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) run: ImportRunId,
    pub(super) lease: Uuid,
}

/// What operations of the record name as theirs ([`Begun::resource_id`](crate::audit::Begun)), of the imports that
/// somebody works on or that ended since: the run, or its file, as the command line does. Such an operation goes on for
/// as long as its worker gives signs of life, hours if need be, and ends itself.
pub(crate) async fn at_work(
    tx: &mut TenantTx,
    ended_since: DateTime<Utc>,
) -> Result<HashSet<String>, StoreError> {
    let rows: Vec<(Uuid, String)> = sqlx::query_as(
        "SELECT r.run_id, r.file_digest FROM import_runs r
         JOIN import_progress p ON p.tenant_id = $1 AND p.run_id = r.run_id
         WHERE r.tenant_id = $1 AND ((r.ended_at IS NULL AND p.leased_until > $2) OR r.ended_at >= $3)",
    )
    .bind(tx.tenant())
    .bind(tx.now())
    .bind(ended_since)
    .fetch_all(tx.connection())
    .await?;
    Ok(rows
        .into_iter()
        .flat_map(|(run, digest)| [run.to_string(), digest])
        .collect())
}

/// Takes a run in hand. Whoever had it before loses it: the command line goes on at once after it was killed.
pub(super) async fn hold(tx: &mut TenantTx, run: &Run) -> Result<Held, StoreError> {
    let lease = tx.new_id();
    let bytes = run.progress.map_or(0, |progress| progress.bytes);
    sqlx::query(
        "INSERT INTO import_progress (tenant_id, run_id, lease, leased_until, began_at, began_bytes, began_rows,
            updated_at, bytes_done, rows_done) VALUES ($1, $2, $3, $4, $5, $6, $7, $5, $6, $7)
         ON CONFLICT (tenant_id, run_id) DO UPDATE SET lease = excluded.lease, leased_until = excluded.leased_until,
            began_at = excluded.began_at, began_bytes = excluded.began_bytes, began_rows = excluded.began_rows,
            updated_at = excluded.updated_at, bytes_done = excluded.bytes_done, rows_done = excluded.rows_done,
            switched = NULL, switch_total = NULL",
    )
    .bind(tx.tenant())
    .bind(run.id.0)
    .bind(lease)
    .bind(tx.now() + LEASE)
    .bind(tx.now())
    .bind(if run.position == 0 { 0 } else { big(bytes) })
    .bind(big(run.staged + run.rejected_rows))
    .execute(tx.connection())
    .await?;
    Ok(Held { run: run.id, lease })
}

/// A sign of life with what was read, or switched over; false where somebody else has the run now.
pub(super) async fn renew(
    tx: &mut TenantTx,
    held: Held,
    read: Option<(u64, u64)>,
    switched: Option<(u64, u64)>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE import_progress SET leased_until = $4, updated_at = $5, bytes_done = coalesce($6, bytes_done),
            rows_done = coalesce($7, rows_done), switched = coalesce($8, switched),
            switch_total = coalesce($9, switch_total)
         WHERE tenant_id = $1 AND run_id = $2 AND lease = $3",
    )
    .bind(tx.tenant())
    .bind(held.run.0)
    .bind(held.lease)
    .bind(tx.now() + LEASE)
    .bind(tx.now())
    .bind(read.map(|(bytes, _)| big(bytes)))
    .bind(read.map(|(_, rows)| big(rows)))
    .bind(switched.map(|(done, _)| big(done)))
    .bind(switched.map(|(_, all)| big(all)))
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

fn big(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pace_and_what_is_left_come_from_this_attempt_alone() {
        let at = |second: i64| DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap();
        let progress = RunProgress {
            held_until: at(70),
            began_at: at(0),
            updated_at: at(10),
            began_bytes: 1_000_000,
            began_rows: 10_000,
            bytes: 3_000_000,
            bytes_total: Some(4_000_000),
            rows: 30_000,
            switched: None,
        };
        assert_eq!(progress.rows_per_second(), Some(2_000));
        assert_eq!(progress.remaining(), Some(Duration::seconds(5)));
        assert_eq!(progress.percent(), Some(75));
        assert!(progress.is_held(at(69)) && !progress.is_held(at(70)));
        let early = RunProgress {
            updated_at: at(0),
            ..progress
        };
        assert_eq!((early.rows_per_second(), early.remaining()), (None, None));
        let unknown = RunProgress {
            bytes_total: None,
            ..progress
        };
        assert_eq!((unknown.percent(), unknown.remaining()), (None, None));
    }
}
