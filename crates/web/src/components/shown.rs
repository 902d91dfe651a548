//! A value that is shown to those who may see it.

use askama::Template;

use super::html_safe;

/// A value, or the note that the officer may not see it.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(
    source = "{% match self %}{% when Self::Open(text) %}{{ text }}{% when Self::Hidden %}<span class=\"quiet\">権限がないため表示していません</span>{% endmatch %}",
    ext = "html"
)]
pub enum Shown {
    /// The value.
    Open(String),
    /// Not for this officer.
    Hidden,
}
html_safe!(Shown);

impl Shown {
    /// A value.
    pub fn open(text: impl Into<String>) -> Self {
        Self::Open(text.into())
    }
}

impl From<String> for Shown {
    fn from(text: String) -> Self {
        Self::Open(text)
    }
}
