//! A client's signed word that it is itself (RFC 7523 section 3).

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Validation, decode, decode_header};
use madoguchi_model::ids::ApiClientId;
use madoguchi_store::api_keys::ApiKey;
use serde::Deserialize;
use serde_json::Value;

use super::key::ClientKey;

/// An assertion ends at the latest so long after now.
const LONGEST: TimeDelta = TimeDelta::minutes(10);

/// How far the clocks may be apart.
const CLOCKS: TimeDelta = TimeDelta::seconds(60);

/// Longest JWT, bytes.
const LONGEST_JWT: usize = 8 * 1024;

/// What an assertion must say.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub(super) struct Claims {
    iss: String,
    sub: String,
    aud: Value,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    iat: Option<i64>,
    pub(super) jti: String,
}

/// Whom an assertion claims to be from, before anything of it is believed.
pub(super) fn claimed_client(jwt: &str) -> Option<ApiClientId> {
    if jwt.len() > LONGEST_JWT {
        return None;
    }
    let claims = jsonwebtoken::dangerous::insecure_decode::<Claims>(jwt)
        .ok()?
        .claims;
    (claims.iss == claims.sub).then(|| claims.sub.parse().ok())?
}

/// The claims, if one of the keys signed them and they are for us and now; with the key.
pub(super) fn check<'k>(
    jwt: &str,
    client: ApiClientId,
    keys: &'k [ApiKey],
    audiences: &[String],
    now: DateTime<Utc>,
) -> Option<(Claims, &'k ApiKey)> {
    let header = decode_header(jwt).ok()?;
    let named = |key: &&ApiKey| {
        header
            .kid
            .as_ref()
            .is_none_or(|kid| *kid == key.id.to_string() || is_jwk_id(key, kid))
    };
    let good = keys.iter().filter(|key| key.is_good(now));
    good.filter(named).find_map(|key| {
        let public = ClientKey::of(key.public_key.as_ref()?)?;
        if !public.algorithms.contains(&header.alg) {
            return None;
        }
        let mut validation = Validation::new(header.alg);
        validation.algorithms = vec![header.alg];
        // Times and audience are checked below, by the clock that was handed in.
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let claims = decode::<Claims>(jwt, &public.key, &validation).ok()?.claims;
        is_for_us(&claims, client, audiences, now).then_some((claims, key))
    })
}

fn is_jwk_id(key: &ApiKey, kid: &str) -> bool {
    let known = key.public_key.as_ref().and_then(|jwk| jwk.get("kid"));
    known.and_then(Value::as_str) == Some(kid)
}

fn is_for_us(claims: &Claims, client: ApiClientId, audiences: &[String], now: DateTime<Utc>) -> bool {
    let id = client.to_string();
    let at = |seconds: i64| DateTime::from_timestamp(seconds, 0);
    let to_us = |audience: &Value| {
        audience
            .as_str()
            .is_some_and(|named| audiences.iter().any(|ours| ours == named))
    };
    let audience = match &claims.aud {
        Value::Array(all) => all.iter().any(to_us),
        one => to_us(one),
    };
    let ends = at(claims.exp).is_some_and(|exp| now - CLOCKS < exp && exp <= now + LONGEST + CLOCKS);
    let begun = |seconds: Option<i64>| {
        seconds.is_none_or(|seconds| at(seconds).is_some_and(|from| from <= now + CLOCKS))
    };
    claims.iss == id
        && claims.sub == id
        && audience
        && ends
        && begun(claims.nbf)
        && begun(claims.iat)
        && (1..=200).contains(&claims.jti.len())
}

impl Claims {
    /// When the assertion can be forgotten: nobody accepts it any more.
    pub(super) fn forgotten_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        DateTime::from_timestamp(self.exp, 0).unwrap_or(now + LONGEST) + CLOCKS
    }
}
