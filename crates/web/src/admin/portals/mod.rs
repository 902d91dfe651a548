//! ポータルとの接続: portals' own APIs, from which applications are fetched.

mod fields;

pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod now;
pub(crate) mod show;
#[cfg(test)]
mod tests;
pub(crate) mod try_out;
pub(crate) mod update;

/// The path of the list.
pub(super) const PATH: &str = "/admin/portals";
