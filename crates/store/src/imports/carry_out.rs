//! One import from the first byte to the switch-over: reading on a thread of its own, staging beside it.

use std::io::Read;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use madoguchi_import::{Fault, Layout, Limits, Outcome, Reader};
use madoguchi_model::ids::{ImportRunId, StaffId};
use thiserror::Error;
use tokio::sync::{mpsc, watch};

use super::batch::Batch;
use super::progress::{self, Held};
use super::run::Run;
use super::runs::{self, Begun, NewRun};
use super::stage::stage;
use super::switch::{Bounds, SwitchOver, switch_over};
use crate::{ChangeError, Store, StoreError, TenantScope};

/// Rows a chunk. What is read ahead is at most four of them.
const CHUNK: u64 = 4_000;
/// From so many rows on, the planner must know how many there are.
const PLANNED: u64 = 50_000;
/// Chunks that wait to be staged.
const AHEAD: usize = 2;

/// How often a switch-over gives a sign of life.
const BEAT: Duration = Duration::from_secs(10);

/// What to import and how.
#[derive(Clone, Debug)]
pub struct Order {
    /// The layout of the file.
    pub layout: Arc<Layout>,
    /// SHA-256 of the file, in hexadecimal.
    pub file_digest: String,
    /// The file is everything the system has; otherwise only what changed.
    pub full: bool,
    /// Only tell what would change.
    pub dry_run: bool,
    /// Who; none for the command line and for sources.
    pub by: Option<StaffId>,
    /// What whoever gave the file calls it.
    pub file_name: String,
    /// How long it is, where that is known.
    pub file_bytes: Option<u64>,
    /// The waiting run that this is; none where the file did not wait.
    pub queued: Option<ImportRunId>,
    /// Bounds of reading.
    pub limits: Limits,
    /// Bounds of the switch-over.
    pub bounds: Bounds,
}

/// How far an import is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// An earlier run is gone on with, after this row.
    Resumed(u64),
    /// Bytes and rows of the file that are staged.
    Read {
        /// Bytes.
        bytes: u64,
        /// Rows.
        rows: u64,
    },
    /// Persons or entries that are switched over, of how many.
    Switched {
        /// Done.
        done: u64,
        /// Of.
        all: u64,
    },
}

/// How an import ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Imported {
    /// It was carried out, or refused.
    Done(SwitchOver),
    /// This very file is what was applied last: nothing was done.
    Already(Run),
}

