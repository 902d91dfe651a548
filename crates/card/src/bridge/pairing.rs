//! 照合済みの画面だけが読める: what the server lets one page ask of a bridge, signed.

use ring::rand::SecureRandom;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::base64url;

/// What the signature covers begins with this, so that no other signature of the key can pass for a pairing.
const CONTEXT: &str = "madoguchi-card-pairing-v1.";

/// What a page may ask for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// The four attributes, the face of the card and the dates on it.
    Attributes,
    /// The certificate for user authentication, and its answer to the challenge.
    Authentication,
    /// The 個人番号, sealed to the server's key.
    IndividualNumber,
    /// A signature over the document that the pairing names.
    Signature,
}

/// The document that a pairing lets be signed: the bridge shows its title beside the PIN.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Document {
    /// The title, for example 「住民異動届」.
    pub title: String,
    /// SHA-256 of the bytes of the document, 32 bytes.
    #[serde(with = "base64url")]
    pub sha256: Vec<u8>,
}

/// One page's leave to use the bridge for one case, for a few minutes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pairing {
    /// Its id; the server takes results for it once.
    pub id: Uuid,
    /// The page's origin, for example `https://madoguchi.example.lg.jp`.
    pub origin: String,
    /// The officer who is signed in.
    pub officer: Uuid,
    /// The case.
    pub case: Uuid,
    /// What may be asked for.
    pub may: Vec<Permission>,
    /// 32 random bytes that the card's key for user authentication signs: nobody can answer beforehand.
    #[serde(with = "base64url")]
    pub challenge: Vec<u8>,
    /// The document to be signed, if one is.
    pub document: Option<Document>,
    /// The X25519 public key (32 bytes) that the 個人番号 is sealed to, if it may be read.
    pub seal_to: Option<String>,
    /// From when on, in seconds since 1970.
    pub issued_at: i64,
    /// Until when, in seconds since 1970; not in force in that second.
    pub expires_at: i64,
}

/// Why a token is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PairingError {
    /// It is not a token.
    #[error("not a pairing token")]
    Malformed,
    /// Nobody whom the bridge knows signed it.
    #[error("signed by nobody this bridge knows")]
    UnknownSigner,
    /// It was for another origin.
    #[error("for another page")]
    OtherOrigin,
    /// Its time is over.
    #[error("expired")]
    Expired,
    /// Its time has not come: one of the clocks is wrong.
    #[error("not yet in force")]
    NotYet,
}

/// The server's key that signs pairings: an Ed25519 key pair (RFC 8032) in PKCS#8.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// A new key as a PKCS#8 document. It is a secret: it belongs in a file that only the server can read.
    ///
    /// # Errors
    /// Where there is no randomness to be had.
    pub fn generate(random: &dyn SecureRandom) -> Result<Vec<u8>, ring::error::Unspecified> {
        Ok(Ed25519KeyPair::generate_pkcs8(random)?.as_ref().to_vec())
    }

    /// The key of a PKCS#8 document; none if it holds no such key.
    pub fn from_pkcs8(document: &[u8]) -> Option<Self> {
        Ed25519KeyPair::from_pkcs8(document).ok().map(Self)
    }

    /// What bridges are given.
    pub fn public_key(&self) -> PublicKey {
        PublicKey(base64url::encode(self.0.public_key().as_ref()))
    }

    /// The token of a pairing: `base64url(JSON) "." base64url(signature)`.
    ///
    /// # Errors
    /// Where the pairing cannot be written as JSON.
    pub fn token(&self, pairing: &Pairing) -> Result<String, serde_json::Error> {
        let body = base64url::encode(&serde_json::to_vec(pairing)?);
        let signature = self.0.sign(format!("{CONTEXT}{body}").as_bytes());
        Ok(format!("{body}.{}", base64url::encode(signature.as_ref())))
    }
}

/// The public half of a [`SigningKey`], as base64url.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublicKey(pub String);

