//! A portal's own API: login, token, list, get by receipt number, and telling how far an application is.
//!
//! The flow is the same for every portal; paths and names are a [`Definition`], data, because no public document tells them.

mod caller;
mod definition;
mod failure;

pub use caller::{Access, Caller, Listed, Page};
pub use definition::{Definition, DefinitionError};
pub use failure::{PortalFailure, Reason, Step};
