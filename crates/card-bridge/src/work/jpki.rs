//! 公的個人認証AP: the certificates and their keys.

use madoguchi_card::bridge::{Failure, FailureCode, Method, PersonalData, RawFile, Signed};
use madoguchi_card::secrets::SecretKind;
use madoguchi_card::{Card, CardError, SignatureAlgorithm, ToSign, Transport, Tries};
use madoguchi_jpki::cms::{DetachedError, detached};

use super::{Job, needed};
use crate::failure::failure;

/// How many tries are left; that there is no certificate is said before that its PIN cannot be shown.
pub(super) fn tries<T: Transport>(card: &mut Card<T>, secret: SecretKind) -> Result<Tries, CardError> {
    let mut jpki = card.jpki()?;
    if let Some(held) = jpki.availability()? {
        let there = match secret {
            SecretKind::SignaturePin => held.signature,
            _ => held.authentication,
        };
        if !there {
            return Err(CardError::NoCertificate);
        }
    }
    jpki.tries(secret)
}

/// The certificate for user authentication and, with its PIN, the answer to the pairing's challenge.
pub(super) fn authenticate<T: Transport>(
    card: &mut Card<T>,
    job: &Job,
    data: &mut PersonalData,
) -> Result<(), Failure> {
    let mut jpki = card.jpki()?;
    data.authentication_certificate = Some(RawFile(jpki.authentication_certificate()?));
    if job.plan.method() == Method::Pin {
        jpki.show_pin(needed(job.secrets.authentication_pin.as_ref())?)?;
        let challenge = ToSign::message(SignatureAlgorithm::RsaSha256, &job.pairing.challenge);
        data.challenge_signature = Some(RawFile(jpki.sign_authentication(&challenge)?));
    }
    jpki.finish()?;
    Ok(())
}

/// The signature over the pairing's document.
pub(super) fn sign<T: Transport>(
    card: &mut Card<T>,
    job: &Job,
    data: &mut PersonalData,
) -> Result<(), Failure> {
    let document = job.pairing.document.as_ref();
    let digest = document.and_then(|document| <&[u8; 32]>::try_from(document.sha256.as_slice()).ok());
    let digest = digest.ok_or_else(|| failure(FailureCode::NotAllowed, None))?;
    let mut jpki = card.jpki()?;
    jpki.show_signature_pin(needed(job.secrets.signature_pin.as_ref())?)?;
    let certificate = jpki.signature_certificate()?;
    let cms = detached(digest, &certificate, job.now, |message| {
        jpki.sign_document(&ToSign::message(SignatureAlgorithm::RsaSha256, message))
    });
    let cms = cms.map_err(|error| match error {
        DetachedError::Signer(error) => Failure::from(error),
        // The card's certificate is none that a signature can name.
        DetachedError::Make(_) => failure(FailureCode::Unreadable, None),
    })?;
    data.signed = Some(Signed { cms: RawFile(cms) });
    jpki.finish()?;
    Ok(())
}
