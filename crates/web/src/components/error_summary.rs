//! What is wrong with a submitted form, field by field.

use askama::Template;

use super::html_safe;

/// The errors of one form, in the order of its fields.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FormErrors(Vec<(String, String)>);

impl FormErrors {
    /// No errors.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an error of the field `name`. Say what is wrong and how to put it right.
    pub fn add(&mut self, name: impl Into<String>, message: impl Into<String>) {
        self.0.push((name.into(), message.into()));
    }

    /// The first error of the field `name`.
    pub fn on(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, message)| message.as_str())
    }

    /// Every field with its message, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(field, message)| (field.as_str(), message.as_str()))
    }

    /// No field has an error.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The summary for the top of the page.
    pub fn summary(&self) -> ErrorSummary {
        ErrorSummary {
            errors: self.0.clone(),
        }
    }
}

/// All errors of a form at the top of the page, each a link to its field. Empty when there are none.
#[derive(Clone, PartialEq, Eq, Debug, Default, Template)]
#[template(path = "components/error_summary.html")]
pub struct ErrorSummary {
    errors: Vec<(String, String)>,
}
html_safe!(ErrorSummary);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_error_links_to_its_field() {
        let mut errors = FormErrors::new();
        errors.add("moved_on", "異動日を入れてください。");
        assert_eq!(errors.on("moved_on"), Some("異動日を入れてください。"));
        assert!(errors.summary().to_string().contains("href=\"#moved_on\""));
    }

    #[test]
    fn nothing_wrong_shows_nothing() {
        assert_eq!(FormErrors::new().summary().to_string().trim(), "");
    }
}
