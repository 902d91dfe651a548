//! RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2.2).

use num_bigint::BigUint;
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RsaPublicKeyComponents,
};

use crate::files::RsaKey;

/// Whether a key signed a message, with a hash of today or of the next card.
pub(super) fn verifies(key: &RsaKey, message: &[u8], signature: &[u8]) -> bool {
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

/// Sizes of modulus, in bytes, that are taken: 2048 to 8192 bits.
const SIZES: std::ops::RangeInclusive<usize> = 256..=1024;

/// Whether a key signed exactly this `DigestInfo`. The face of a card is signed over three digests in one, which no
/// library takes as one message; the whole padded block is made and compared, so that nothing can hide in it.
pub(super) fn verifies_digest_info(key: &RsaKey, digest_info: &[u8], signature: &[u8]) -> bool {
    let size = key.modulus.len();
    // An exponent as long as those that ring takes: longer ones only cost time.
    if !SIZES.contains(&size) || signature.len() != size || key.exponent.len() > 4 {
        return false;
    }
    let Some(padding) = size
        .checked_sub(digest_info.len() + 3)
        .filter(|padding| *padding >= 8)
    else {
        return false;
    };
    let expected = [&[0x00, 0x01], &*vec![0xFF; padding], &[0x00], digest_info].concat();
    let modulus = BigUint::from_bytes_be(&key.modulus);
    let signature = BigUint::from_bytes_be(signature);
    // RFC 8017, section 5.2.2: the number is one below the modulus.
    signature < modulus
        && signature.modpow(&BigUint::from_bytes_be(&key.exponent), &modulus)
            == BigUint::from_bytes_be(&expected)
}
