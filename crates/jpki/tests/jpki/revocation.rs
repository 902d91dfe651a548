//! Revocation: every fault of an answer or a list → unknown, and why; never good.

mod cache;
mod lists;
mod ocsp;
