//! The core systems' files become the register.
//!
//! A run is one import of one file. [`begin`] opens it or finds the one that was killed; [`stage`] takes a chunk of
//! rows and commits it with the position; [`switch_over`] makes all of it visible in the caller's one transaction, so
//! that a reader sees the old register or the new one. Nothing here quotes what stood in a cell.
//!
//! `COPY` is not possible under row security: a chunk is copied into a temporary table and inserted from there. The
//! statements are not checked when the program is built, because temporary tables are not there then; the tests run
//! every one of them.

mod batch;
mod carry_out;
mod changes;
mod circumstances;
mod columns;
mod copy;
mod facts;
mod history;
mod households;
mod people;
mod progress;
mod queue;
mod rejects;
mod run;
mod runs;
mod stage;
mod switch;

pub use batch::Batch;
pub use carry_out::{ImportError, Imported, Order, Progress, carry_out};
pub use changes::{Effect, changes};
pub use facts::{Fact, facts_of};
pub use history::{PastEntry, as_of, history_of, household_as_of};
pub use progress::RunProgress;
pub(crate) use progress::at_work;
pub use queue::{
    NewFile, StoredFile, again, end_repeated, enqueue, fail, lease, note_place, open_files_of, put_off,
    spooled, tenants_with_due_imports, was_applied,
};
pub use rejects::rejects;
pub use run::{Counts, Run, RunState};
pub use runs::{Begun, NewRun, abandon, begin, get, list, list_of_source};
pub use stage::stage;
pub use switch::{Bounds, Refusal, SwitchOver, switch_over};
