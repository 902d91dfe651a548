//! The counter terminal's bridge between the card reader and the pages of the server. `docs/card-bridge.md` is the
//! contract.
//!
//! A request passes `http` (who may ask), becomes a `plan` (what is needed of the card), perhaps a `page` (the window
//! where the resident types) and in the end `work` (what is done with the card, held by `holding` through `readers`).

mod bridge;
mod failure;
mod form;
mod holding;
mod http;
pub mod machine;
mod page;
mod plan;
pub mod readers;
mod readings;
mod refusal;
mod server;
pub mod settings;
mod terminal;
mod typed;
mod work;

pub use server::{Machine, Server};
