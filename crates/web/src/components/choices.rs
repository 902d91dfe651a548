//! A question answered by picking: radio buttons (one) or checkboxes (any number).

use askama::Template;

use super::html_safe;

/// One thing to pick.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Choice {
    value: String,
    label: String,
    note: String,
    checked: bool,
    disabled: bool,
    person_name: bool,
}

impl Choice {
    /// A choice sent as `value`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// More about the choice, in small print after its label.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Picked at first.
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = checked;
        self
    }

    /// Cannot be picked.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }

    /// The label is the name of a person.
    #[must_use]
    pub fn person_name(mut self) -> Self {
        self.person_name = true;
        self
    }
}

/// A group of radio buttons or checkboxes under one question.
#[derive(Clone, PartialEq, Eq, Debug, Default, Template)]
#[template(path = "components/choices.html")]
pub struct Choices {
    name: String,
    legend: String,
    plain: String,
    hint: String,
    error: String,
    required: bool,
    several: bool,
    inline: bool,
    offered: Vec<Choice>,
}
html_safe!(Choices);

impl Choices {
    /// Radio buttons: one of `choices`.
    pub fn one(
        name: impl Into<String>,
        legend: impl Into<String>,
        choices: impl IntoIterator<Item = Choice>,
    ) -> Self {
        Self {
            name: name.into(),
            legend: legend.into(),
            offered: choices.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Checkboxes: any of `choices`; the form sends `name` once for each picked one.
    pub fn several(
        name: impl Into<String>,
        legend: impl Into<String>,
        choices: impl IntoIterator<Item = Choice>,
    ) -> Self {
        Self {
            several: true,
            ..Self::one(name, legend, choices)
        }
    }

    /// Marks as picked every choice whose value is in `values`.
    #[must_use]
    pub fn selected<'a>(mut self, values: impl IntoIterator<Item = &'a str>) -> Self {
        for value in values {
            self.offered
                .iter_mut()
                .filter(|choice| choice.value == value)
                .for_each(|c| c.checked = true);
        }
        self
    }

    /// The question in やさしい日本語, which shows where the page offers it and the officer wants it.
    #[must_use]
    pub fn plain(mut self, plain: impl Into<String>) -> Self {
        self.plain = plain.into();
        self
    }

    /// How to answer.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// What is wrong with the answer, if anything.
    #[must_use]
    pub fn error(mut self, error: Option<&str>) -> Self {
        self.error = error.unwrap_or_default().into();
        self
    }

    /// Marks the question 必須.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Puts short choices side by side.
    #[must_use]
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }

    fn described_by(&self) -> String {
        described_by(&self.name, &self.hint, &self.error)
    }
}

/// The `aria-describedby` value of a field: its hint and its error, whichever are there.
pub(super) fn described_by(name: &str, hint: &str, error: &str) -> String {
    let mut ids = Vec::new();
    if !hint.is_empty() {
        ids.push(format!("{name}-hint"));
    }
    if !error.is_empty() {
        ids.push(format!("{name}-error"));
    }
    ids.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_choice_carries_the_groups_id_so_that_the_error_summary_can_link_to_it() {
        let html = Choices::one(
            "sex",
            "性別",
            [Choice::new("male", "男"), Choice::new("female", "女")],
        )
        .selected(["female"])
        .to_string();
        assert!(html.contains("id=\"sex\""), "{html}");
        assert!(
            html.contains("id=\"sex-2\" name=\"sex\" type=\"radio\" value=\"female\" checked"),
            "{html}"
        );
    }
}
