//! Staff accounts.

mod account_form;
pub(crate) mod create;
pub(crate) mod edit;
pub(crate) mod list;
pub(crate) mod new;
mod one_time_password;
pub(crate) mod reset_password;
pub(crate) mod update;
