//! The switch-over: what is staged becomes what everybody sees, in one transaction.

use madoguchi_import::Target;
use madoguchi_model::ids::ImportRunId;

use super::run::Run;
use super::runs;
use super::{facts, people};
use crate::{ChangeError, StoreError, TenantTx, rare_characters};

/// What a switch-over may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// How many rejected rows it goes on with.
    pub rejected_rows: u64,
    /// Whether a full load may remove more than one in a hundred (and more than ten), and leave out protective
    /// measures: they go on, and ask.
    pub accept_removals: bool,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            rejected_rows: 10_000,
            accept_removals: false,
        }
    }
}

/// Why nothing was switched over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Too many rows were rejected.
    Rejects(u64),
    /// A full load would remove so many that it is probably not everything.
    Removals(u64),
    /// A full load without a row that was taken.
    Nothing,
}

impl Refusal {
    /// What happened and what to do, in Japanese.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Rejects(rows) => {
                format!(
                    "取り込めない行が {rows} 件あるので、反映しませんでした。不良の一覧を見て、ファイルを直してください。"
                )
            }
            Self::Removals(people) => format!(
                "全件ファイルに {people} 件が無く、消えることになるので、反映しませんでした。全件がそろったファイルか確かめてください。正しければ、消えてよいと指定して、もう一度取り込んでください。"
            ),
            Self::Nothing => {
                "取り込める行が1件もない全件ファイルなので、反映しませんでした。ファイルを確かめてください。"
                    .into()
            }
        }
    }
}

/// What came of a run. The caller commits in every case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SwitchOver {
    /// The run as it ended.
    pub run: Run,
    /// Why it had no effect.
    pub refusal: Option<Refusal>,
    /// A full load could not remove anybody, because the number of a rejected row could not be read.
    pub removals_skipped: bool,
}

/// Checks what is staged and makes it visible: all of it when the caller commits, or nothing. A dry run only counts.
/// `progress` hears how many of how many persons or entries are done.
pub async fn switch_over(
    tx: &mut TenantTx,
    id: ImportRunId,
    bounds: Bounds,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<SwitchOver, ChangeError> {
    let mut run = runs::lock(tx, id).await?.ok_or(ChangeError::NotFound)?;
    prepare(tx).await?;
    let removals_skipped = run.full && has_unknown_rejects(tx, id).await?;
    let refusal = if run.target == Target::Residents {
        people::switch_over(tx, &mut run, bounds, removals_skipped, progress).await?
    } else {
        facts::switch_over(tx, &mut run, bounds, removals_skipped, progress).await?
    };
    runs::clear_staged(tx, &run).await?;
    let words = refusal.map(Refusal::text);
    let state = match (refusal, run.dry_run) {
        (Some(_), _) => "refused",
        (None, true) => "tried",
        (None, false) => "applied",
    };
    runs::end(tx, &run, state, words.as_deref()).await?;
    if state == "applied" && run.target == Target::Residents {
        rare_characters::request(tx).await?;
    }
    let run = runs::get(tx, id).await?.ok_or(ChangeError::NotFound)?;
    Ok(SwitchOver {
        run,
        refusal,
        removals_skipped,
    })
}

/// For this transaction: as long as it takes, with room for what the indexes collect, and without what another
/// switch-over of the same transaction left.
async fn prepare(tx: &mut TenantTx) -> Result<(), StoreError> {
    sqlx::raw_sql(
        "SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '64MB'; SET LOCAL maintenance_work_mem = '256MB';
         SET LOCAL gin_pending_list_limit = '64MB';
         DROP TABLE IF EXISTS pg_temp.import_newest, pg_temp.import_missing, pg_temp.import_effects, pg_temp.import_touched",
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// Whether a rejected row could be anybody's: then nobody is known to be missing.
async fn has_unknown_rejects(tx: &mut TenantTx, id: ImportRunId) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM import_rejects WHERE tenant_id = $1 AND run_id = $2 AND addressee_number IS NULL)",
    )
    .bind(tx.tenant())
    .bind(id.0)
    .fetch_one(tx.connection())
    .await?)
}

/// Whether a full load would remove too many.
pub(super) fn too_many(removed: u64, there: u64, bounds: Bounds) -> bool {
    !bounds.accept_removals && removed > (there / 100).max(10)
}
