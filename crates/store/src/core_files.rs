//! Files for core systems: rows that wait, files that were made, and what was answered.
//!
//! A row is planned when a hand-off is delivered, written into one file only, and answered any number of times. What a
//! row says is made by `link`; here is which rows there are, and how far each is.

mod answers;
mod concerned;
mod definitions;
mod files;
mod plan;
mod rows;
mod schedules;
mod seen;

pub use answers::{
    Answer, AnswerFile, AnswerFileFilter, AnswerLine, NewAnswers, Received, answer_file, answer_files,
    answer_lines, receive,
};
pub use concerned::{is_protected, residents_of};
pub use definitions::{Edition, definition_text, editions, own_definition, own_definitions, save_definition};
pub use files::{
    CoreFile, FileFilter, NewCoreFile, WrittenRow, bytes, file, files, find, groups, placed, save,
};
pub use plan::{NewRows, plan};
pub use rows::{
    CoreRow, RowFilter, counts, done_by_hand, of_case, row, rows, rows_of_file, set_aside, take_waiting,
    unchanged,
};
pub use schedules::{
    Destination, DestinationFields, destination, destinations, due_destinations, looked, save_destination,
};
pub use seen::{forget_answers, see_answers};
