//! One of many, from a list that drops down. For up to six choices prefer radio buttons.

use askama::Template;

use super::html_safe;

/// One line of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SelectOption {
    value: String,
    label: String,
}

impl SelectOption {
    /// A line sent as `value`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// A labelled drop-down list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Template)]
#[template(path = "components/select_field.html")]
pub struct SelectField {
    name: String,
    label: String,
    value: String,
    hint: String,
    error: String,
    blank: String,
    required: bool,
    options: Vec<SelectOption>,
}
html_safe!(SelectField);

impl SelectField {
    /// A list of `options`.
    pub fn new(
        name: impl Into<String>,
        label: impl Into<String>,
        options: impl IntoIterator<Item = SelectOption>,
    ) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            options: options.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The value picked at first.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The words of the empty first line, for example 「選んでください」; no empty line unless set.
    #[must_use]
    pub fn blank(mut self, words: impl Into<String>) -> Self {
        self.blank = words.into();
        self
    }

    /// How to choose.
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
    fn the_value_is_picked() {
        let html = SelectField::new(
            "town",
            "町名",
            [SelectOption::new("1", "本町"), SelectOption::new("2", "港町")],
        )
        .value("2")
        .to_string();
        assert!(
            html.contains("<option value=\"2\" selected>港町</option>"),
            "{html}"
        );
        assert!(html.contains("<option value=\"1\">本町</option>"), "{html}");
    }
}
