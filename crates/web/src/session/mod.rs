//! Signing in and out with a local account, and what a signed-in officer can do.

pub(crate) mod account;
pub(crate) mod change_password;
pub(crate) mod display;
pub(crate) mod expired;
mod officer;
pub mod password;
pub(crate) mod rate_limit;
pub(crate) mod resume;
pub(crate) mod sign_in;
pub(crate) mod sign_in_page;
pub(crate) mod sign_out;
pub(crate) mod token;

pub use officer::Officer;
pub(crate) use sign_in::name_key;
pub use token::new_secret;
