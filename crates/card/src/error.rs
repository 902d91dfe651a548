//! What can go wrong with a card.

mod failure;
mod message;

use crate::TransportError;
use crate::files::FileError;
use crate::secrets::{SecretError, SecretKind};

/// Why the card could not be read, or did not sign. [`CardError::message`] says it in Japanese.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CardError {
    /// Nothing came back from the card.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The card does not have the application: it is no My Number Card, or one that cannot do this.
    #[error("the card does not have this application")]
    OtherCard,
    /// The secret is not of the right form; the card was not asked.
    #[error("the secret is not of the right form")]
    Malformed(#[from] SecretError),
    /// The secret is wrong.
    #[error("the secret is wrong")]
    WrongSecret {
        /// Which.
        secret: SecretKind,
        /// How many tries are left, where the card counts them.
        remaining: Option<u8>,
    },
    /// Only one try is left. The card was not asked, so that it does not lock.
    #[error("only one try is left; the card was not asked")]
    LastTry {
        /// Which.
        secret: SecretKind,
    },
    /// No try is left: the secret is locked.
    #[error("the secret is locked")]
    Blocked {
        /// Which.
        secret: SecretKind,
    },
    /// What was asked for needs a secret that was not shown (`6982`).
    #[error("a secret must be shown first")]
    SecretNeeded,
    /// The card could not be made to forget a secret: it must be taken from the reader.
    #[error("a secret is still shown to the card")]
    StillShown,
    /// The card holds no such certificate.
    #[error("the card holds no such certificate")]
    NoCertificate,
    /// The card refused, with another status word than those above.
    #[error("the card answered {0:04X}")]
    Refused(u16),
    /// The answer is too short to hold a status word.
    #[error("the answer is too short")]
    ShortAnswer,
    /// The answer does not end.
    #[error("the answer does not end")]
    EndlessAnswer,
    /// A file is not what it must be.
    #[error(transparent)]
    File(#[from] FileError),
    /// How a card is asked for a signature of this kind is not known.
    #[error("signatures of this kind are not supported")]
    Algorithm,
}

impl CardError {
    /// The error that a status word stands for, where no secret was shown with the command.
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            0x6982 => Self::SecretNeeded,
            _ => Self::Refused(status),
        }
    }
}
