//! Background work: one durable queue in the database, and tasks that come round by the clock.
//!
//! A job is enqueued in the transaction that needs it (`madoguchi_store::jobs::enqueue`). A [`Worker`] leases it,
//! runs its [`Handler`] in a transaction of the job's tenant, and commits the effect together with the job's
//! completion: a crash at any moment leaves either both or neither. A job that fails is tried again later, and
//! becomes a dead letter when it has failed too often.
//!
//! Imports take minutes and must not be held in one transaction, nor make the sections' work wait: they have a loop of
//! their own, [`imports::Imports`].

mod back_off;
mod handler;
mod run_job;
mod worker;

pub mod core_files;
pub mod handlers;
pub mod imports;
pub mod notices;
pub mod periodic;
pub mod portals;
pub mod robots;

pub use back_off::BackOff;
pub use handler::{BoxFuture, Handler, JobError};
pub use periodic::Periodic;
pub use worker::{Options, Worker};
