//! The face of the card: its signature, and the key in it with which the card answers challenges.

use ring::digest::{SHA256, digest};

use super::rsa::{verifies, verifies_digest_info};
use super::{ChipProof, Genuineness, answered, standing};
use crate::files::{AuthorityKey, Face, KeyCertificate};

/// Judges the face: `face` is file 0002 of 券面事項確認AP, `certificate` its file 0004. Expiry and security code are not
/// signed, so that nothing proves them.
pub fn face_genuineness(face: &[u8], certificate: &[u8], authorities: &[AuthorityKey]) -> Genuineness {
    let (Ok(face), Ok(certificate)) = (Face::parse(face), KeyCertificate::parse(certificate)) else {
        return Genuineness::Altered;
    };
    if certificate.key.is_none() {
        return Genuineness::NotGiven;
    }
    standing(signed(&face, &certificate), &certificate, authorities)
}

/// Judges a card's answer to a challenge in 券面事項確認AP. The key that answers is signed together with the birth date
/// and the pictures: what is proven is that this chip belongs to this face.
pub fn face_chip_proof(
    face: &[u8],
    certificate: &[u8],
    challenge: &[u8],
    answer: &[u8],
    authorities: &[AuthorityKey],
) -> ChipProof {
    let (Ok(face), Ok(certificate)) = (Face::parse(face), KeyCertificate::parse(certificate)) else {
        return ChipProof::Failed;
    };
    if certificate.key.is_none() {
        return ChipProof::NotGiven;
    }
    let standing = standing(signed(&face, &certificate), &certificate, authorities);
    answered(standing, verifies(&face.card_key, challenge, answer))
}

/// Three digests in one `DigestInfo`: a terminal could be given the first part alone, and the digests of the others.
fn signed(face: &Face, certificate: &KeyCertificate) -> bool {
    const HEAD: &[u8] = b"\x30\x71\x30\x0D\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x60";
    let mut digest_info = HEAD.to_vec();
    for part in &face.signed {
        digest_info.extend_from_slice(digest(&SHA256, part).as_ref());
    }
    certificate
        .key
        .as_ref()
        .is_some_and(|key| verifies_digest_info(key, &digest_info, &face.signature))
}
