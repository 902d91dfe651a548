//! Signatures of Standard Webhooks: HMAC-SHA256 over id, time and body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use ring::hmac;
use thiserror::Error;

use super::Secret;

/// How far the time of a message may lie from the receiver's clock, before or after.
pub const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// The three headers of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Headers {
    /// `webhook-id`: the same however often the message is sent.
    pub id: String,
    /// `webhook-timestamp`: seconds since 1970, of this attempt.
    pub timestamp: String,
    /// `webhook-signature`: one `v1,…` for each secret, parted by a space.
    pub signature: String,
}

/// Why a message is not to be believed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum VerifyError {
    /// The time is no time.
    #[error("webhook-timestamp が読めません")]
    Timestamp,
    /// It was signed too long ago (somebody sends it again), or in the future.
    #[error("webhook-timestamp が古いか、先の時刻です")]
    Stale,
    /// No signature of it was made with one of the secrets.
    #[error("署名が合いません")]
    Signature,
}

/// Signs a message with each secret; while a secret is being changed there are two.
#[must_use]
pub fn sign(secrets: &[Secret], id: &str, at: DateTime<Utc>, body: &[u8]) -> Headers {
    let timestamp = at.timestamp().to_string();
    let signatures: Vec<String> = secrets
        .iter()
        .map(|secret| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret.bytes());
            format!(
                "v1,{}",
                STANDARD.encode(hmac::sign(&key, &signed(id, &timestamp, body)))
            )
        })
        .collect();
    Headers {
        id: id.to_owned(),
        timestamp,
        signature: signatures.join(" "),
    }
}

/// Checks a message as a receiver does. Who has seen the id already must not do again what it asks for.
pub fn verify(
    secrets: &[Secret],
    headers: &Headers,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), VerifyError> {
    let seconds: i64 = headers.timestamp.parse().map_err(|_| VerifyError::Timestamp)?;
    let at = DateTime::from_timestamp(seconds, 0).ok_or(VerifyError::Timestamp)?;
    if (now - at).abs() > TOLERANCE {
        return Err(VerifyError::Stale);
    }
    let message = signed(&headers.id, &headers.timestamp, body);
    let given = headers
        .signature
        .split(' ')
        .filter_map(|one| one.strip_prefix("v1,"));
    for signature in given.filter_map(|one| STANDARD.decode(one).ok()) {
        for secret in secrets {
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret.bytes());
            // Compares in constant time.
            if hmac::verify(&key, &message, &signature).is_ok() {
                return Ok(());
            }
        }
    }
    Err(VerifyError::Signature)
}

fn signed(id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    let mut message = format!("{id}.{timestamp}.").into_bytes();
    message.extend_from_slice(body);
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn the_published_example_is_signed_alike() {
        let secret = Secret::parse(SECRET).unwrap();
        let body = br#"{"test": 2432232314}"#;
        let headers = sign(&[secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", at(1_614_265_330), body);
        assert_eq!(
            headers.signature,
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn forged_altered_and_replayed_messages_are_refused() {
        let (old, new) = (
            Secret::parse(SECRET).unwrap(),
            Secret::parse(&format!("whsec_{}", "AAAA".repeat(8))).unwrap(),
        );
        let now = at(1_000_000);
        let both = sign(&[old.clone(), new.clone()], "id", now, b"body");
        let check =
            |secrets: &[Secret], headers: &Headers, body: &[u8], now| verify(secrets, headers, body, now);
        assert_eq!(check(std::slice::from_ref(&old), &both, b"body", now), Ok(()));
        assert_eq!(
            check(std::slice::from_ref(&new), &both, b"body", now),
            Ok(()),
            "while the secret is changed"
        );
        assert_eq!(
            check(std::slice::from_ref(&old), &both, b"bodY", now),
            Err(VerifyError::Signature)
        );
        let other_id = Headers {
            id: "other".into(),
            ..both.clone()
        };
        assert_eq!(
            check(std::slice::from_ref(&old), &other_id, b"body", now),
            Err(VerifyError::Signature)
        );
        let later = Headers {
            timestamp: "1000001".into(),
            ..both.clone()
        };
        assert_eq!(
            check(std::slice::from_ref(&old), &later, b"body", now),
            Err(VerifyError::Signature)
        );
        let forged = sign(&[new], "id", now, b"body");
        assert_eq!(
            check(std::slice::from_ref(&old), &forged, b"body", now),
            Err(VerifyError::Signature)
        );
        for moved in [TimeDelta::seconds(301), TimeDelta::seconds(-301)] {
            assert_eq!(
                check(std::slice::from_ref(&old), &both, b"body", now + moved),
                Err(VerifyError::Stale)
            );
        }
        assert_eq!(
            check(std::slice::from_ref(&old), &both, b"body", now + TOLERANCE),
            Ok(())
        );
        for wrong in ["", "v1,", "v2,g0hM", "v1,!!", "g0hM9SsE"] {
            let headers = Headers {
                signature: wrong.into(),
                ..both.clone()
            };
            assert_eq!(
                check(std::slice::from_ref(&old), &headers, b"body", now),
                Err(VerifyError::Signature)
            );
        }
    }

    #[test]
    fn a_secret_that_is_short_is_none() {
        for text in ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] {
            assert!(Secret::parse(text).is_err());
        }
        assert_eq!(format!("{:?}", Secret::parse(SECRET).unwrap()), "Secret(…)");
    }
}
