//! Values that not every officer may see.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A value of a [`FieldGroup`](crate::field_group::FieldGroup). It has no text of its own: it cannot be put into a page,
/// a log or an error by mistake. Pages show it through the one function that asks whether the officer may see it; what
/// never shows it (guidance, forms, storage, comparison) takes it with [`unseen`](Self::unseen).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Restricted<T>(T);

impl<T> Restricted<T> {
    /// Keeps a value from being shown by mistake.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for what does not show it to an officer. Where it may be called in the pages' crate is a closed list
    /// that a test compares with the sources.
    pub const fn unseen(&self) -> &T {
        &self.0
    }
}

impl Restricted<String> {
    /// Nothing is written there. That much may be known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> From<T> for Restricted<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Restricted<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T> fmt::Debug for Restricted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(restricted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_nothing_and_is_kept_as_it_is() {
        let domicile: Restricted<String> = "見本県みほん市本町一丁目2番地".into();
        assert_eq!(format!("{domicile:?}"), "(restricted)");
        let kept = serde_json::to_value(&domicile).unwrap();
        assert_eq!(kept, "見本県みほん市本町一丁目2番地");
        assert_eq!(
            serde_json::from_value::<Restricted<String>>(kept).unwrap(),
            domicile
        );
        assert!(!domicile.is_empty());
    }
}
