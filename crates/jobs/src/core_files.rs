//! Files for core systems: from hand-offs to files, and back from files of answers.
//!
//! `store` knows which rows there are, `link` what they say; here they meet.

mod answers;
mod definitions;
mod make;
mod plan;
mod put;
mod visit;

pub use answers::{AnswersError, receive_answers};
pub use definitions::{definition, definitions};
pub use make::{Made, make};
pub use plan::plan_hand_off;
pub(crate) use plan::{PROTECTED, by_section, with_handed};
pub use put::put;
pub(crate) use visit::load as load_visit;

/// The kind of the job that makes a file; its payload is `{"kind": …}`.
pub const MAKE: &str = "make_core_file";
/// The kind of the job that puts a file somewhere; its payload is `{"file": …, "place": …, "folder": …}`.
pub const PLACE: &str = "place_core_file";
/// The kind of the job that looks for files of answers; its payload is `{"kind": …}`.
pub const LOOK: &str = "read_core_answers";
/// The kind of the job that files a file of answers away; its payload is `{"kind": …, "name": …, "digest": …, "taken": …}`.
pub const FILE_AWAY: &str = "file_core_answers_away";
/// The most bytes of a file of answers.
pub const MOST_ANSWER_BYTES: u64 = 64 * 1024 * 1024;
/// The most rows of one file.
pub const MOST_ROWS: u32 = 5_000;
