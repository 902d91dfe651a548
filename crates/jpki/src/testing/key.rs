//! RSA keys that follow from a seed.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use rsa::{BoxedUint, Pkcs1v15Sign, PrivateKey};

use crate::algorithm::SignatureAlgorithm;
use crate::oid;
use crate::writer::{algorithm, element, octets, sequence, unsigned};

/// An RSA key. The same seed makes the same key.
#[derive(Clone)]
pub struct Key(PrivateKey);

impl Key {
    /// A key of 2048 bits.
    pub fn new(seed: u64) -> Self {
        Self::of_size(seed, 2048)
    }

    /// A key of so many bits. Less than 1024 cannot be made.
    #[expect(
        clippy::missing_panics_doc,
        reason = "only tests and the virtual card make keys"
    )]
    pub fn of_size(seed: u64, bits: usize) -> Self {
        let mut random = ChaCha20Rng::seed_from_u64(seed);
        let key = PrivateKey::new(&mut random, bits).unwrap_or_else(|error| panic!("an RSA key: {error}"));
        Self(key)
    }

    /// `SubjectPublicKeyInfo`, DER.
    pub fn public_key_info(&self) -> Vec<u8> {
        sequence(&[&algorithm(oid::RSA, true), &bit_string(&self.public_key())])
    }

    /// `RSAPublicKey`, DER.
    pub fn public_key(&self) -> Vec<u8> {
        sequence(&[&unsigned(&self.0.n_bytes()), &unsigned(&self.0.e_bytes())])
    }

    /// `RSAPrivateKey` (RFC 8017 A.1.2), DER, for other programs in tests.
    pub fn private_key(&self) -> Vec<u8> {
        let key = &self.0;
        let bytes = |value: Option<&BoxedUint>| {
            value
                .map(|value| value.to_be_bytes().to_vec())
                .unwrap_or_default()
        };
        let prime = |which: usize| bytes(key.primes().get(which).map(AsRef::as_ref));
        let coefficient = key.crt_coefficient();
        sequence(&[
            &unsigned(&[]),
            &unsigned(&key.n_bytes()),
            &unsigned(&key.e_bytes()),
            &unsigned(&key.d().to_be_bytes()),
            &unsigned(&prime(0)),
            &unsigned(&prime(1)),
            &unsigned(&bytes(key.dp())),
            &unsigned(&bytes(key.dq())),
            &unsigned(&bytes(coefficient.as_ref())),
        ])
    }

    /// The modulus, big-endian.
    pub fn modulus(&self) -> Vec<u8> {
        self.0.n_bytes().to_vec()
    }

    /// Signs a message: PKCS #1 v1.5, SHA-256.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let digest = SignatureAlgorithm::RsaSha256.digest(message);
        let info = sequence(&[&algorithm(oid::SHA256, true), &octets(&digest)]);
        self.sign_digest_info(&info).unwrap_or_default()
    }

    /// Pads what it is handed (PKCS #1 v1.5, block type 1) and signs that, as a card does. None if it is too long.
    pub fn sign_digest_info(&self, info: &[u8]) -> Option<Vec<u8>> {
        self.0.sign(Pkcs1v15Sign::new_unprefixed(), info).ok()
    }

    /// `SIGNED{…}`: the signed part, the algorithm, the signature, and what follows.
    pub(super) fn signed(&self, part: &[u8], rest: &[u8]) -> Vec<u8> {
        let signature = bit_string(&self.sign(part));
        sequence(&[part, &algorithm(oid::SHA256_WITH_RSA, true), &signature, rest])
    }
}

fn bit_string(bytes: &[u8]) -> Vec<u8> {
    element(0x03, &[&[0], bytes])
}
