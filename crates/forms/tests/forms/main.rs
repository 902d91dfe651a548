//! What the forms promise, shown on the finished files.

mod conformance;
mod extraction;
mod fields;
mod glyphs;
mod guide;
mod names;
mod nothing_lost;
mod own_form;
mod papers;
mod protection;
mod supplied;
mod support;
mod tools;
mod values;
mod vector;
