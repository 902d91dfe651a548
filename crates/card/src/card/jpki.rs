//! 公的個人認証AP.

use myna_card::ap::jpki::ef;

use super::opened::{Extent, Opened};
use super::{CardError, Tries};
use crate::Transport;
use crate::files::{CertificateAvailability, TokenKind};
use crate::secrets::{Pin, SecretKind, SignaturePin};
use crate::signing::ToSign;

/// 公的個人認証AP, while it is selected.
pub struct JpkiApp<'a, T: Transport>(pub(super) Opened<'a, T>);

/// How a certificate begins.
const SEQUENCE: u32 = 0x30;

impl<T: Transport> JpkiApp<'_, T> {
    /// What answers: a card or a telephone. It needs no secret.
    ///
    /// # Errors
    /// Where nothing came back.
    pub fn token_kind(&mut self) -> Result<TokenKind, CardError> {
        match self.0.file(ef::TOKEN_INFO, Extent::All) {
            Ok(file) => Ok(TokenKind::parse(&file)),
            Err(CardError::Refused(_) | CardError::SecretNeeded) => Ok(TokenKind::Other),
            Err(error) => Err(error),
        }
    }

    /// Which certificates there are; none where the card does not say. It needs no secret.
    ///
    /// # Errors
    /// Where nothing came back.
    pub fn availability(&mut self) -> Result<Option<CertificateAvailability>, CardError> {
        match self.0.file(ef::CERTIFICATE_AVAILABILITY, Extent::All) {
            Ok(file) => Ok(CertificateAvailability::parse(&file)),
            Err(CardError::Refused(_) | CardError::SecretNeeded) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// 利用者証明用電子証明書, DER. It needs no secret on a card; a telephone may ask for the PIN first.
    ///
    /// # Errors
    /// [`CardError::NoCertificate`]; and where nothing came back.
    pub fn authentication_certificate(&mut self) -> Result<Vec<u8>, CardError> {
        self.certificate(ef::AUTH_CERTIFICATE)
    }

    /// 署名用電子証明書, DER: it holds the four attributes.
    ///
    /// # Errors
    /// [`CardError::SecretNeeded`] before the PIN for signatures was shown; [`CardError::NoCertificate`]; and where
    /// nothing came back.
    pub fn signature_certificate(&mut self) -> Result<Vec<u8>, CardError> {
        self.certificate(ef::SIGN_CERTIFICATE)
    }

    /// Shows the PIN of 4 digits (利用者証明用).
    ///
    /// # Errors
    /// [`CardError::WrongSecret`], [`CardError::LastTry`], [`CardError::Blocked`], [`CardError::NoCertificate`]; and
    /// where nothing came back.
    pub fn show_pin(&mut self, pin: &Pin) -> Result<(), CardError> {
        let shown = self
            .0
            .show(ef::AUTH_PIN, SecretKind::AuthenticationPin, pin.bytes());
        self.explained(shown, |found| found.authentication)
    }

    /// Shows the PIN of 6 to 16 letters and digits (署名用).
    ///
    /// # Errors
    /// As [`JpkiApp::show_pin`].
    pub fn show_signature_pin(&mut self, pin: &SignaturePin) -> Result<(), CardError> {
        let shown = self.0.show(ef::SIGN_PIN, SecretKind::SignaturePin, pin.bytes());
        self.explained(shown, |found| found.signature)
    }

    /// How many tries are left of one of the two PINs. It uses none up.
    ///
    /// # Errors
    /// Where nothing came back; [`CardError::SecretNeeded`] for a secret of another application.
    pub fn tries(&mut self, secret: SecretKind) -> Result<Tries, CardError> {
        match secret {
            SecretKind::AuthenticationPin => self.0.tries(ef::AUTH_PIN, secret),
            SecretKind::SignaturePin => self.0.tries(ef::SIGN_PIN, secret),
            _ => Err(CardError::SecretNeeded),
        }
    }

    /// Signs with the key for user authentication, after its PIN was shown.
    ///
    /// # Errors
    /// [`CardError::SecretNeeded`] before that; [`CardError::Algorithm`]; where the card refuses or nothing came back.
    pub fn sign_authentication(&mut self, to_sign: &ToSign) -> Result<Vec<u8>, CardError> {
        self.0.sign(short(ef::AUTH_KEY), to_sign.data()?)
    }

    /// Signs with the key for digital signatures, after its PIN was shown.
    ///
    /// # Errors
    /// As [`JpkiApp::sign_authentication`].
    pub fn sign_document(&mut self, to_sign: &ToSign) -> Result<Vec<u8>, CardError> {
        self.0.sign(short(ef::SIGN_KEY), to_sign.data()?)
    }

    /// Leaves the application, so that the card forgets which secrets it was shown.
    ///
    /// # Errors
    /// Where that cannot be known: then the card must be taken from the reader.
    pub fn finish(self) -> Result<(), CardError> {
        self.0.finish()
    }

    /// A file that holds no certificate, or is not there, is that of a card that was issued without.
    fn certificate(&mut self, file: u16) -> Result<Vec<u8>, CardError> {
        match self.0.file(file, Extent::Object(SEQUENCE)) {
            Ok(bytes) if crate::files::complete(&bytes, SEQUENCE).is_some() => Ok(bytes.to_vec()),
            Ok(_) | Err(CardError::Refused(0x6A82 | 0x6A83 | 0x6A88)) => Err(CardError::NoCertificate),
            Err(error) => Err(error),
        }
    }

    /// Where the card has no PIN to show because it has no certificate, that is what is said.
    fn explained(
        &mut self,
        shown: Result<(), CardError>,
        held: impl Fn(CertificateAvailability) -> bool,
    ) -> Result<(), CardError> {
        match shown {
            Err(CardError::Blocked { .. } | CardError::Refused(_)) => match self.availability()? {
                Some(found) if !held(found) => Err(CardError::NoCertificate),
                _ => shown,
            },
            _ => shown,
        }
    }
}

/// `P2` of a key: its file by its short name.
fn short(file: u16) -> u8 {
    let [_, name] = file.to_be_bytes();
    0x80 | name
}
