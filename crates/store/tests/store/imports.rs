//! Imports: full loads, differences, kills, and what is refused.

mod broken;
mod characters;
mod kills;
mod people;
mod support;
mod systems;
mod whole;
