//! COMPUTE DIGITAL SIGNATURE, INTERNAL AUTHENTICATE, GET CHALLENGE.

use rand_chacha::rand_core::Rng;

use super::Card;
use super::file::File;
use crate::apdu::{Answer, Command, Status};
use crate::key::Key;

impl Card {
    /// `80 2A 00 P2`: signs up to 245 bytes as they are, padded by PKCS#1 v1.5. P2 is `80` for the current key,
    /// `80 | SFI` for another, `00` for the application's own.
    ///
    /// The card knows more schemes in P1; this one is the one that every reader of cards uses, and the only one here.
    pub(super) fn sign(&mut self, command: &Command<'_>) -> Answer {
        if command.p1 != 0 {
            return Err(Status::WRONG_PARAMETERS);
        }
        let key = self.signing_key(command)?;
        let data = command.data.ok_or(Status::WRONG_LENGTH)?;
        let signature = key.sign_as_is(data).ok_or(Status::CONDITIONS)?;
        match command.expected {
            Some(most) if signature.len() <= most => Ok(signature),
            _ => Err(Status::WRONG_LENGTH),
        }
    }

    fn signing_key(&mut self, command: &Command<'_>) -> Result<Key, Status> {
        if command.p2 == 0 {
            let own = self.current().and_then(|application| application.own_key.clone());
            return own.ok_or(Status::WRONG_PARAMETERS);
        }
        let short = command.short_file()?;
        let id = self.named_file(short)?;
        match self.file(id)? {
            File::Key { key, access } if access.is_open(&self.session.verified) => Ok(key.clone()),
            File::Key { .. } => Err(Status::NOT_VERIFIED),
            _ => Err(Status::WRONG_KIND_OF_FILE),
        }
    }

    /// `00 88 00 80|SFI`: signs SHA-256 of the challenge with the key of 共通カードDF.
    pub(super) fn internal_authenticate(&mut self, command: &Command<'_>) -> Answer {
        if command.p1 != 0 {
            return Err(Status::WRONG_PARAMETERS);
        }
        let challenge = command.data.ok_or(Status::WRONG_LENGTH)?;
        let short = command.short_file()?;
        let id = self.named_file(short)?;
        match self.file(id)? {
            File::AuthenticationKey(key) => key.sign_sha256(challenge).ok_or(Status::CONDITIONS),
            File::Key { access, .. } if !access.is_open(&self.session.verified) => Err(Status::NOT_VERIFIED),
            _ => Err(Status::CONDITIONS),
        }
    }

    /// `00 84 00 00`: as many random bytes as are wanted, up to 256.
    pub(super) fn challenge(&mut self, command: &Command<'_>) -> Answer {
        if command.parameters() != 0 {
            return Err(Status::WRONG_PARAMETERS);
        }
        match command.expected {
            Some(wanted @ 1..=256) if !command.extended => {
                let mut bytes = vec![0; wanted];
                self.challenges.fill_bytes(&mut bytes);
                Ok(bytes)
            }
            Some(_) => Err(Status::CONDITIONS),
            None => Err(Status::WRONG_LENGTH),
        }
    }
}
