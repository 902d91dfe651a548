//! 一括印刷: the applications of many cases at once, made in the background.

mod handler;

pub(crate) mod cancel;
pub(crate) mod download;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod start;

pub use handler::PrintBatch;

use madoguchi_store::TenantTx;
use madoguchi_store::print_batches::{self, Batch, BatchState};
use uuid::Uuid;

use crate::components::{Status, StatusTone};
use crate::error::PageError;
use crate::session::Officer;

/// A batch of the officer's own: another's papers are not theirs to see.
async fn mine(tx: &mut TenantTx, officer: &Officer, id: Uuid) -> Result<Batch, PageError> {
    let batch = print_batches::get(tx, id).await?;
    batch
        .filter(|batch| batch.started_by == officer.staff().id)
        .ok_or(PageError::NotFound)
}

/// How far it is, in words.
fn status(batch: &Batch) -> Status {
    match batch.state {
        _ if batch.stuck => Status::new(StatusTone::Error, "止まっています"),
        BatchState::Running => Status::new(StatusTone::Alert, "作成中"),
        BatchState::Ready => Status::new(StatusTone::Done, "作成済み"),
        BatchState::Cancelled => Status::new(StatusTone::Plain, "中止"),
    }
}
