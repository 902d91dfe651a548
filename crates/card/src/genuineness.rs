//! Whether what was read is what the municipality wrote, and whether the card that gave it is no copy.

use ring::digest::{Algorithm, SHA256, SHA384, SHA512, digest};
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RsaPublicKeyComponents,
};

use crate::files::{Attributes, AuthorityKey, KeyCertificate, ProofRecord, RsaKey, SignedKey};

/// What the proof of the attributes is worth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Genuineness {
    /// The files are as they were signed, and the signing key is certified by an authority that we were given.
    Proven,
    /// The files are as they were signed, but nothing shows whose key signed: anyone could have made them.
    DigestsMatchKeyUnproven,
    /// The files are not as they were signed, or the certificate is not from the authority that it names.
    Altered,
    /// There is no proof, or one of a kind that is not known here.
    NotGiven,
}

/// The files of 券面事項入力補助AP that were read, raw.
#[derive(Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// File 0002.
    pub attributes: &'a [u8],
    /// File 0001 with its filler, where it was read.
    pub individual_number: Option<&'a [u8]>,
    /// File 0003.
    pub record: Option<&'a [u8]>,
    /// File 0004.
    pub certificate: Option<&'a [u8]>,
}

/// Judges the attributes. `authorities` are the keys that municipalities' keys are certified with; they must come from
/// elsewhere than a card.
pub fn genuineness(evidence: &Evidence<'_>, authorities: &[AuthorityKey]) -> Genuineness {
    let (Some(record), Some(certificate)) = (evidence.record, evidence.certificate) else {
        return Genuineness::NotGiven;
    };
    let (Ok(record), Ok(certificate)) = (ProofRecord::parse(record), KeyCertificate::parse(certificate))
    else {
        return Genuineness::Altered;
    };
    let Ok(attributes) = Attributes::digested(evidence.attributes) else {
        return Genuineness::Altered;
    };
    let mut digests = vec![(attributes, &record.attributes_digest)];
    if let Some(number) = evidence.individual_number {
        digests.push((number, &record.individual_number_digest));
    }
    for (bytes, expected) in digests {
        let Some(algorithm) = of_length(expected.len()) else {
            return Genuineness::NotGiven;
        };
        if digest(algorithm, bytes).as_ref() != expected {
            return Genuineness::Altered;
        }
    }
    let Some(key) = &certificate.key else {
        return Genuineness::NotGiven;
    };
    if !verifies(key, &record.signed, &record.signature) {
        return Genuineness::Altered;
    }
    match certified(&certificate, authorities) {
        Some(true) => Genuineness::Proven,
        Some(false) => Genuineness::Altered,
        None => Genuineness::DigestsMatchKeyUnproven,
    }
}

/// What a card's answer to a challenge is worth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ChipProof {
    /// The card holds a key that a certified key signed: it is no copy of another card's files.
    Proven,
    /// It answered with the key of its file, but nothing shows who signed that.
    AnsweredKeyUnproven,
    /// The answer, the signed key or the certificate is wrong.
    Failed,
    /// The key is of a kind that is not known here.
    NotGiven,
}

/// Judges a card's answer to a challenge in 券面事項入力補助AP: `signed_key` is file 0007, `certificate` file 0004.
pub fn chip_proof(
    signed_key: &[u8],
    certificate: &[u8],
    challenge: &[u8],
    answer: &[u8],
    authorities: &[AuthorityKey],
) -> ChipProof {
    let (Ok(signed), Ok(certificate)) = (SignedKey::parse(signed_key), KeyCertificate::parse(certificate))
    else {
        return ChipProof::Failed;
    };
    let (Some(card_key), Some(key)) = (&signed.key, &certificate.key) else {
        return ChipProof::NotGiven;
    };
    if !verifies(key, &signed.signed, &signed.signature) || !verifies(card_key, challenge, answer) {
        return ChipProof::Failed;
    }
    match certified(&certificate, authorities) {
        Some(true) => ChipProof::Proven,
        Some(false) => ChipProof::Failed,
        None => ChipProof::AnsweredKeyUnproven,
    }
}

/// Whether the authority that a certificate names signed it; none where no key of that authority is known.
fn certified(certificate: &KeyCertificate, authorities: &[AuthorityKey]) -> Option<bool> {
    let mut named = authorities
        .iter()
        .filter(|authority| authority.id == certificate.issuer)
        .peekable();
    named.peek()?;
    Some(named.any(|authority| verifies(&authority.key, &certificate.signed, &certificate.signature)))
}

/// RSASSA-PKCS1-v1_5 with a hash of today or of the next card.
fn verifies(key: &RsaKey, message: &[u8], signature: &[u8]) -> bool {
    let key = RsaPublicKeyComponents {
        n: &key.modulus,
        e: &key.exponent,
    };
    [
        &RSA_PKCS1_2048_8192_SHA256,
        &RSA_PKCS1_2048_8192_SHA384,
        &RSA_PKCS1_2048_8192_SHA512,
    ]
    .into_iter()
    .any(|algorithm| key.verify(algorithm, message, signature).is_ok())
}

fn of_length(length: usize) -> Option<&'static Algorithm> {
    [&SHA256, &SHA384, &SHA512]
        .into_iter()
        .find(|algorithm| algorithm.output_len() == length)
}
