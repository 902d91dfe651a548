//! Events to whoever wants to know: `CloudEvents` 1.0 in JSON, signed after Standard Webhooks, sent only where it is safe.
//!
//! An event says which thing changed how: ids and codes, never anything about a person. [`Secret`] signs and [`verify`]
//! checks; [`Guard`] says which addresses may be connected to; a [`Sender`] sends.

mod event;
mod fetch;
mod guard;
mod line;
mod secret;
mod secret_key;
mod send;
mod signature;

pub use event::{Event, EventKind};
pub use fetch::Fetched;
pub use guard::{Guard, Network, Refused, Target};
pub use line::Line;
pub use secret::{Secret, SecretError};
pub use secret_key::{SecretKey, SecretKeyError};
pub use send::{Delivered, Failure, Limits, Resolve, Resolving, Sender};
pub use signature::{Headers, TOLERANCE, VerifyError, sign, verify};
