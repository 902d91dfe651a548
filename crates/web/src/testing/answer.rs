//! What the server answered.

use axum::http::{HeaderMap, StatusCode, header};

/// An answer with its whole body.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
    /// The body as it was sent: files are no text.
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// Where a redirect leads.
    pub(crate) fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .map_or("", |location| location.to_str().unwrap())
    }

    /// Fails unless the body contains the text.
    #[track_caller]
    pub(crate) fn shows(&self, text: &str) -> &Self {
        assert!(
            self.html.contains(text),
            "{} without {text}:\n{}",
            self.status,
            self.html
        );
        self
    }

    /// Fails if the body contains the text.
    #[track_caller]
    pub(crate) fn hides(&self, text: &str) -> &Self {
        assert!(
            !self.html.contains(text),
            "{} with {text}:\n{}",
            self.status,
            self.html
        );
        self
    }

    /// Fails unless the status is this.
    #[track_caller]
    pub(crate) fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{} {}", self.location(), self.html);
        self
    }
}
