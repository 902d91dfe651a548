//! Notices of portals: prepared cases, from when they are received until somebody comes.
//!
//! What tells one from another is source and receipt number. The same again changes nothing; another telling replaces
//! what was told while nobody has come.

mod list;
mod newest;
mod receive;
mod state;

pub use list::{Notice, NoticeFilter, by_receipt_number, get, list, lock, of_case};
pub use newest::{NoticePage, newest};
pub use receive::{NewDocument, Received, document, receive};
pub use state::{Report, prepare, remove_before, reported, to_report, visited, withdraw};
