//! Portals' own APIs: what they list is noted, fetched, and taken in as files are; and they are told how far it is.
//!
//! No transaction that has written anything is open while a portal is waited for. An application waits as a row until its
//! file has been taken in, in one transaction with that; so whoever is killed in between has lost nothing, and whoever
//! comes after takes nothing in twice (source, receipt number and digest).

mod fetch;
mod open;
mod tell;
mod try_out;
mod visit;

pub use fetch::{FetchError, Fetched, fetch_one, take_fetched};
pub use open::{Opener, Unopened};
pub use try_out::{Tried, try_out};
pub use visit::visit;

/// The kind of jobs that look into a portal: `{"connection": …}`.
pub const COLLECT: &str = "collect_portal";
