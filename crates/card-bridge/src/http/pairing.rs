//! The pairing that a request carries.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, ORIGIN};
use axum::http::request::Parts;
use madoguchi_card::bridge::{Pairing, PairingError};

use crate::bridge::Bridge;
use crate::refusal::Refusal;

/// The pairing, read for the origin that the request comes from.
pub(super) struct Paired(pub(super) Pairing);

impl FromRequestParts<Arc<Bridge>> for Paired {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, bridge: &Arc<Bridge>) -> Result<Self, Refusal> {
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let origin = header(ORIGIN).ok_or(Refusal::OriginNotAllowed)?;
        let server = bridge.settings.server(origin).ok_or(Refusal::OriginNotAllowed)?;
        let token = header(AUTHORIZATION)
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or(Refusal::PairingMissing)?;
        let pairing = Pairing::read(token, &server.public_keys, origin, bridge.clock.now());
        pairing.map(Self).map_err(|error| match error {
            PairingError::Malformed | PairingError::UnknownSigner | PairingError::OtherOrigin => {
                Refusal::PairingUnknown
            }
            PairingError::Expired | PairingError::NotYet => Refusal::PairingExpired,
        })
    }
}
