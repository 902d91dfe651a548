//! Changes that may be sent twice: `Idempotency-Key`, `If-Match`, and the answer that is kept with the change.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use madoguchi_store::TenantTx;
use madoguchi_store::api_replies::{self, Claim, Reply};
use serde::Serialize;

use super::{ApiError, Client};
use crate::error::PageError;

/// The header of a change that must not be done twice.
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Longest key, in bytes.
const LONGEST_KEY: usize = 200;

/// The `Idempotency-Key` of a request.
pub(crate) struct Key(String);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let key = parts.headers.get(IDEMPOTENCY_KEY);
        let key = key.and_then(|key| key.to_str().ok()).unwrap_or_default().trim();
        let good = (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        if good {
            Ok(Self(key.to_owned()))
        } else {
            Err(ApiError::KeyRequired)
        }
    }
}

/// A change whose answer is not kept as it was given, but made again from what was kept.
pub(crate) enum Begun<'k> {
    /// It is to be done.
    New(Once<'k>),
    /// It was done, and this was kept.
    Kept(Vec<u8>),
}

/// A change that is being done for the first time.
pub(crate) struct Once<'k> {
    key: &'k str,
}

impl Key {
    /// Whether the change is to be done, or was answered before.
    pub(crate) async fn claim<'k>(
        &'k self,
        tx: &mut TenantTx,
        client: &Client,
        sha256: [u8; 32],
    ) -> Result<Result<Once<'k>, Response>, ApiError> {
        Ok(
            match api_replies::claim(tx, client.settings().id, &self.0, sha256).await? {
                Claim::New => Ok(Once { key: &self.0 }),
                Claim::Answered(reply) => Err(respond(&reply)?),
                Claim::OtherRequest => return Err(ApiError::KeyReused),
            },
        )
    }
}

impl Key {
    /// The same for a change whose answer names persons: only what makes the answer again is kept, not the answer.
    pub(crate) async fn claim_to_make_again<'k>(
        &'k self,
        tx: &mut TenantTx,
        client: &Client,
        sha256: [u8; 32],
    ) -> Result<Begun<'k>, ApiError> {
        Ok(
            match api_replies::claim(tx, client.settings().id, &self.0, sha256).await? {
                Claim::New => Begun::New(Once { key: &self.0 }),
                Claim::Answered(reply) => Begun::Kept(reply.body),
                Claim::OtherRequest => return Err(ApiError::KeyReused),
            },
        )
    }
}

/// What a change is answered with.
pub(crate) struct Answer {
    status: StatusCode,
    location: Option<String>,
    version: Option<i32>,
    body: Vec<u8>,
}

impl Answer {
    /// 201 with the path of what was made.
    pub(crate) fn created(location: String, body: &impl Serialize) -> Result<Self, ApiError> {
        Ok(Self {
            status: StatusCode::CREATED,
            location: Some(location),
            ..Self::ok(body)?
        })
    }

    /// 200.
    pub(crate) fn ok(body: &impl Serialize) -> Result<Self, ApiError> {
        Ok(Self {
            status: StatusCode::OK,
            location: None,
            version: None,
            body: serde_json::to_vec(body).map_err(PageError::internal)?,
        })
    }

    /// With the `ETag` of a version.
    pub(crate) fn version(self, version: i32) -> Self {
        Self {
            version: Some(version),
            ..self
        }
    }
}

impl Once<'_> {
    /// Keeps the answer and commits it with the change and the end of its record.
    pub(crate) async fn commit(
        self,
        mut tx: TenantTx,
        client: &Client,
        answer: Answer,
    ) -> Result<Response, ApiError> {
        let reply = Reply {
            status: i16::try_from(answer.status.as_u16()).map_err(PageError::internal)?,
            etag: answer.version.map(etag),
            location: answer.location,
            body: answer.body,
        };
        api_replies::keep(&mut tx, client.settings().id, self.key, &reply).await?;
        client.commit(tx).await?;
        respond(&reply)
    }
}

fn respond(reply: &Reply) -> Result<Response, ApiError> {
    let status = u16::try_from(reply.status)
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok())
        .ok_or_else(|| PageError::internal("a kept answer has no status"))?;
    let mut response = (status, reply.body.clone()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, value) in [(header::ETAG, &reply.etag), (header::LOCATION, &reply.location)] {
        if let Some(value) = value {
            headers.insert(name, HeaderValue::from_str(value).map_err(PageError::internal)?);
        }
    }
    Ok(response)
}

/// The `ETag` of a version.
pub(crate) fn etag(version: i32) -> String {
    format!("\"{version}\"")
}

/// The version that a change says it read.
pub(crate) struct IfMatch(pub(crate) i32);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let value = parts
            .headers
            .get(header::IF_MATCH)
            .ok_or(ApiError::PreconditionRequired)?;
        let text = value.to_str().unwrap_or_default().trim();
        let version = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        // What we never gave cannot be the present version.
        version
            .and_then(|version| version.parse().ok())
            .map(Self)
            .ok_or(ApiError::PreconditionFailed)
    }
}

/// A thing as JSON with its `ETag`; 304 where the client has this version already.
pub(crate) fn with_etag(
    headers: &HeaderMap,
    version: i32,
    body: &impl Serialize,
) -> Result<Response, ApiError> {
    let tag = etag(version);
    let value = HeaderValue::from_str(&tag).map_err(PageError::internal)?;
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok());
    let same = known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag));
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        axum::Json(body).into_response()
    };
    response.headers_mut().insert(header::ETAG, value);
    Ok(response)
}
