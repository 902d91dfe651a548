//! Lists in pages: `limit` and an opaque `cursor` (docs/api-design.md, "Lists").

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{ApiError, Query};

/// As many as fit on a page when nobody says otherwise.
const USUAL: u16 = 50;

/// As many as fit at most.
pub(crate) const MOST: u16 = 200;

/// A place in a list that is ordered by an instant and an id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    pub(crate) at: DateTime<Utc>,
    pub(crate) id: Uuid,
}

/// Which page is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct PageOf {
    /// How many.
    pub(crate) limit: u16,
    /// What comes after this place.
    pub(crate) after: Option<Place>,
}

impl Place {
    /// As the client gets it.
    pub(crate) fn cursor(self) -> String {
        let mut bytes = self.at.timestamp_micros().to_be_bytes().to_vec();
        bytes.extend_from_slice(self.id.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// As the client gives it back; none for what we never gave.
    pub(crate) fn of_cursor(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (at, id) = bytes.split_first_chunk::<8>()?;
        Some(Self {
            at: DateTime::from_timestamp_micros(i64::from_be_bytes(*at))?,
            id: Uuid::from_slice(id).ok()?,
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PageOf {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let query = Query::from_request_parts(parts, state).await?;
        let limit = match query.one("limit")? {
            None => USUAL,
            Some(text) => text
                .parse()
                .ok()
                .filter(|limit| (1..=MOST).contains(limit))
                .ok_or_else(|| ApiError::field("limit", format!("1から{MOST}までの整数にしてください。")))?,
        };
        let after = match query.one("cursor")? {
            None => None,
            Some(text) => Some(
                Place::of_cursor(text)
                    .ok_or_else(|| ApiError::field("cursor", "前の応答の next をそのまま入れてください。"))?,
            ),
        };
        Ok(Self { limit, after })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_as_it_was() {
        let place = Place {
            at: DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(Place::of_cursor(&place.cursor()), Some(place));
        for wrong in ["", "abc", "AAAA", "あ", &place.cursor()[1..]] {
            assert_eq!(Place::of_cursor(wrong), None, "{wrong}");
        }
    }
}
