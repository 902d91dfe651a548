//! What a client proves itself with, as the request has it: exactly one way (RFC 6749 section 2.3).

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use madoguchi_model::ids::ApiClientId;

use super::error::TokenError;
use crate::form_data::FormData;

/// The kind of assertion that is understood.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A client's word for who it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Credentials {
    /// `client_secret_basic` or `client_secret_post`.
    Secret {
        /// `client_id`.
        client: ApiClientId,
        /// The secret.
        secret: String,
    },
    /// `private_key_jwt`. The client is the one the assertion names, and `client_id` where it was sent.
    Assertion {
        /// `client_id`, where it was sent.
        client: Option<ApiClientId>,
        /// The JWT.
        jwt: String,
    },
}

impl Credentials {
    /// Reads them.
    pub(super) fn read(headers: &HeaderMap, form: &FormData) -> Result<Self, TokenError> {
        let basic = headers.get(header::AUTHORIZATION);
        let (in_body, assertion) = (form.has("client_secret"), form.has("client_assertion"));
        if usize::from(basic.is_some()) + usize::from(in_body) + usize::from(assertion) != 1 {
            return Err(TokenError::InvalidClient(
                "client_secret_basic、client_secret_post、private_key_jwt のどれか1つで認証してください。",
            ));
        }
        if let Some(value) = basic {
            let (client, secret) = value
                .to_str()
                .ok()
                .and_then(of_basic)
                .ok_or(TokenError::InvalidClient("Authorization ヘッダーが読めません。"))?;
            return Ok(Self::Secret {
                client: id(&client)?,
                secret,
            });
        }
        if in_body {
            return Ok(Self::Secret {
                client: id(form.raw("client_id"))?,
                secret: form.raw("client_secret").to_owned(),
            });
        }
        if form.raw("client_assertion_type") != JWT_BEARER {
            return Err(TokenError::InvalidRequest(
                "client_assertion_type は urn:ietf:params:oauth:client-assertion-type:jwt-bearer です。",
            ));
        }
        let client = form.has("client_id").then(|| id(form.raw("client_id")));
        Ok(Self::Assertion {
            client: client.transpose()?,
            jwt: form.raw("client_assertion").to_owned(),
        })
    }
}

fn id(text: &str) -> Result<ApiClientId, TokenError> {
    text.parse()
        .map_err(|_| TokenError::InvalidClient("client_id が違います。"))
}

/// Name and secret of `Basic …`; both are form-encoded inside (RFC 6749 section 2.3.1).
fn of_basic(value: &str) -> Option<(String, String)> {
    let (scheme, rest) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    let (client, secret) = text.split_once(':')?;
    Some((decoded(client), decoded(secret)))
}

fn decoded(text: &str) -> String {
    let pair = ["v=", text].concat();
    form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: &str = "0192f0c1-2345-7000-8000-000000000001";

    fn form(pairs: &[(&str, &str)]) -> FormData {
        FormData::from_pairs(
            pairs
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into())),
        )
    }

    fn basic(text: &str) -> HeaderMap {
        let value = format!("Basic {}", STANDARD.encode(text));
        HeaderMap::from_iter([(header::AUTHORIZATION, value.parse().unwrap())])
    }

    #[test]
    fn the_secret_is_read_from_header_or_body() {
        let expected = Credentials::Secret {
            client: CLIENT.parse().unwrap(),
            secret: "a b".into(),
        };
        let header = basic(&format!("{CLIENT}:a%20b"));
        assert_eq!(Credentials::read(&header, &form(&[])).unwrap(), expected);
        let body = form(&[("client_id", CLIENT), ("client_secret", "a b")]);
        assert_eq!(Credentials::read(&HeaderMap::new(), &body).unwrap(), expected);
    }

    #[test]
    fn two_ways_at_once_or_none_are_refused() {
        let body = form(&[("client_id", CLIENT), ("client_secret", "a")]);
        assert!(Credentials::read(&basic(&format!("{CLIENT}:a")), &body).is_err());
        assert!(Credentials::read(&HeaderMap::new(), &form(&[("client_id", CLIENT)])).is_err());
    }

    #[test]
    fn an_assertion_says_its_kind() {
        let wrong = form(&[("client_assertion", "x"), ("client_assertion_type", "jwt")]);
        assert!(Credentials::read(&HeaderMap::new(), &wrong).is_err());
        let right = form(&[("client_assertion", "x"), ("client_assertion_type", JWT_BEARER)]);
        assert!(Credentials::read(&HeaderMap::new(), &right).is_ok());
    }
}
