//! Choices for addresses: from a 郵便番号 or a part of a name to the town, the number and the building. Every choice can
//! be typed over; nothing here refuses an address.

mod find;
mod settle;

pub(crate) mod choices;

pub(crate) use find::{Asked, Choice, Part, find};
pub(crate) use settle::settle;
