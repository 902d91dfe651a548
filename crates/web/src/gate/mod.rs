//! What a request passes before it reaches a handler: who it is, whether the form is ours, whether the
//! person may, and the record that it was tried.

pub(crate) mod body;
mod caller;
mod cookies;
mod enter;
mod guard;
mod headers;
mod operation;
mod origin;
mod path_id;
pub(crate) mod record;

pub use path_id::{PathId, QueryData};

pub(crate) use body::MAX_BODY;
pub(crate) use caller::{Caller, SignedIn};
pub(crate) use cookies::{cookie, remove_cookie, set_cookie};
pub(crate) use enter::enter;
pub(crate) use guard::guard;
pub(crate) use headers::{BridgeOrigin, Sandboxed, security_headers};
pub(crate) use operation::Operation;
pub(crate) use record::{end_with_change, sign_in_attempt};
