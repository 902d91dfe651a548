//! 券面事項確認AP.

use myna_card::ap::surface::ef;

use super::opened::{Extent, Opened};
use super::{CardError, Tries};
use crate::Transport;
use crate::files::{Face, SurfaceInformation};
use crate::secrets::{SecretKind, VerificationNumberA, VerificationNumberB};
use crate::signing::ToSign;

/// 券面事項確認AP, while it is selected. Either 照合番号 opens the face.
pub struct SurfaceCheckApp<'a, T: Transport>(pub(super) Opened<'a, T>);

impl<T: Transport> SurfaceCheckApp<'_, T> {
    /// Shows 照合番号A.
    ///
    /// # Errors
    /// [`CardError::WrongSecret`], [`CardError::LastTry`], [`CardError::Blocked`]; and where nothing came back.
    pub fn show_number_a(&mut self, number: &VerificationNumberA) -> Result<(), CardError> {
        self.0
            .show(ef::CODE_A, SecretKind::VerificationNumberA, number.bytes())
    }

    /// Shows 照合番号B.
    ///
    /// # Errors
    /// As [`SurfaceCheckApp::show_number_a`].
    pub fn show_number_b(&mut self, number: &VerificationNumberB) -> Result<(), CardError> {
        self.0
            .show(ef::CODE_B, SecretKind::VerificationNumberB, number.bytes())
    }

    /// How many tries are left of a 照合番号; it counts apart from the one of the other application. It uses none up.
    ///
    /// # Errors
    /// Where nothing came back; [`CardError::SecretNeeded`] for a secret of another application.
    pub fn tries(&mut self, secret: SecretKind) -> Result<Tries, CardError> {
        match secret {
            SecretKind::VerificationNumberA => self.0.tries(ef::CODE_A, secret),
            SecretKind::VerificationNumberB => self.0.tries(ef::CODE_B, secret),
            _ => Err(CardError::SecretNeeded),
        }
    }

    /// File 0002, raw: the face of the card.
    ///
    /// # Errors
    /// [`CardError::SecretNeeded`] before a 照合番号 was shown; and where nothing came back.
    pub fn face_file(&mut self) -> Result<Vec<u8>, CardError> {
        self.object(ef::CARD_FACE, 0xFF20)
    }

    /// The face of the card.
    ///
    /// # Errors
    /// As [`SurfaceCheckApp::face_file`], and where it is no such file.
    pub fn face(&mut self) -> Result<Face, CardError> {
        Ok(Face::parse(&self.face_file()?)?)
    }

    /// Basic information, with the municipality that issued the card (file 0003). It needs no secret.
    ///
    /// # Errors
    /// Where nothing came back, or it is no such file.
    pub fn information(&mut self) -> Result<SurfaceInformation, CardError> {
        Ok(SurfaceInformation::parse(
            &self.object(ef::AP_BASIC_DATA, 0xFF30)?,
        )?)
    }

    /// File 0004, raw: the certificate of the key that signed the face. It needs no secret.
    ///
    /// # Errors
    /// Where nothing came back.
    pub fn key_certificate_file(&mut self) -> Result<Vec<u8>, CardError> {
        self.object(ef::CERTIFICATE, 0x7F21)
    }

    /// Has the card sign a challenge with the key that its face names. It needs no secret.
    ///
    /// # Errors
    /// Where the card refuses, and where nothing came back.
    pub fn sign_challenge(&mut self, challenge: &ToSign) -> Result<Vec<u8>, CardError> {
        self.0.sign(0x00, challenge.data()?)
    }

    /// Leaves the application, so that the card forgets which secrets it was shown.
    ///
    /// # Errors
    /// Where that cannot be known: then the card must be taken from the reader.
    pub fn finish(self) -> Result<(), CardError> {
        self.0.finish()
    }

    fn object(&mut self, file: u16, tag: u32) -> Result<Vec<u8>, CardError> {
        self.0.file(file, Extent::Object(tag)).map(|file| file.to_vec())
    }
}
