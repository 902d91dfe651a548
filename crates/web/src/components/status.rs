//! The state of a case, a piece of work or a judgement, in one word.

use askama::Template;
use madoguchi_model::case::CaseState;
use madoguchi_model::hand_off::QueueState;

use super::html_safe;

/// How a state looks. The word always says it too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StatusTone {
    /// Nothing special.
    Plain,
    /// Being worked on.
    Progress,
    /// Finished well.
    Done,
    /// Needs a look.
    Alert,
    /// Stopped.
    Error,
    /// Different from before.
    Changed,
}

impl StatusTone {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Progress => "progress",
            Self::Done => "done",
            Self::Alert => "alert",
            Self::Error => "error",
            Self::Changed => "changed",
        }
    }
}

/// A small badge.
#[derive(Clone, PartialEq, Eq, Debug, Template)]
#[template(
    source = "<span class=\"status status--{{ tone.class() }}\">{{ word }}</span>",
    ext = "html"
)]
pub struct Status {
    tone: StatusTone,
    word: String,
}
html_safe!(Status);

impl Status {
    /// A badge with a word.
    pub fn new(tone: StatusTone, word: impl Into<String>) -> Self {
        Self {
            tone,
            word: word.into(),
        }
    }
}

impl From<CaseState> for Status {
    fn from(state: CaseState) -> Self {
        let tone = match state {
            CaseState::Open => StatusTone::Progress,
            CaseState::HandedOff | CaseState::Withdrawn => StatusTone::Plain,
            CaseState::Completed => StatusTone::Done,
        };
        Self::new(tone, state.label())
    }
}

impl From<QueueState> for Status {
    fn from(state: QueueState) -> Self {
        let tone = match state {
            QueueState::Received => StatusTone::Plain,
            QueueState::InReview | QueueState::Provisional => StatusTone::Progress,
            QueueState::SentBack => StatusTone::Alert,
            QueueState::Completed => StatusTone::Done,
        };
        Self::new(tone, state.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_a_word() {
        assert_eq!(
            Status::from(QueueState::SentBack).to_string(),
            "<span class=\"status status--alert\">差戻し</span>"
        );
    }
}
