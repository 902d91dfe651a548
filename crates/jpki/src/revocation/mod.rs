//! Whether a certificate has been revoked: good, revoked, or unknown and why. Whoever gets `Unknown` must not go on as
//! if it were good.
//!
//! Revocation data of 公的個人認証 is given only to those whom the law names (公的個人認証法17条1項、36条1項). Where it comes
//! from is therefore replaceable: [`RevocationSource`]. Nothing here touches the network: [`Fetch`] is the caller's.

mod cache;
mod crl;
mod in_order;
mod ocsp;
mod why;

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::verify::Verified;

pub use cache::Cached;
pub use crl::{Lists, RevocationList};
pub use in_order::InOrder;
pub use ocsp::{IdHash, Nonce, OcspRequest, OcspSource, Responders};
pub use why::{Reason, WhyUnknown};

/// How far another's clock may run ahead: minutes.
const CLOCK_AHEAD: i64 = 5;

/// What is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// It is not revoked.
    Good,
    /// It is.
    Revoked {
        /// Since when.
        at: DateTime<Utc>,
        /// Why.
        reason: Reason,
    },
    /// It is not known.
    Unknown(WhyUnknown),
}

impl Status {
    /// Whether it is known not to be revoked.
    pub fn is_good(&self) -> bool {
        *self == Self::Good
    }
}

/// Where it is known from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// An OCSP responder, by its address.
    Ocsp(String),
    /// A revocation list.
    List,
    /// Nobody was asked.
    Nobody,
}

/// What is known, where from, and since when: to be stored with what was decided on it. `Debug` leaves out the bytes,
/// which name certificates by their numbers.
#[derive(Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What is known.
    pub status: Status,
    /// Where from.
    pub source: Source,
    /// When it was asked.
    pub checked_at: DateTime<Utc>,
    /// When the source knew it to be so.
    pub this_update: Option<DateTime<Utc>>,
    /// When the source will know more.
    pub next_update: Option<DateTime<Utc>>,
    /// The response or list as it came, DER; empty if there was none.
    pub raw: Arc<[u8]>,
}

impl Evidence {
    /// That it is not known.
    pub fn unknown(why: WhyUnknown, source: Source, checked_at: DateTime<Utc>, raw: &[u8]) -> Self {
        Self {
            status: Status::Unknown(why),
            source,
            checked_at,
            this_update: None,
            next_update: None,
            raw: raw.into(),
        }
    }
}

impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evidence")
            .field("status", &self.status)
            .field("source", &self.source)
            .field("checked_at", &self.checked_at)
            .finish_non_exhaustive()
    }
}

/// Something that knows of revocations.
pub trait RevocationSource: Send + Sync {
    /// What it knows of a verified certificate at a time.
    fn check(&self, verified: &Verified<'_>, at: DateTime<Utc>) -> Evidence;
}

/// Why nothing came back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FetchError {
    /// No answer in time.
    Timeout,
    /// No connection.
    Unreachable,
    /// An HTTP status other than 200.
    Status(u16),
}

/// The way to the network. The caller implements it, with a time limit and a limit on size of its own.
pub trait Fetch: Send + Sync {
    /// Sends an HTTP POST and waits for the body of the answer.
    fn post(&self, address: &str, content_type: &str, body: &[u8]) -> Result<Vec<u8>, FetchError>;
}

/// Whether something said at `this_update`, until `next_update` or for so long, holds at a time.
fn in_window(
    this_update: DateTime<Utc>,
    next_update: Option<DateTime<Utc>>,
    longest: TimeDelta,
    at: DateTime<Utc>,
) -> Result<(), WhyUnknown> {
    if this_update > at + TimeDelta::minutes(CLOCK_AHEAD) {
        return Err(WhyUnknown::FromTheFuture);
    }
    // What says of itself that more was to be known by now, or says nothing and is old, does not hold.
    let end = next_update.unwrap_or(this_update + longest);
    if at > end || end < this_update {
        Err(WhyUnknown::Stale)
    } else {
        Ok(())
    }
}
