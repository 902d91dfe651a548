//! A message to the officer: notice, success, alert or error.

use askama::Template;

use super::html_safe;

/// What a message means. An error blocks; an alert warns and lets the operator go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Something to know.
    Notice,
    /// Something was done.
    Success,
    /// Something to look at before going on.
    Alert,
    /// Something that stops the work.
    Error,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Success => "success",
            Self::Alert => "alert",
            Self::Error => "error",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Notice => "お知らせ",
            Self::Success => "完了",
            Self::Alert => "注意",
            Self::Error => "エラー",
        }
    }

    fn mark(self) -> &'static str {
        match self {
            Self::Notice => "i",
            Self::Success => "✓",
            Self::Alert => "!",
            Self::Error => "×",
        }
    }
}

/// A message in a frame.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/banner.html")]
pub struct Banner {
    tone: Tone,
    title: String,
    lines: Vec<String>,
    live: bool,
}
html_safe!(Banner);

impl Banner {
    /// A message with a title.
    pub fn new(tone: Tone, title: impl Into<String>) -> Self {
        Self {
            tone,
            title: title.into(),
            lines: Vec::new(),
            live: false,
        }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// Is read out by screen readers when the page opens.
    #[must_use]
    pub fn live(mut self) -> Self {
        self.live = true;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tone_is_said_in_words_too() {
        let html = Banner::new(Tone::Alert, "署名がまだです").to_string();
        assert!(html.contains("注意"), "{html}");
    }
}
