//! The routes of a visit: residents, cases, applications, hand-off, queues.

use super::Route;

/// The rows of the table.
pub(super) fn routes() -> Vec<Route> {
    Vec::new()
}
