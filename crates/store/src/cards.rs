//! The マイナンバーカード at the counter: leave to read one, what was read, and 個人番号 that a law needs.

pub mod numbers;
pub mod pairings;
pub mod readings;
