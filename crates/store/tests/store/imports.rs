//! Imports: full loads, differences, kills, and what is refused.

mod broken;
mod kills;
mod people;
mod support;
mod systems;
mod whole;
