//! The interview: only questions whose answer can still change something, saved as they are answered.

mod answers;
mod known;
mod page;
mod panel;
mod questions;

pub(crate) mod answer;
pub(crate) mod by_program;
pub(crate) mod show;
pub(crate) mod undo;
pub(crate) mod withdraw_answer;

pub(crate) use answers::answer_lines;
