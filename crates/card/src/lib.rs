//! マイナンバーカード: reading it over a [`Transport`], and what the counter terminal's bridge, the page and the server
//! say to one another about it. No I/O of its own, no clock, no randomness.

pub mod bridge;
mod transport;

pub use transport::{Transport, TransportError};
