//! The laws that rows name.

use serde::Deserialize;

use super::fact::Place;

/// A law, ordinance or guideline, by the name that rows use for it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// The name in rows, for example 「番号法」.
    pub name: String,
    /// The official name, where it is another one.
    pub full: Option<String>,
    /// Its number, for example 「平成25年法律第27号」.
    pub number: Option<String>,
    /// Where it is written.
    #[serde(skip)]
    pub place: Place,
}