impl Pairing {
    /// Reads a token that one of `signers` signed for `origin`, at `now` in seconds since 1970.
    ///
    /// # Errors
    /// See [`PairingError`].
    pub fn read(token: &str, signers: &[PublicKey], origin: &str, now: i64) -> Result<Self, PairingError> {
        let (body, signature) = token.split_once('.').ok_or(PairingError::Malformed)?;
        let signature = base64url::decode(signature).ok_or(PairingError::Malformed)?;
        let signed = format!("{CONTEXT}{body}");
        let known = signers.iter().any(|signer| {
            base64url::decode(&signer.0).is_some_and(|key| {
                UnparsedPublicKey::new(&ED25519, key)
                    .verify(signed.as_bytes(), &signature)
                    .is_ok()
            })
        });
        if !known {
            return Err(PairingError::UnknownSigner);
        }
        let json = base64url::decode(body).ok_or(PairingError::Malformed)?;
        let pairing: Self = serde_json::from_slice(&json).map_err(|_| PairingError::Malformed)?;
        if pairing.origin != origin {
            return Err(PairingError::OtherOrigin);
        }
        if now >= pairing.expires_at {
            return Err(PairingError::Expired);
        }
        if now < pairing.issued_at.saturating_sub(CLOCK_DIFFERENCE) {
            return Err(PairingError::NotYet);
        }
        Ok(pairing)
    }

    /// Whether something may be asked for.
    pub fn allows(&self, permission: Permission) -> bool {
        self.may.contains(&permission)
    }
}

/// How far, in seconds, a terminal's clock may be behind the server's.
const CLOCK_DIFFERENCE: i64 = 120;

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_pkcs8(&SigningKey::generate(&ring::rand::SystemRandom::new()).unwrap()).unwrap()
    }

    fn pairing() -> Pairing {
        Pairing {
            id: Uuid::from_u128(1),
            origin: "https://madoguchi.example".into(),
            officer: Uuid::from_u128(2),
            case: Uuid::from_u128(3),
            may: vec![Permission::Attributes],
            challenge: vec![7; 32],
            document: None,
            seal_to: None,
            issued_at: 1_000,
            expires_at: 1_600,
        }
    }

    #[test]
    fn a_token_is_read_by_who_knows_the_signer() {
        let key = key();
        let token = key.token(&pairing()).unwrap();
        let read = |signers: &[PublicKey], origin, now| Pairing::read(&token, signers, origin, now);
        let signers = [key.public_key()];
        assert_eq!(read(&signers, "https://madoguchi.example", 1_599), Ok(pairing()));
        assert_eq!(read(&signers, "https://madoguchi.example", 880), Ok(pairing()));
        assert_eq!(
            read(&[self::key().public_key()], "https://madoguchi.example", 1_100),
            Err(PairingError::UnknownSigner)
        );
        assert_eq!(
            read(&signers, "https://elsewhere.example", 1_100),
            Err(PairingError::OtherOrigin)
        );
        assert_eq!(
            read(&signers, "https://madoguchi.example", 1_600),
            Err(PairingError::Expired)
        );
        assert_eq!(
            read(&signers, "https://madoguchi.example", 879),
            Err(PairingError::NotYet)
        );
    }

    #[test]
    fn a_changed_token_is_nobodys() {
        let key = key();
        let token = key.token(&pairing()).unwrap();
        let (body, signature) = token.split_once('.').unwrap();
        let json = String::from_utf8(base64url::decode(body).unwrap()).unwrap();
        let wider = json.replace("\"attributes\"", "\"individual_number\"");
        assert_ne!(wider, json);
        let forged = format!("{}.{signature}", base64url::encode(wider.as_bytes()));
        let signers = [key.public_key()];
        let read = |token: &str| Pairing::read(token, &signers, "https://madoguchi.example", 1_100);
        assert_eq!(read(&forged), Err(PairingError::UnknownSigner));
        assert_eq!(read(body), Err(PairingError::Malformed));
        assert_eq!(read(""), Err(PairingError::Malformed));
    }
}
