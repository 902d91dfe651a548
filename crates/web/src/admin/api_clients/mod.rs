//! 連携先: programs of other services that use the API, and their keys.

mod fields;
mod secret_page;

pub(crate) mod add_key;
pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod revoke_key;
pub(crate) mod show;
pub(crate) mod update;
