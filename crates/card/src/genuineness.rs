//! Whether what was read is what the municipality wrote, and whether the card that gave it is no copy.

mod face;
mod rsa;

use ring::digest::{Algorithm, SHA256, SHA384, SHA512, digest};

pub use face::{face_chip_proof, face_genuineness};
use rsa::verifies;

use crate::files::{Attributes, AuthorityKey, KeyCertificate, ProofRecord, SignedKey};

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
    standing(
        verifies(key, &record.signed, &record.signature),
        &certificate,
        authorities,
    )
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
    let standing = standing(
        verifies(key, &signed.signed, &signed.signature),
        &certificate,
        authorities,
    );
    answered(standing, verifies(card_key, challenge, answer))
}

/// What a signature with a certified key is worth, given whether it is one.
fn standing(signed: bool, certificate: &KeyCertificate, authorities: &[AuthorityKey]) -> Genuineness {
    if !signed {
        return Genuineness::Altered;
    }
    let mut named = authorities
        .iter()
        .filter(|authority| authority.id == certificate.issuer)
        .peekable();
    if named.peek().is_none() {
        return Genuineness::DigestsMatchKeyUnproven;
    }
    // Two keys may share an id while one replaces the other.
    if named.any(|authority| verifies(&authority.key, &certificate.signed, &certificate.signature)) {
        Genuineness::Proven
    } else {
        Genuineness::Altered
    }
}

/// What an answer is worth, given what the card's key is worth and whether that key answered.
fn answered(key: Genuineness, answers: bool) -> ChipProof {
    match key {
        Genuineness::Proven if answers => ChipProof::Proven,
        Genuineness::DigestsMatchKeyUnproven if answers => ChipProof::AnsweredKeyUnproven,
        _ => ChipProof::Failed,
    }
}

fn of_length(length: usize) -> Option<&'static Algorithm> {
    [&SHA256, &SHA384, &SHA512]
        .into_iter()
        .find(|algorithm| algorithm.output_len() == length)
}
