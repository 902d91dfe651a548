//! The card through the real PC/SC service: independent readers accept it, and read what our own reads.
//!
//! These tests need what the desk needs (namespaces, pcscd, vsmartcard-vpcd) and the tools of `OpenSC`. Where one is
//! missing they fail, and say which; only where the machine allows no namespaces at all there is nothing to be shown.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod desk;
mod ending;
mod inside;
mod opensc;
mod page;
mod readers;
