//! Keys made for the tests, and what an issuer of cards would sign with them.

use madoguchi_card::files::{AuthorityKey, KeyId, RsaKey};
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
