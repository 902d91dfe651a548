//! Several lines of text.

use askama::Template;

use super::html_safe;

/// A labelled box for several lines.
#[derive(Clone, PartialEq, Eq, Debug, Default, Template)]
#[template(path = "components/text_area.html")]
pub struct TextArea {
    name: String,
    label: String,
    value: String,
    hint: String,
    error: String,
    required: bool,
}
html_safe!(TextArea);

impl TextArea {
    /// A box whose value arrives under `name`.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// What is in the box at first.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// How to fill it in.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// What is wrong with the value, if anything.
    #[must_use]
    pub fn error(mut self, error: Option<&str>) -> Self {
        self.error = error.unwrap_or_default().into();
        self
    }

    /// Marks the field 必須.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    fn described_by(&self) -> String {
        super::choices::described_by(&self.name, &self.hint, &self.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leading_line_break_survives() {
        // HTML drops the first line break after <textarea>, so the template puts one of its own there.
        assert!(
            TextArea::new("r", "理由")
                .value("\n二行目")
                .to_string()
                .contains(">\n\n二行目</textarea>")
        );
    }
}
