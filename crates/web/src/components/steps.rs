//! The steps of a visit, and where the officer stands.

use askama::Template;

use super::html_safe;

/// How far a step is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepState {
    /// Finished.
    Done,
    /// The page the officer is on.
    Current,
    /// Can be opened, not finished.
    Open,
    /// Cannot be opened yet.
    Later,
}

impl StepState {
    fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Open => "open",
            Self::Later => "later",
        }
    }
}

/// One step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    label: String,
    href: String,
    state: StepState,
}

impl Step {
    /// A step with the address of its page.
    pub fn new(label: impl Into<String>, href: impl Into<String>, state: StepState) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            state,
        }
    }
}

/// The steps in order.
#[derive(Clone, PartialEq, Eq, Debug, Default, Template)]
#[template(path = "components/steps.html")]
pub struct Steps {
    steps: Vec<Step>,
}
html_safe!(Steps);

impl Steps {
    /// Steps in order.
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self {
            steps: steps.into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_step_is_no_link() {
        let html = Steps::new([Step::new("引継ぎ", "/x", StepState::Later)]).to_string();
        assert!(!html.contains("href"), "{html}");
    }
}
