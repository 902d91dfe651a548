//! What the forms promise, shown on the finished files.

mod characters;
mod conformance;
mod crowding;
mod extraction;
mod fields;
mod finished;
mod glyphs;
mod golden;
mod guide;
mod names;
mod nothing_lost;
mod own_form;
mod papers;
mod protection;
mod structure;
mod supplied;
mod support;
mod tools;
mod values;
mod vector;
