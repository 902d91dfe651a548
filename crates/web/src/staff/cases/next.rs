//! The one thing to do next with a case.

use madoguchi_model::case::CaseState;
use madoguchi_store::applications::ApplicationState;

use super::{CaseFile, Place};
use crate::staff::applications::wanted_forms;

/// What to do next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Next {
    /// Ask what can still change something.
    Interview,
    /// Make the applications.
    Prepare,
    /// Get them signed.
    Sign,
    /// Hand off.
    HandOff,
    /// Nothing at the counter.
    Nothing,
}

impl Next {
    /// The next thing to do with a case.
    pub(crate) fn of(file: &CaseFile) -> Self {
        if file.case.state != CaseState::Open {
            return Self::Nothing;
        }
        if !file.guidance.questions.is_empty() && file.applications.is_empty() {
            return Self::Interview;
        }
        let wanted = wanted_forms(file);
        let made = |form: &String| {
            file.applications
                .iter()
                .any(|application| application.form_id == *form)
        };
        if !wanted.iter().map(|wanted| &wanted.form_id).all(made) {
            return Self::Prepare;
        }
        if file
            .applications
            .iter()
            .any(|application| application.state != ApplicationState::Signed)
        {
            return Self::Sign;
        }
        Self::HandOff
    }

    /// The page where it is done.
    pub(crate) fn place(self) -> Place {
        match self {
            Self::Interview => Place::Interview,
            Self::Prepare | Self::Sign => Place::Applications,
            Self::HandOff => Place::HandOff,
            Self::Nothing => Place::Overview,
        }
    }

    /// The words of its button and its page below the case; none when there is nothing to do.
    pub(crate) fn button(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Interview => Some(("聞き取りを続ける", "interview")),
            Self::Prepare => Some(("申請書を作成する", "applications")),
            Self::Sign => Some(("署名をもらう", "applications")),
            Self::HandOff => Some(("引継ぎを確かめる", "hand-off")),
            Self::Nothing => None,
        }
    }
}
