//! The core systems' files: what their columns mean, and how their rows become entries or rejects.
//!
//! A [`Layout`] is data (TOML under `layouts/`, or a municipality's own). A [`Reader`] reads a file by it as a
//! stream: memory does not grow with the file, every row gives an [`Entry`] or [`Reject`]s, and a file that cannot be
//! that layout at all ends in a [`Fault`]. No I/O but the `Read` that is handed in, no clock.

mod convert;
mod entry;
mod fault;
mod layout;
mod places;
mod read;
mod records;
mod sample;
mod write;

pub use entry::{Entry, FactEntry, ResidentEntry, Statement};
pub use fault::{Fault, Reason, Reject};
pub use layout::{
    Chosen, Column, Dates, Effect, Encoding, FileForm, Kind, Layout, LayoutError, LineEnd, Mark,
    ResidentField, Role, Target, derive,
};
pub use places::{
    NumberKind, NumberRow, PlaceFile, PlaceOutcome, PlaceReader, PlaceRow, PostcodeRow, TownRow, ZipFault,
    csv_files,
};
pub use read::{Limits, Outcome, Reader, Row, Rows, first_rows};
pub use records::{Record, records};
pub use sample::{Preview, PreviewRow, guess, preview, whole_lines};
pub use write::{Writer, encode, entries, synthetic_facts};
