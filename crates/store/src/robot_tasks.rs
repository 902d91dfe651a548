//! Tasks for robots that type into core systems' screens: which there are, who holds them, how each attempt ended.
//!
//! A task is planned when a hand-off is delivered. A robot holds it by a lease; the lease's id is what it must show with
//! everything it says, so that a robot that was too slow cannot speak for one that came after it. What a task types is
//! made by `link`.

mod answer;
mod attempts;
mod by_hand;
mod expire;
mod lease;
mod list;
mod plan;
mod row;
mod settle;

use thiserror::Error;

use crate::{ChangeError, StoreError};
pub use answer::{Screenshot, answer, note_late, release};
pub use attempts::{Attempt, attempts, forget_screenshots, screenshot};
pub(crate) use by_hand::entered_by_person;
pub use by_hand::{done_by_hand, put_back, set_aside, take_over, unchanged};
pub use expire::expire;
pub use lease::{Holder, NewLease, ReadyTask, begin, heartbeat, held, take_ready};
pub use list::{TaskFilter, counts, list};
pub use plan::{NewTasks, plan};
pub use row::{RobotTask, get};

/// Why something was not done for who holds a lease. Nothing was changed.
#[derive(Debug, Error)]
pub enum LeaseError {
    /// The lease has ended, or the task was never held by it: by time, by an answer, or because a person took over.
    #[error("the lease has ended")]
    Lost,
    /// Something else.
    #[error(transparent)]
    Change(#[from] ChangeError),
}

impl From<StoreError> for LeaseError {
    fn from(error: StoreError) -> Self {
        Self::Change(error.into())
    }
}

impl From<sqlx::Error> for LeaseError {
    fn from(error: sqlx::Error) -> Self {
        Self::Change(error.into())
    }
}
