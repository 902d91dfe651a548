//! Signatures: on the print, seen by the officer, or drawn on the screen.

mod page;

pub(crate) mod show;
pub(crate) mod sign;
pub(crate) mod sign_all;
pub(crate) mod withdraw;
