//! 券面事項入力補助AP.

use myna_card::ap::text::ef;
use zeroize::Zeroizing;

use super::opened::{Extent, Opened};
use super::{CardError, Tries};
use crate::Transport;
use crate::bridge::{Proof, RawFile};
use crate::files::{self, Attributes, TextInformation};
use crate::secrets::{IndividualNumber, Pin, SecretKind, VerificationNumberA, VerificationNumberB};
use crate::signing::ToSign;

/// 券面事項入力補助AP, while it is selected.
///
/// The PIN opens the attributes and the 個人番号, 照合番号A only the 個人番号, 照合番号B only the attributes; each of
/// them opens the proof.
pub struct TextAttributesApp<'a, T: Transport>(pub(super) Opened<'a, T>);

impl<T: Transport> TextAttributesApp<'_, T> {
    /// Shows the PIN (券面事項入力補助用).
    ///
    /// # Errors
    /// [`CardError::WrongSecret`], [`CardError::LastTry`], [`CardError::Blocked`]; and where nothing came back.
    pub fn show_pin(&mut self, pin: &Pin) -> Result<(), CardError> {
        self.0.show(ef::PIN, SecretKind::TextAttributesPin, pin.bytes())
    }

    /// Shows 照合番号A.
    ///
    /// # Errors
    /// As [`TextAttributesApp::show_pin`].
    pub fn show_number_a(&mut self, number: &VerificationNumberA) -> Result<(), CardError> {
        self.0
            .show(ef::CODE_A, SecretKind::VerificationNumberA, number.bytes())
    }

    /// Shows 照合番号B.
    ///
    /// # Errors
    /// As [`TextAttributesApp::show_pin`].
    pub fn show_number_b(&mut self, number: &VerificationNumberB) -> Result<(), CardError> {
        self.0
            .show(ef::CODE_B, SecretKind::VerificationNumberB, number.bytes())
    }

    /// How many tries are left of the PIN, 照合番号A or 照合番号B. It uses none up.
    ///
    /// # Errors
    /// Where nothing came back; [`CardError::SecretNeeded`] for a secret of another application.
    pub fn tries(&mut self, secret: SecretKind) -> Result<Tries, CardError> {
        let file = match secret {
            SecretKind::TextAttributesPin => ef::PIN,
            SecretKind::VerificationNumberA => ef::CODE_A,
            SecretKind::VerificationNumberB => ef::CODE_B,
            SecretKind::AuthenticationPin | SecretKind::SignaturePin => return Err(CardError::SecretNeeded),
        };
        self.0.tries(file, secret)
    }

    /// File 0002, raw: the four attributes.
    ///
    /// # Errors
    /// [`CardError::SecretNeeded`] before the PIN or 照合番号B was shown; and where nothing came back.
    pub fn attributes_file(&mut self) -> Result<Vec<u8>, CardError> {
        self.object(ef::ATTRIBUTES, 0xFF20)
    }

    /// The four attributes.
    ///
    /// # Errors
    /// As [`TextAttributesApp::attributes_file`], and where it is no such file.
    pub fn attributes(&mut self) -> Result<Attributes, CardError> {
        Ok(Attributes::parse(&self.attributes_file()?)?)
    }

    /// File 0001, raw, with its filler: its digest is taken over all of it. It holds the 個人番号.
    ///
    /// # Errors
    /// [`CardError::SecretNeeded`] before the PIN or 照合番号A was shown; and where nothing came back.
    pub fn individual_number_file(&mut self) -> Result<Zeroizing<Vec<u8>>, CardError> {
        self.0.file(ef::MY_NUMBER, Extent::All)
    }

    /// The 個人番号. Only where the procedure's law needs it.
    ///
    /// # Errors
    /// As [`TextAttributesApp::individual_number_file`], and where it is no such file.
    pub fn individual_number(&mut self) -> Result<IndividualNumber, CardError> {
        Ok(files::individual_number(&self.individual_number_file()?)?)
    }

    /// File 0003, raw: digests of 0001 and 0002, signed.
    ///
    /// # Errors
    /// [`CardError::SecretNeeded`] before any secret was shown; and where nothing came back.
    pub fn proof_record_file(&mut self) -> Result<Vec<u8>, CardError> {
        self.object(ef::INTEGRITY, 0xFF30)
    }

    /// File 0004, raw: the certificate of the key that signed. It needs no secret.
    ///
    /// # Errors
    /// Where nothing came back.
    pub fn key_certificate_file(&mut self) -> Result<Vec<u8>, CardError> {
        self.object(ef::CERTIFICATE, 0x7F21)
    }

    /// Files 0003 and 0004: what proves the attributes.
    ///
    /// # Errors
    /// As [`TextAttributesApp::proof_record_file`].
    pub fn proof(&mut self) -> Result<Proof, CardError> {
        let record = RawFile(self.proof_record_file()?);
        Ok(Proof {
            record,
            certificate: RawFile(self.key_certificate_file()?),
        })
    }

    /// File 0005, raw: basic information. It needs no secret.
    ///
    /// # Errors
    /// Where nothing came back.
    pub fn information_file(&mut self) -> Result<Vec<u8>, CardError> {
        self.object(ef::AP_BASIC_DATA, 0xFF40)
    }

    /// Basic information.
    ///
    /// # Errors
    /// As [`TextAttributesApp::information_file`], and where it is no such file.
    pub fn information(&mut self) -> Result<TextInformation, CardError> {
        Ok(TextInformation::parse(&self.information_file()?)?)
    }

    /// File 0007, raw: the public half of the key with which the card signs challenges here.
    ///
    /// # Errors
    /// As [`TextAttributesApp::proof_record_file`].
    pub fn signed_key_file(&mut self) -> Result<Vec<u8>, CardError> {
        self.object(ef::SIGNED_PUBLIC_KEY, 0xFF50)
    }

    /// Has the card sign a challenge with its own key: a copy of its files could not. It needs no secret.
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
