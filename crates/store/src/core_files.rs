//! Files for core systems: rows that wait, files that were made, and what was answered.
//!
//! A row is planned when a hand-off is delivered, written into one file only, and answered any number of times. What a
//! row says is made by `link`; here is which rows there are, and how far each is.

mod answers;
mod definitions;
mod files;
mod plan;
mod rows;
mod schedules;

pub use answers::{
    Answer, AnswerFile, AnswerLine, NewAnswers, Received, answer_files, answer_lines, receive,
};
pub use definitions::{own_definition, own_definitions, save_definition};
pub use files::{CoreFile, NewCoreFile, WrittenRow, bytes, file, files, find, placed, save};
pub use plan::{NewRows, plan};
pub use rows::{CoreRow, RowFilter, counts, done_by_hand, of_case, rows, set_aside, take_waiting, unchanged};
pub use schedules::{Schedule, due_schedules, save_schedule, schedules};
