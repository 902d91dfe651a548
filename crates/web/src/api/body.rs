//! JSON bodies, read so that a mistake is told with its place.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::ApiError;
use crate::error::PageError;

/// The body, and the SHA-256 of method, path and body, by which a repetition is known.
pub(crate) struct Sent<T> {
    /// What was sent.
    pub(crate) value: T,
    /// Of method, path and body.
    pub(crate) sha256: [u8; 32],
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, ApiError> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !is_json(kind) {
            return Err(ApiError::MediaType("application/json"));
        }
        let path = request.uri().path().to_owned();
        let (bytes, sha256) = whole(request, &path).await?;
        Ok(Self {
            value: read(&bytes)?,
            sha256,
        })
    }
}

/// The media types of files.
const FILES: [&str; 5] = [
    "application/octet-stream",
    "text/csv",
    "application/zip",
    "application/xml",
    "text/xml",
];

/// A file as the body, and the SHA-256 of method, path with query and body, by which a repetition is known.
pub(crate) struct SentFile {
    /// The file's bytes.
    pub(crate) bytes: Bytes,
    /// Of method, path with query and body.
    pub(crate) sha256: [u8; 32],
}

impl<S: Send + Sync> FromRequest<S> for SentFile {
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, ApiError> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !FILES.iter().any(|file| file.eq_ignore_ascii_case(kind)) {
            return Err(ApiError::MediaType(
                "application/octet-stream、text/csv、application/zip、application/xml のどれか",
            ));
        }
        let place = request.uri().to_string();
        let (bytes, sha256) = whole(request, &place).await?;
        Ok(Self { bytes, sha256 })
    }
}

/// The body's bytes, and what a repetition is known by.
async fn whole(request: Request, place: &str) -> Result<(Bytes, [u8; 32]), ApiError> {
    let mut digest = Sha256::new();
    digest.update(request.method().as_str());
    digest.update([0]);
    digest.update(place);
    digest.update([0]);
    // The guard has already read the body once and checked its size.
    let bytes = axum::body::to_bytes(request.into_body(), usize::MAX)
        .await
        .map_err(|_| PageError::TooLarge)?;
    digest.update(&bytes);
    Ok((bytes, digest.finalize().into()))
}

fn is_json(kind: &str) -> bool {
    let (kind, parameters) = kind.split_once(';').unwrap_or((kind, ""));
    let parameters = parameters.trim().to_ascii_lowercase().replace('"', "");
    kind.trim().eq_ignore_ascii_case("application/json")
        && (parameters.is_empty() || parameters == "charset=utf-8")
}

/// Reads a body.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        let inner = error.into_inner();
        if inner.is_data() {
            ApiError::field(pointer, said(&inner))
        } else {
            not_json(&inner)
        }
    })?;
    reader.end().map_err(|error| not_json(&error))?;
    Ok(value)
}

fn not_json(error: &serde_json::Error) -> ApiError {
    ApiError::BadRequest(format!(
        "本文が JSON として読めません（{}行 {}文字目）。UTF-8 の JSON にしてください。",
        error.line(),
        error.column()
    ))
}

/// What is wrong, without repeating what was sent: it may be somebody's name.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let named = |before: &str| {
        let rest = text.split_once(before)?.1;
        rest.split('`').next().map(str::to_owned)
    };
    if let Some(field) = named("missing field `") {
        return format!("{field} がありません。");
    }
    if text.starts_with("unknown field") {
        let right = text.split_once("expected").map_or("", |(_, right)| right);
        let right = right.split(" at line").next().unwrap_or_default();
        return format!("この項目はありません。使えるのは{right}です。");
    }
    if text.starts_with("unknown variant") {
        let right = text.split_once("expected").map_or("", |(_, right)| right);
        let right = right.split(" at line").next().unwrap_or_default();
        return format!("決められた値ではありません。使えるのは{right}です。");
    }
    "値の型か書き方が違います。/api/v1/openapi.json の定義を確かめてください。".to_owned()
}

/// A JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => String::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Outer {
        list: Vec<Inner>,
    }

    #[derive(Deserialize, Debug)]
    #[expect(dead_code, reason = "only read")]
    struct Inner {
        number: u8,
    }

    fn fails(text: &str) -> ApiError {
        read::<Outer>(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let ApiError::Invalid(errors) = fails(r#"{"list": [{"number": 1}, {"number": "山田"}]}"#) else {
            panic!("it is JSON");
        };
        assert_eq!(errors[0].pointer, "/list/1/number");
        assert!(!errors[0].message.contains("山田"));
        let ApiError::Invalid(errors) = fails(r#"{"list": [{}]}"#) else {
            panic!("it is JSON");
        };
        assert_eq!(errors[0].message, "number がありません。");
        assert!(matches!(
            fails(r#"{"list": [], "more": 1}"#),
            ApiError::Invalid(_)
        ));
    }

    #[test]
    fn what_is_no_json_is_a_bad_request() {
        for text in ["", "{", "[] []", "{\"list\": [}"] {
            assert!(
                matches!(fails(text), ApiError::BadRequest(_) | ApiError::Invalid(_)),
                "{text}"
            );
        }
        assert!(matches!(fails("{\"list\": []} x"), ApiError::BadRequest(_)));
    }

    #[test]
    fn json_is_utf_8() {
        assert!(is_json("application/json"));
        assert!(is_json("application/json; charset=UTF-8"));
        for wrong in ["", "text/plain", "application/json; charset=shift_jis"] {
            assert!(!is_json(wrong), "{wrong}");
        }
    }
}
