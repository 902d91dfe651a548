//! 業務システムへのファイル: what waits and what went, what goes by hand, and what was answered; for the section whose core
//! system it is, and without the people in it for the administrator.

mod kinds;
mod words;

pub(crate) mod answers;
pub(crate) mod content;
pub(crate) mod definition;
pub(crate) mod done;
pub(crate) mod give_answers;
pub(crate) mod kind;
pub(crate) mod list;
pub(crate) mod look;
pub(crate) mod make;
pub(crate) mod of_case;
pub(crate) mod send;
pub(crate) mod show;

pub(crate) use content::{get_out, media_type};
pub(crate) use kinds::{Kind, find_file, find_kind};
pub(crate) use words::{destination_words, schedule_words};
