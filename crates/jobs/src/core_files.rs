//! Files for core systems: from hand-offs to files, and back from files of answers.
//!
//! `store` knows which rows there are, `link` what they say; here they meet.

mod answers;
mod definitions;
mod make;
mod plan;
mod visit;

pub use answers::{AnswersError, receive_answers};
pub use definitions::{definition, definitions};
pub use make::{Made, make};
pub use plan::plan_hand_off;
pub(crate) use plan::{PROTECTED, by_section, with_handed};
pub(crate) use visit::load as load_visit;

/// The kind of the job that makes a file; its payload is `{"kind": …, "place": … or null}`.
pub const MAKE: &str = "make_core_file";
/// The kind of the job that puts a file somewhere; its payload is `{"file": …, "place": …}`.
pub const PLACE: &str = "place_core_file";
/// The most rows of one file.
pub const MOST_ROWS: u32 = 5_000;
