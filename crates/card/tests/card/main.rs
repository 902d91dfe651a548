//! Reading cards: against the files of a real test card, against a model of one, and against answers that no card
//! should give.

mod agreement;
mod answers;
mod bridge;
mod genuine;
mod messages;
mod parsers;
mod reading;
mod support;
mod tries;
