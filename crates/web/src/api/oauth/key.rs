//! Public keys of clients: a JWK (RFC 7517) or a PEM with a `SubjectPublicKeyInfo`.

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Value, json};

/// The smallest RSA modulus, bytes.
const SMALLEST_RSA: usize = 256;

/// A public key and the algorithms it is good for.
pub(crate) struct ClientKey {
    pub(super) key: DecodingKey,
    pub(super) algorithms: &'static [Algorithm],
}

const RSA: &[Algorithm] = &[Algorithm::RS256, Algorithm::PS256];
const EC: &[Algorithm] = &[Algorithm::ES256];
const ED: &[Algorithm] = &[Algorithm::EdDSA];

/// What is kept of a key that an administrator pasted; the error is for them.
pub(crate) fn read_pasted(text: &str) -> Result<Value, String> {
    let text = text.trim();
    if text.contains("PRIVATE KEY") {
        return Err("これは秘密鍵です。ここには公開鍵だけを貼り付けてください。この秘密鍵は知られたものとして、作り直してください。".into());
    }
    let value = if text.starts_with("-----BEGIN PUBLIC KEY-----") {
        json!({ "pem": text })
    } else {
        let value: Value = serde_json::from_str(text).map_err(|_| {
            "公開鍵が読めません。JWK（JSON）か、「-----BEGIN PUBLIC KEY-----」で始まるPEMを貼り付けてください。".to_owned()
        })?;
        if ["d", "p", "q", "k"]
            .iter()
            .any(|private| value.get(private).is_some())
        {
            return Err("これは秘密の部分を含む鍵です。公開鍵だけを貼り付けてください。この鍵は知られたものとして、作り直してください。".into());
        }
        value
    };
    match ClientKey::of(&value) {
        Some(_) => Ok(value),
        None => Err(
            "この鍵は使えません。RSA 2048ビット以上、P-256、Ed25519 のどれかの公開鍵にしてください。".into(),
        ),
    }
}

impl ClientKey {
    /// A kept key; none for a kind that is not accepted.
    pub(crate) fn of(kept: &Value) -> Option<Self> {
        if let Some(pem) = kept.get("pem") {
            return of_pem(pem.as_str()?);
        }
        let jwk: Jwk = serde_json::from_value(kept.clone()).ok()?;
        let algorithms = match &jwk.algorithm {
            AlgorithmParameters::RSA(rsa) if decoded_length(&rsa.n) >= SMALLEST_RSA => RSA,
            AlgorithmParameters::EllipticCurve(ec) if ec.curve == EllipticCurve::P256 => EC,
            AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => ED,
            _ => return None,
        };
        let key = DecodingKey::from_jwk(&jwk).ok()?;
        Some(Self { key, algorithms })
    }
}

fn of_pem(pem: &str) -> Option<ClientKey> {
    let pem = pem.as_bytes();
    let long_enough = pem.len() > SMALLEST_RSA;
    let rsa = || {
        DecodingKey::from_rsa_pem(pem)
            .ok()
            .filter(|_| long_enough)
            .map(|key| (key, RSA))
    };
    let ec = || DecodingKey::from_ec_pem(pem).ok().map(|key| (key, EC));
    let ed = || DecodingKey::from_ed_pem(pem).ok().map(|key| (key, ED));
    let (key, algorithms) = rsa().or_else(ec).or_else(ed)?;
    Some(ClientKey { key, algorithms })
}

/// Bytes in base64url text.
fn decoded_length(text: &str) -> usize {
    text.len() * 3 / 4
}
