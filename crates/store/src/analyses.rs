//! Standard analyses of the audit record: who looked up whom, when, and how often. They read through narrow functions
//! of the role that owns the record, which keep to the set tenant; staff and residents come by id.

mod cases;
mod counts;
mod persons;
mod settings;

use chrono::{DateTime, Utc};
use madoguchi_model::ids::StaffId;

pub use cases::{AfterEnd, LiftTold, after_end, lifts};
pub use counts::{OffHours, PrintDay, SearchDay, off_hours, prints, searches};
pub use persons::{Near, NearPerson, Viewed, near_persons, near_views, protected_persons, viewers};
pub use settings::{AnalysisSettings, save_settings, settings};

/// How many lines an analysis gives at most; whoever needs more takes a shorter period.
pub const MOST: i32 = 1_000;

/// What an analysis looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// At or after this instant.
    pub from: DateTime<Utc>,
    /// Before this instant.
    pub until: DateTime<Utc>,
    /// Only what this person did.
    pub staff: Option<StaffId>,
}
