//! What the page and the server are told of an error.

use super::CardError;
use crate::TransportError;
use crate::bridge::{Failure, FailureCode};

impl CardError {
    /// The stable code.
    pub fn code(self) -> FailureCode {
        match self {
            Self::Transport(TransportError::CardRemoved) => FailureCode::CardRemoved,
            Self::Transport(TransportError::ReaderGone) => FailureCode::ReaderGone,
            Self::Transport(TransportError::InUse) => FailureCode::CardInUse,
            Self::OtherCard => FailureCode::OtherCard,
            Self::Malformed(_) => FailureCode::Malformed,
            Self::WrongSecret { .. } => FailureCode::WrongSecret,
            Self::LastTry { .. } => FailureCode::LastTry,
            Self::Blocked { .. } => FailureCode::Blocked,
            Self::NoCertificate => FailureCode::NoCertificate,
            Self::Transport(TransportError::Silent)
            | Self::SecretNeeded
            | Self::StillShown
            | Self::Refused(_)
            | Self::ShortAnswer
            | Self::EndlessAnswer
            | Self::File(_)
            | Self::Algorithm => FailureCode::Unreadable,
        }
    }

    /// How many tries are left, where the card said so.
    pub fn remaining_tries(self) -> Option<u8> {
        match self {
            Self::WrongSecret { remaining, .. } => remaining,
            Self::LastTry { .. } => Some(1),
            Self::Blocked { .. } => Some(0),
            _ => None,
        }
    }
}

impl From<CardError> for Failure {
    fn from(error: CardError) -> Self {
        Self {
            code: error.code(),
            message: error.message(),
            remaining_tries: error.remaining_tries(),
        }
    }
}
