//! What to show where there is nothing to show: why, and what to do.

use askama::Template;

use super::html_safe;

/// An empty list, explained.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/empty_state.html")]
pub struct EmptyState {
    title: String,
    lines: Vec<String>,
    action: Option<(String, String)>,
}
html_safe!(EmptyState);

impl EmptyState {
    /// Says that there is nothing.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            lines: Vec::new(),
            action: None,
        }
    }

    /// Adds a line.
    #[must_use]
    pub fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// Offers a link.
    #[must_use]
    pub fn action(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.action = Some((label.into(), href.into()));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_offers_a_way_on() {
        let html = EmptyState::new("受付はありません")
            .action("住民を探す", "/residents")
            .to_string();
        assert!(html.contains("href=\"/residents\""), "{html}");
    }
}
