//! One line of text: names, dates in any calendar, numbers, passwords.

use askama::Template;

use super::html_safe;

/// What the browser is told about the text, so that it offers the right keyboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum InputKind {
    /// Any text.
    #[default]
    Text,
    /// Search words.
    Search,
    /// A password, not shown.
    Password,
    /// 電話番号.
    Telephone,
    /// Digits only, for example 宛名番号.
    Digits,
    /// The browser's own date picker (ISO dates). Dates in 和暦 use [`InputKind::Text`].
    Date,
}

impl InputKind {
    fn html(self) -> &'static str {
        match self {
            Self::Text | Self::Digits => "text",
            Self::Search => "search",
            Self::Password => "password",
            Self::Telephone => "tel",
            Self::Date => "date",
        }
    }
}

/// How wide the box is; it should tell how much is expected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Width {
    /// A few digits.
    Tiny,
    /// A date or a number.
    Short,
    /// A name.
    #[default]
    Normal,
    /// The whole line, for an address.
    Full,
}

impl Width {
    fn class(self) -> &'static str {
        match self {
            Self::Tiny => " input--tiny",
            Self::Short => " input--short",
            Self::Normal => "",
            Self::Full => " input--full",
        }
    }
}

/// A labelled box for one line of text, with its hint and its error beside it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Template)]
#[template(path = "components/text_field.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one attribute of the HTML element, independent of the others"
)]
pub struct TextField {
    name: String,
    label: String,
    plain: String,
    value: String,
    hint: String,
    error: String,
    kind: InputKind,
    width: Width,
    required: bool,
    person_name: bool,
    read_only: bool,
    autofocus: bool,
    autocomplete: String,
    suggestions: Vec<String>,
    choices: Option<(String, &'static str)>,
    shortcut: String,
}
html_safe!(TextField);

impl TextField {
    /// A box whose value arrives under `name` in the submitted form.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            autocomplete: "off".into(),
            ..Self::default()
        }
    }

    /// What is in the box at first: what was typed before, exactly as it was typed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The question in やさしい日本語, which shows where the page offers it and the officer wants it.
    #[must_use]
    pub fn plain(mut self, plain: impl Into<String>) -> Self {
        self.plain = plain.into();
        self
    }

    /// How to fill it in, with an example.
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

    /// Sets the kind of text.
    #[must_use]
    pub fn kind(mut self, kind: InputKind) -> Self {
        self.kind = kind;
        self
    }

    /// Sets the width.
    #[must_use]
    pub fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }

    /// Shows the value in the font for the names of people.
    #[must_use]
    pub fn person_name(mut self) -> Self {
        self.person_name = true;
        self
    }

    /// Shows the value but does not let it be changed.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// Puts the cursor here when the page opens. At most one field of a page.
    #[must_use]
    pub fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }

    /// What the browser may fill in by itself (HTML autofill names); nothing unless set.
    #[must_use]
    pub fn autocomplete(mut self, purpose: impl Into<String>) -> Self {
        self.autocomplete = purpose.into();
        self
    }

    /// Values offered while typing.
    #[must_use]
    pub fn suggestions(mut self, suggestions: impl IntoIterator<Item = String>) -> Self {
        self.suggestions = suggestions.into_iter().collect();
        self
    }

    /// Choices that are looked up while typing: of which address of the page, and of which of its parts.
    #[must_use]
    pub fn choices(mut self, place: impl Into<String>, part: &'static str) -> Self {
        self.choices = Some((place.into(), part));
        self
    }

    /// A key that brings the cursor here, for example `Alt+K`.
    #[must_use]
    pub fn shortcut(mut self, keys: impl Into<String>) -> Self {
        self.shortcut = keys.into();
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
    fn what_was_typed_comes_back_escaped_and_untouched() {
        let html = TextField::new("n", "氏名").value("<辻󠄀> \u{3000}").to_string();
        assert!(html.contains("value=\"&#60;辻󠄀&#62; \u{3000}\""), "{html}");
    }

    #[test]
    fn an_error_is_tied_to_the_box() {
        let html = TextField::new("moved_on", "異動日")
            .hint("例")
            .error(Some("日付ではありません。"))
            .to_string();
        assert!(html.contains("aria-invalid=\"true\""), "{html}");
        assert!(
            html.contains("aria-describedby=\"moved_on-hint moved_on-error\""),
            "{html}"
        );
        assert!(html.contains("id=\"moved_on-error\""), "{html}");
    }
}
