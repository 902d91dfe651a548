//! What can go wrong between the program and its database.

use chrono::{DateTime, Utc};
use madoguchi_model::ids::StaffId;
use thiserror::Error;

/// The database failed, or holds something that cannot be.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database could not be reached, or refused a statement.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// A row does not parse. Somebody changed it by hand, or a newer program wrote it.
    #[error(transparent)]
    Inconsistent(#[from] Box<DatabaseInconsistency>),
}

impl StoreError {
    /// Whether the database did not answer, so that the same request may succeed later.
    #[must_use]
    pub fn is_unreachable(&self) -> bool {
        let Self::Database(error) = self else { return false };
        match error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => true,
            // Class 08: connection exceptions; 57P0x: the server is shutting down or starting up.
            sqlx::Error::Database(error) => error
                .code()
                .is_some_and(|code| code.starts_with("08") || code.starts_with("57P")),
            _ => false,
        }
    }
}

/// A row of the database that the program cannot read.
#[derive(Debug, Error)]
#[error("the database is inconsistent: {table}.{column} of row {row}: {problem}")]
pub struct DatabaseInconsistency {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The id of the row.
    pub row: String,
    /// What is wrong with it.
    pub problem: String,
}

/// Why a change was not made. Nothing was changed.
#[derive(Debug, Error)]
pub enum ChangeError {
    /// There is no such thing in this municipality.
    #[error("there is no such record")]
    NotFound,
    /// Somebody else saved since the caller read it.
    #[error("it was changed by {changed_by:?} at {changed_at}")]
    Stale {
        /// Who; none for the system.
        changed_by: Option<StaffId>,
        /// When.
        changed_at: DateTime<Utc>,
        /// The version that is there now.
        version: i32,
    },
    /// The present state does not allow it.
    #[error("the present state does not allow it: {0}")]
    NotAllowed(String),
    /// Another member of staff has it in hand.
    #[error("it is in the hands of {0}")]
    HeldBy(StaffId),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for ChangeError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<madoguchi_model::case::InvalidTransition> for ChangeError {
    fn from(error: madoguchi_model::case::InvalidTransition) -> Self {
        Self::NotAllowed(error.to_string())
    }
}

impl From<madoguchi_model::hand_off::InvalidTransition> for ChangeError {
    fn from(error: madoguchi_model::hand_off::InvalidTransition) -> Self {
        Self::NotAllowed(error.to_string())
    }
}
