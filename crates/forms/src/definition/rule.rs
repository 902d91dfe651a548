//! What a value has to be like. A breach is told to the officer before printing; it never stops the print.

use madoguchi_model::characters::length;
use regex_lite::Regex;
use serde::Deserialize;

/// A rule of a cell, with what the officer is told where it is broken.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// There is a value. All other rules let an absent one pass.
    Required {
        /// What the officer is told.
        message: String,
    },
    /// The whole value is of this pattern (a regular expression).
    Pattern {
        /// The pattern.
        pattern: String,
        /// What the officer is told.
        message: String,
    },
    /// The value has at most so many characters, counted as people do.
    MaxLength {
        /// How many.
        max: usize,
        /// What the officer is told.
        message: String,
    },
    /// The value is digits, half-width.
    Digits {
        /// What the officer is told.
        message: String,
    },
}

impl Rule {
    /// What the officer is told of this value; nothing where it keeps to the rule.
    #[must_use]
    pub fn broken_by(&self, value: &str) -> Option<&str> {
        let present = !value.trim().is_empty();
        let (kept, message) = match self {
            Self::Required { message } => (present, message),
            Self::Pattern { pattern, message } => {
                let kept = whole(pattern).is_ok_and(|pattern| pattern.is_match(value));
                (!present || kept, message)
            }
            Self::MaxLength { max, message } => (length(value) <= *max, message),
            Self::Digits { message } => {
                let kept = value.bytes().all(|byte| byte.is_ascii_digit());
                (!present || kept, message)
            }
        };
        (!kept).then_some(message)
    }

    /// Whether the rule itself can be understood.
    pub(super) fn is_sound(&self) -> bool {
        match self {
            Self::Pattern { pattern, message } => whole(pattern).is_ok() && !message.is_empty(),
            Self::Required { message } | Self::MaxLength { message, .. } | Self::Digits { message } => {
                !message.is_empty()
            }
        }
    }
}

/// A pattern for the whole value.
fn whole(pattern: &str) -> Result<Regex, regex_lite::Error> {
    Regex::new(&format!("^(?:{pattern})$"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(rule: &Rule, values: &[&str]) -> Vec<bool> {
        let broken = values
            .iter()
            .map(|value| rule.broken_by(value) == Some("だめです。"));
        broken.collect()
    }

    #[test]
    fn a_rule_tells_of_what_breaks_it() {
        let message = || "だめです。".to_owned();
        let required = Rule::Required { message: message() };
        assert_eq!(broken(&required, &["", "\u{3000}", "山"]), [true, true, false]);
        let pattern = Rule::Pattern {
            pattern: "0\\d{1,4}-\\d{1,4}-\\d{4}|なし".into(),
            message: message(),
        };
        let values = ["", "000-0000-0000", "なし", "x000-0000-0000", "000-0000-00009"];
        assert_eq!(broken(&pattern, &values), [false, false, false, true, true]);
        // A character with its selector is one.
        let short = Rule::MaxLength {
            max: 2,
            message: message(),
        };
        assert_eq!(
            broken(&short, &["", "辻\u{E0100}田", "一二三"]),
            [false, false, true]
        );
        let digits = Rule::Digits { message: message() };
        assert_eq!(
            broken(&digits, &["", "0120", "０１", "1-2"]),
            [false, false, true, true]
        );
    }

    #[test]
    fn a_pattern_that_is_none_is_not_sound() {
        let pattern = |pattern: &str| Rule::Pattern {
            pattern: pattern.into(),
            message: "だめです。".into(),
        };
        assert!(pattern("[0-9]+").is_sound() && !pattern("[0-9").is_sound());
        assert!(
            !Rule::Digits {
                message: String::new()
            }
            .is_sound()
        );
    }
}
