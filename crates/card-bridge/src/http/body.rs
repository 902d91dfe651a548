//! Bodies of requests and answers, which hold personal data.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Serialize;
use std::time::Duration;
use zeroize::Zeroizing;

use crate::machine::Clock;
use crate::refusal::Refusal;

/// No request is longer.
const MOST: usize = 16 * 1024;

/// No request takes longer.
const LIMIT: Duration = Duration::from_secs(10);

/// The whole body of a request, wiped after use.
pub(super) async fn read(body: Body, clock: &dyn Clock) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    tokio::select! {
        body = Limited::new(body, MOST).collect() => match body {
            Ok(body) => Ok(Zeroizing::new(body.to_bytes().to_vec())),
            Err(error) if error.is::<LengthLimitError>() => Err(Refusal::TooLarge),
            Err(_) => Err(Refusal::Malformed),
        },
        () = clock.sleep(LIMIT) => Err(Refusal::TooSlow),
    }
}

/// Whether a body is of this kind; what follows `;` is not looked at.
pub(super) fn is(headers: &HeaderMap, kind: &str) -> bool {
    let mut kinds = headers
        .get_all(CONTENT_TYPE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let named = kinds.next().and_then(|value| value.split(';').next());
    named.is_some_and(|named| named.trim().eq_ignore_ascii_case(kind)) && kinds.next().is_none()
}

/// An answer in JSON, wiped when it has been sent.
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Response {
    let written = serde_json::to_vec(value).unwrap_or_default();
    let mut response = Response::new(Body::from(Bytes::from_owner(Zeroizing::new(written))));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
