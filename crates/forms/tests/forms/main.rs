//! What the forms promise, shown on the finished files.

mod characters;
mod conformance;
mod crowding;
mod extraction;
mod finished;
mod glyphs;
mod golden;
mod guide;
mod nothing_lost;
mod protection;
mod structure;
mod support;
mod tools;
mod values;
mod vector;
