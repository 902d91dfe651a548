//! The card through the real PC/SC service: independent readers accept it, and read what our own reads.
//!
//! These tests need what the desk needs (namespaces, pcscd, vsmartcard-vpcd) and OpenSC's tools; where one is missing
//! they fail and say which.

mod desk;
mod ending;
mod inside;
mod opensc;
mod page;
mod readers;
