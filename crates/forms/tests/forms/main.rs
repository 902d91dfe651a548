//! What the forms promise, shown on the finished files.

mod conformance;
mod crowding;
mod extraction;
mod glyphs;
mod golden;
mod guide;
mod nothing_lost;
mod protection;
mod support;
mod tools;
mod values;
mod vector;
