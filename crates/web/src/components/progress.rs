//! How much of something is done.

use askama::Template;

use super::html_safe;

/// A bar with its words.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(path = "components/progress.html")]
pub struct Progress {
    id: String,
    label: String,
    done: usize,
    all: usize,
}
html_safe!(Progress);

impl Progress {
    /// `done` of `all`. The id must be unique on the page.
    pub fn new(id: impl Into<String>, label: impl Into<String>, done: usize, all: usize) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            done,
            all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_said_in_words() {
        assert!(
            Progress::new("p", "聞き取り", 2, 5)
                .to_string()
                .contains("5件中2件")
        );
    }
}
