//! VERIFY and CHANGE REFERENCE DATA.

use super::Card;
use super::file::{Comparison, Form};
use crate::apdu::{Answer, Command, Status};
use crate::secret::Secret;

impl Card {
    /// `00 20 00 80` with a secret: compares it, and counts. Without one: how many tries are left (`63Cx`).
    ///
    /// The try that uses up the counter answers `63C0`; every one after it `6984`.
    pub(super) fn verify(&mut self, command: &Command<'_>) -> Answer {
        if command.p1 != 0 {
            return Err(Status::WRONG_PARAMETERS);
        }
        let short = command.short_file()?;
        let id = self.named_file(short)?;
        let reference = self.reference(id)?;
        let Some(shown) = command.data else {
            return Err(Status::tries_left(reference.left));
        };
        let comparison = reference.compare(shown);
        match comparison {
            Comparison::Same => {
                self.session.verified.insert(id);
                Ok(Vec::new())
            }
            Comparison::Different { left } => {
                self.session.verified.remove(&id);
                Err(Status::tries_left(left))
            }
            Comparison::Blocked => Err(Status::BLOCKED),
        }
    }

    /// `00 24 01 80`: a new secret, after the old one was shown.
    pub(super) fn change_secret(&mut self, command: &Command<'_>) -> Answer {
        if command.p1 != 1 {
            return Err(Status::WRONG_PARAMETERS);
        }
        let new = Secret::from(command.data.ok_or(Status::WRONG_LENGTH)?);
        let short = command.short_file()?;
        let id = self.named_file(short)?;
        let shown = self.session.verified.contains(&id);
        let reference = self.reference(id)?;
        let fits = match reference.form {
            Form::Fixed => return Err(Status::NOT_VERIFIED),
            Form::FourDigits => new.is_digits(4),
            Form::LettersAndDigits => new.is_signature_pin(),
        };
        if !shown {
            return Err(Status::NOT_VERIFIED);
        }
        if !fits {
            return Err(Status::WRONG_DATA);
        }
        reference.secret = Some(new);
        Ok(Vec::new())
    }
}
