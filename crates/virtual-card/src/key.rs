//! RSA keys of the card. They are test keys that follow from a seed: the `rsa` crate's private-key operations are not
//! constant in time (RUSTSEC-2023-0071), and nothing here is to be used with a secret that matters.

use std::sync::Arc;

use madoguchi_jpki::testing;
use sha2::{Digest, Sha256};

use crate::tlv;

/// What stands before a SHA-256 digest in a `DigestInfo` (RFC 8017, 9.2, note 1), up to the length of the digest.
const SHA256_ALGORITHM: [u8; 15] = [
    0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
];

/// An RSA key of 2048 bits. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Key(Arc<testing::Key>);

impl Key {
    /// The key that follows from a seed and a name.
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        Self(Arc::new(testing::Key::new(derived(seed, name))))
    }

    /// The key itself, to have a certificate issued for.
    pub(crate) fn inner(&self) -> &testing::Key {
        &self.0
    }

    /// RSASSA-PKCS1-v1_5 over these bytes as they are: a `DigestInfo`, or anything up to 245 bytes. None if there is
    /// nothing, or more.
    pub(crate) fn sign_as_is(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        if bytes.is_empty() {
            return None;
        }
        self.0.sign_digest_info(bytes)
    }

    /// sha256WithRSAEncryption.
    pub(crate) fn sign_sha256(&self, message: &[u8]) -> Option<Vec<u8>> {
        self.sign_as_is(&digest_info(&Sha256::digest(message)))
    }

    /// The public half as the card writes it: exponent (90) and modulus (91).
    pub(crate) fn public_objects(&self) -> Vec<u8> {
        let mut out = tlv::object(0x90, &[0x01, 0x00, 0x01]);
        out.extend(tlv::object(0x91, &self.0.modulus()));
        out
    }
}

/// A number that follows from a seed and a name.
pub(crate) fn derived(seed: u64, name: &str) -> u64 {
    let mut hash = Sha256::new();
    hash.update(seed.to_be_bytes());
    hash.update(name);
    let digest = hash.finalize();
    digest
        .iter()
        .take(8)
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// `DigestInfo` of SHA-256. The card face's is longer: it holds three digests in one.
pub(crate) fn digest_info(digest: &[u8]) -> Vec<u8> {
    let length = |bytes: &[u8]| bytes.len().to_le_bytes()[0];
    let mut body = SHA256_ALGORITHM.to_vec();
    body.extend([0x04, length(digest)]);
    body.extend_from_slice(digest);
    let mut out = vec![0x30];
    if body.len() >= 0x80 {
        out.push(0x81);
    }
    out.push(length(&body));
    out.extend(body);
    out
}
