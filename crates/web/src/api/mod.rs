//! The API for programs of other services (docs/api-design.md). It stands on the same handlers' ground as the pages: the
//! same policy, the same record, the same protective measures.

mod body;
mod change;
mod client;
mod cursor;
mod guard;
pub(crate) mod oauth;
mod openapi;
mod problem;
mod query;
mod rate_limit;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod v1;

use body::{Sent, SentFile};
use change::{Answer, Begun, IfMatch, Key, with_etag};
pub(crate) use client::Client;
use cursor::{PageOf, Place};
pub(crate) use guard::guard;
pub(crate) use oauth::key::read_pasted as read_pasted_key;
pub(crate) use openapi::{docs, openapi_json};
pub(crate) use problem::ApiError;
use query::Query;
pub use rate_limit::RateLimits;

/// Every path of the API begins so.
pub(crate) const PREFIX: &str = "/api/";