/// Why an import did not come to its end. Nothing of the file is in the register.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file is not what the layout says.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// Another file of the same kind is under way.
    #[error("同じ種類の別の取り込みが途中です。続けるか、取り消してから始めてください（{}）。", .0.id)]
    Busy(Box<Run>),
    /// Somebody else went on with the run meanwhile, or gave it up.
    #[error("この取り込みは、ほかで続けられているか、取り消されました。")]
    Lost,
    /// The database failed. The run can be gone on with.
    #[error(transparent)]
    Store(#[from] ChangeError),
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

/// Imports a file. Cut off at any moment, the same call goes on where it was; a reader sees the old register or the
/// new one. Memory does not grow with the file.
pub async fn carry_out(
    store: &Store,
    scope: &TenantScope,
    file: impl Read + Send + 'static,
    order: &Order,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Imported, ImportError> {
    let new = NewRun {
        target: order.layout.target,
        layout: &order.layout.id,
        full: order.full,
        dry_run: order.dry_run,
        file_digest: &order.file_digest,
        by: order.by,
        file_name: &order.file_name,
        file_bytes: order.file_bytes,
        queued: order.queued,
    };
    let mut tx = store.begin(scope).await?;
    let begun = runs::begin(&mut tx, &new).await?;
    tx.commit().await?;
    let run = match begun {
        Begun::New(run) => run,
        Begun::Resumed(run) => {
            progress(Progress::Resumed(run.position));
            run
        }
        Begun::Applied(run) => return Ok(Imported::Already(run)),
        Begun::Busy(run) => return Err(ImportError::Busy(Box::new(run))),
    };
    let mut tx = store.begin(scope).await?;
    let held = progress::hold(&mut tx, &run).await?;
    tx.commit().await?;
    let read = read(store, scope, file, order, (&run, held), progress).await;
    // A file that cannot be read now may be readable later; one that is wrong stays wrong.
    if let Err(ImportError::Fault(fault)) = &read
        && !matches!(fault, Fault::Unreadable(_))
    {
        let mut tx = store.begin(scope).await?;
        runs::refuse(&mut tx, run.id, &fault.to_string()).await?;
        tx.commit().await?;
    }
    // Up to a step, every row is found by an index, and it does not matter how many the planner expects. In a transaction
    // of its own: the switch-over would keep its lock from the other municipalities.
    if read? > PLANNED {
        let mut tx = store.begin(scope).await?;
        let analyze = sqlx::query("SELECT analyze_imports()")
            .execute(tx.connection())
            .await;
        analyze.map_err(StoreError::from)?;
        tx.commit().await?;
    }
    let done = switch(store, scope, order.bounds, held, progress).await?;
    Ok(Imported::Done(done))
}

/// Switches over, and gives signs of life meanwhile.
async fn switch(
    store: &Store,
    scope: &TenantScope,
    bounds: Bounds,
    held: Held,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<SwitchOver, ImportError> {
    let (told, mut steps) = watch::channel(None);
    let mut tx = store.begin(scope).await?;
    let mut switched = |done, all| {
        told.send_replace(Some((done, all)));
        progress(Progress::Switched { done, all });
    };
    let done = {
        let mut switching = pin!(switch_over(&mut tx, held.run, bounds, &mut switched));
        let mut beat = tokio::time::interval(BEAT);
        loop {
            tokio::select! {
                done = &mut switching => break done?,
                _ = beat.tick() => {}
                _ = steps.changed() => {}
            }
            let step = *steps.borrow_and_update();
            // Without an answer the lease lasts a while still.
            if let Ok(false) = renew(store, scope, held, step).await {
                return Err(ImportError::Lost);
            }
        }
    };
    tx.commit().await?;
    Ok(done)
}

async fn renew(
    store: &Store,
    scope: &TenantScope,
    held: Held,
    switched: Option<(u64, u64)>,
) -> Result<bool, StoreError> {
    let mut tx = store.begin(scope).await?;
    let still = progress::renew(&mut tx, held, None, switched).await?;
    tx.commit().await?;
    Ok(still)
}

/// A chunk that was read, and how many bytes of the file were by then.
type Chunk = Result<(Batch, u64), Fault>;

/// How many rows of the file there are by its end, those of an earlier start included.
async fn read(
    store: &Store,
    scope: &TenantScope,
    file: impl Read + Send + 'static,
    order: &Order,
    (run, held): (&Run, Held),
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<u64, ImportError> {
    let (sender, mut chunks) = mpsc::channel::<Chunk>(AHEAD);
    let reading = {
        let (store, order) = (store.clone(), order.clone());
        let done = (run.position, run.rejected_rows);
        tokio::task::spawn_blocking(move || chunk_by_chunk(&store, file, &order, done, &sender))
    };
    let mut rows = run.staged + run.rejected_rows;
    while let Some(chunk) = chunks.recv().await {
        let (batch, bytes) = chunk?;
        rows += batch.rows();
        let mut tx = store.begin(scope).await?;
        if !progress::renew(&mut tx, held, Some((bytes, rows)), None).await? {
            return Err(ImportError::Lost);
        }
        match stage(&mut tx, run.id, batch).await {
            // Given up meanwhile.
            Err(ChangeError::NotFound) => return Err(ImportError::Lost),
            staged => staged?,
        }
        tx.commit().await?;
        progress(Progress::Read { bytes, rows });
    }
    // A thread that ended in a panic has not read the file to its end.
    let ended = reading.await;
    ended.map_err(|error| Fault::Unreadable(std::io::Error::other(error)))?;
    Ok(rows)
}

/// Reads chunks and sends them, until the end, a fault, or nobody listens any more.
fn chunk_by_chunk(
    store: &Store,
    file: impl Read,
    order: &Order,
    (position, rejected): (u64, u64),
    sender: &mpsc::Sender<Chunk>,
) {
    let today = store.clock().today();
    let reader = Reader::new(file, &order.layout, today, order.limits).and_then(|mut reader| {
        reader.skip_to(position, rejected)?;
        Ok(reader)
    });
    let mut reader = match reader {
        Ok(reader) => reader,
        Err(fault) => {
            drop(sender.blocking_send(Err(fault)));
            return;
        }
    };
    let (mut ended, mut failed) = (false, None);
    while !ended {
        let mut batch = Batch::new(order.layout.target);
        while batch.rows() < CHUNK && !ended {
            match reader.next() {
                Some(Ok(Outcome::Entry(entry))) => batch.push(&entry, &**store.clock(), &**store.entropy()),
                Some(Ok(Outcome::Rejected(rejects))) => batch.reject(rejects),
                Some(Err(fault)) => {
                    failed = Some(fault);
                    ended = true;
                }
                None => ended = true,
            }
        }
        // What was rejected before a fault is kept too.
        if batch.rows() > 0 && sender.blocking_send(Ok((batch, reader.bytes_read()))).is_err() {
            return;
        }
    }
    if let Some(fault) = failed {
        drop(sender.blocking_send(Err(fault)));
    }
}
