//! An application while it is selected.

use myna_card::{Command, StatusWord};
use zeroize::Zeroizing;

use super::{Application, Card, Tries};
use crate::exchange::{exchange, verify};
use crate::files::complete;
use crate::secrets::SecretKind;
use crate::{CardError, Transport};

/// An application while it is selected; left when it goes out of scope, so that no secret stays shown.
pub(super) struct Opened<'a, T: Transport> {
    card: &'a mut Card<T>,
    application: Application,
    /// Whether a secret may be shown that the card must forget.
    shown: bool,
}

/// How much of a file is read.
#[derive(Clone, Copy)]
pub(super) enum Extent {
    /// The object that the file begins with, without its filler.
    Object(u32),
    /// All that the card gives, with its filler.
    All,
}

/// The most that one command reads.
const PIECE: u16 = 256;
/// Where READ BINARY cannot reach any more.
const END: u16 = 0x8000;

impl<'a, T: Transport> Opened<'a, T> {
    /// Selects an application in which no secret is shown: an earlier program may have left it with one, and selecting
    /// it again would keep that.
    pub(super) fn open(card: &'a mut Card<T>, application: Application) -> Result<Self, CardError> {
        if card.selected.is_none() {
            // Where there is nothing to leave for, there is nothing that can be done.
            match card.leave(application) {
                Ok(()) | Err(CardError::StillShown) => {}
                Err(error) => return Err(error),
            }
        }
        card.select(application)?;
        Ok(Self {
            card,
            application,
            shown: false,
        })
    }

    /// Leaves the application.
    pub(super) fn finish(mut self) -> Result<(), CardError> {
        self.shown = false;
        self.card.leave(self.application)
    }

    /// Reads a transparent file.
    pub(super) fn file(&mut self, file: u16, extent: Extent) -> Result<Zeroizing<Vec<u8>>, CardError> {
        self.select_file(file)?;
        let mut read = Zeroizing::new(Vec::new());
        for offset in (0..END).step_by(usize::from(PIECE)) {
            let [high, low] = offset.to_be_bytes();
            let command = Command::with_le(0x00, 0xB0, high, low, u32::from(PIECE));
            let answer = exchange(&mut self.card.transport, &command)?;
            let piece = match answer.status.value() {
                // 6282: the file ended before so much was read.
                0x9000 | 0x6282 => answer.data,
                // 6B00: the file ends where the last piece did.
                0x6B00 if offset > 0 => break,
                status => return Err(CardError::of_status(status)),
            };
            if piece.len() > usize::from(PIECE) {
                return Err(CardError::EndlessAnswer);
            }
            // A vector that grows would leave copies behind.
            let mut longer = Zeroizing::new(Vec::with_capacity(read.len() + piece.len()));
            longer.extend_from_slice(&read);
            longer.extend_from_slice(&piece);
            read = longer;
            if let Extent::Object(tag) = extent
                && let Some(object) = complete(&read, tag)
            {
                return Ok(Zeroizing::new(object.to_vec()));
            }
            if piece.len() < usize::from(PIECE) {
                break;
            }
        }
        Ok(read)
    }

    /// Reads the first record of a file of records.
    pub(super) fn record(&mut self, file: u16) -> Result<Zeroizing<Vec<u8>>, CardError> {
        self.select_file(file)?;
        exchange(
            &mut self.card.transport,
            &Command::with_le(0x00, 0xB2, 0x01, 0x04, 256),
        )?
        .data()
    }

    /// Has the card sign with a key: `P2` says which.
    pub(super) fn sign(&mut self, key: u8, data: Vec<u8>) -> Result<Vec<u8>, CardError> {
        let command = Command::with_data_le(0x80, 0x2A, 0x00, key, data, 256);
        let signature = exchange(&mut self.card.transport, &command)?.data()?;
        if signature.is_empty() {
            Err(CardError::ShortAnswer)
        } else {
            Ok(signature.to_vec())
        }
    }

    /// How many tries are left. It uses none up.
    pub(super) fn tries(&mut self, file: u16, secret: SecretKind) -> Result<Tries, CardError> {
        self.select_file(file)?;
        let mut status = verify(&mut self.card.transport, &[])?;
        if status.is_success() {
            // Already shown. Leaving makes the card forget it, and count again.
            self.card.leave(self.application)?;
            self.card.select(self.application)?;
            self.shown = false;
            self.select_file(file)?;
            status = verify(&mut self.card.transport, &[])?;
        }
        match answered(status, secret) {
            Err(CardError::WrongSecret {
                remaining: Some(left),
                ..
            }) => Ok(Tries::Remaining(left)),
            Err(CardError::WrongSecret { remaining: None, .. }) => Ok(Tries::Unlimited),
            Err(CardError::Blocked { .. }) => Ok(Tries::Blocked),
            Err(error) => Err(error),
            Ok(()) => Err(CardError::Refused(status.value())),
        }
    }

    /// Shows a secret, once, unless only one try is left.
    pub(super) fn show(&mut self, file: u16, kind: SecretKind, secret: &[u8]) -> Result<(), CardError> {
        match self.tries(file, kind)? {
            Tries::Blocked => return Err(CardError::Blocked { secret: kind }),
            Tries::Remaining(1) => return Err(CardError::LastTry { secret: kind }),
            Tries::Remaining(_) | Tries::Unlimited => {}
        }
        self.shown = true;
        answered(verify(&mut self.card.transport, secret)?, kind)
    }

    fn select_file(&mut self, file: u16) -> Result<(), CardError> {
        let command = Command::with_data(0x00, 0xA4, 0x02, 0x0C, file.to_be_bytes());
        exchange(&mut self.card.transport, &command)?.data().map(drop)
    }
}

impl<T: Transport> Drop for Opened<'_, T> {
    fn drop(&mut self) {
        if self.shown {
            // Nobody is left to tell; where the card is gone, so is what it was shown.
            let _ = self.card.leave(self.application);
        }
    }
}

/// What VERIFY answered.
fn answered(status: StatusWord, secret: SecretKind) -> Result<(), CardError> {
    match (status.value(), status.retries_remaining()) {
        (0x9000, _) => Ok(()),
        (0x6983 | 0x6984, _) | (_, Some(0)) => Err(CardError::Blocked { secret }),
        (_, Some(left)) => Err(CardError::WrongSecret {
            secret,
            remaining: Some(left),
        }),
        (0x6300, _) => Err(CardError::WrongSecret {
            secret,
            remaining: None,
        }),
        (status, _) => Err(CardError::of_status(status)),
    }
}
