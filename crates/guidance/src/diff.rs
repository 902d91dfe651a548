//! What one release changes against another: rule by rule, and over recorded households.

mod cases;
mod rules;

pub use cases::{CasesDiff, Changed, RecordedCase, over_cases};
pub use rules::{Change, RuleDiff, rules};
