//! Keys made for the tests, and what an issuer of cards would sign with them.

use madoguchi_card::files::{AuthorityKey, KeyId, RsaKey};
use num_bigint::BigUint;
use ring::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};

use super::files::short;
use super::fixture;

/// One of `authority`, `issuer` and `chip`.
pub(crate) fn key(name: &str) -> RsaKeyPair {
    RsaKeyPair::from_pkcs8(&fixture(&format!("made/{name}.pk8"))).expect("a key")
}

pub(crate) fn sign(key: &RsaKeyPair, message: &[u8]) -> Vec<u8> {
    let mut signature = vec![0; key.public().modulus_len()];
    let random = ring::rand::SystemRandom::new();
    key.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
        .expect("signed");
    signature
}

pub(crate) fn public(key: &RsaKeyPair) -> RsaKey {
    let public = ring::rsa::PublicKeyComponents::<Vec<u8>>::from(key.public_key());
    RsaKey {
        modulus: public.n,
        exponent: public.e,
    }
}

/// A public key as the card writes it.
fn written(key: &RsaKeyPair) -> Vec<u8> {
    let RsaKey { modulus, exponent } = public(key);
    [short(0x90, &exponent), short(0x91, &modulus)].concat()
}

const AUTHORITY: KeyId = KeyId(*b"9000033\x08\x05001\0\0\0\0");

pub(crate) fn authority() -> AuthorityKey {
    AuthorityKey {
        id: AUTHORITY,
        key: public(&key("authority")),
    }
}

/// A file 0004: the authority certifies the issuer.
pub(crate) fn certificate() -> Vec<u8> {
    let body = [
        &AUTHORITY.0[..],
        b"1322131\x08\x05000\0\0\0\0",
        &written(&key("issuer")),
    ]
    .concat();
    let signature = sign(&key("authority"), &body);
    short(
        0x7F21,
        &[short(0x5F4E, &body), short(0x5F37, &signature)].concat(),
    )
}

/// A file 0003: the issuer signs the digests of two files.
pub(crate) fn record(individual_number: &[u8], digested_attributes: &[u8]) -> Vec<u8> {
    let digest = |bytes| ring::digest::digest(&ring::digest::SHA256, bytes);
    let number = short(0xDF31, digest(individual_number).as_ref());
    let signed = [number, short(0xDF32, digest(digested_attributes).as_ref())].concat();
    let signature = sign(&key("issuer"), &signed);
    short(0xFF30, &[signed, short(0xDF33, &signature)].concat())
}

/// A file 0007: the issuer signs the key of the chip.
pub(crate) fn signed_key() -> Vec<u8> {
    let signed = short(0xDF51, &written(&key("chip")));
    let signature = sign(&key("issuer"), &signed);
    short(0xFF50, &[signed, short(0xDF52, &signature)].concat())
}

/// A file 0002 of 券面事項確認AP: the issuer signs the face, with the key of the chip in it.
pub(crate) fn face(photo: &[u8]) -> Vec<u8> {
    let picture = b"\x89PNG\r\n\x1A\n";
    let parts = [
        [
            short(0xDF22, b"19800217"),
            short(0xDF23, b"1"),
            short(0xDF24, &written(&key("chip"))),
        ]
        .concat(),
        [short(0xDF25, picture), short(0xDF26, picture)].concat(),
        short(0xDF27, photo),
    ];
    let digests = parts.iter().flat_map(|part| {
        ring::digest::digest(&ring::digest::SHA256, part)
            .as_ref()
            .to_vec()
    });
    let algorithm = b"\x30\x71\x30\x0D\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x60";
    let digest_info: Vec<u8> = algorithm.iter().copied().chain(digests).collect();
    let signature = sign_digest_info(&digest_info);
    let after = [
        short(0xDF28, &signature),
        short(0xDF29, b"20350217"),
        short(0xDF2A, picture),
    ]
    .concat();
    short(0xFF20, &[short(0xDF21, &[0; 18]), parts.concat(), after].concat())
}

/// RSASSA-PKCS1-v1_5 of the issuer over a `DigestInfo` that no library makes, from the numbers of its key.
fn sign_digest_info(digest_info: &[u8]) -> Vec<u8> {
    let key = fixture("made/issuer.pk8");
    // RFC 5958 and RFC 8017: modulus, public and private exponent stand after heads of 33 bytes in all.
    let (modulus, rest) = integer(&key[33..]);
    let (_, rest) = integer(rest);
    let (exponent, _) = integer(rest);
    let padding = vec![0xFF; 256 - 3 - digest_info.len()];
    let block = [&[0x00, 0x01], &padding[..], &[0x00], digest_info].concat();
    let signature = BigUint::from_bytes_be(&block)
        .modpow(&exponent, &modulus)
        .to_bytes_be();
    [vec![0; 256 - signature.len()], signature].concat()
}

/// An INTEGER, and what follows it.
fn integer(bytes: &[u8]) -> (BigUint, &[u8]) {
    assert_eq!(bytes[0], 0x02);
    let (head, length) = match bytes[1] {
        0x82 => (4, usize::from(u16::from_be_bytes([bytes[2], bytes[3]]))),
        length => (2, usize::from(length)),
    };
    (
        BigUint::from_bytes_be(&bytes[head..head + length]),
        &bytes[head + length..],
    )
}
