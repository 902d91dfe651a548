//! The hidden field that proves a form came from our own page.

use askama::Template;

/// The session's CSRF token as a hidden form field. Every form that is sent by POST contains
/// `{{ chrome.csrf }}`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Template)]
#[template(
    source = "<input type=\"hidden\" name=\"csrf\" value=\"{{ token }}\">",
    ext = "html"
)]
pub struct CsrfField {
    token: String,
}
crate::components::html_safe!(CsrfField);

impl CsrfField {
    /// The field for a token.
    pub fn new(token: impl Into<String>) -> Self {
        Self { token: token.into() }
    }
}
