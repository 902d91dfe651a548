//! OCSP (RFC 6960): one certificate is asked after.

mod request;
mod responder;
mod response;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Evidence, Fetch, FetchError, RevocationSource, Source, WhyUnknown};
use crate::profile::Profile;
use crate::verify::Verified;

pub use request::{IdHash, Nonce, OcspRequest};
pub use responder::Responders;

/// An OCSP responder as a source of revocation.
pub struct OcspSource<F> {
    /// The way to the network.
    pub fetch: F,
    /// The responder's address; none to take the one in the certificate.
    pub address: Option<String>,
    /// Makes a fresh nonce for each question; none to ask without, as responders that answer in advance want it.
    pub nonces: Option<Box<dyn Fn() -> Nonce + Send + Sync>>,
    /// The digest that names the certificate.
    pub id_hash: IdHash,
    /// Who may sign.
    pub responders: Responders,
    /// Which keys and algorithms are accepted.
    pub profile: Profile,
    /// How long an answer holds that does not say until when.
    pub longest: TimeDelta,
}

impl<F> OcspSource<F> {
    /// A responder at this address, or at the one in the certificate; asked without nonce, answered by the certificate's
    /// issuer or whom it certified; an answer without an end holds for an hour.
    pub fn new(fetch: F, address: Option<String>, profile: Profile) -> Self {
        Self {
            fetch,
            address,
            nonces: None,
            id_hash: IdHash::Sha1,
            responders: Responders::default(),
            profile,
            longest: TimeDelta::hours(1),
        }
    }
}

impl<F: Fetch> RevocationSource for OcspSource<F> {
    fn check(&self, verified: &Verified<'_>, at: DateTime<Utc>) -> Evidence {
        let in_certificate = || {
            verified
                .certificate()
                .extensions()
                .ocsp_addresses
                .first()
                .cloned()
        };
        let Some(address) = self.address.clone().or_else(in_certificate) else {
            return Evidence::unknown(WhyUnknown::NoSource, Source::Nobody, at, &[]);
        };
        let nonce = self.nonces.as_ref().map(|make| make());
        let request = OcspRequest::new(verified, self.id_hash, nonce);
        let answer = self
            .fetch
            .post(&address, "application/ocsp-request", request.der());
        let source = Source::Ocsp(address);
        let response = match answer {
            Ok(response) => response,
            Err(FetchError::Timeout) => return Evidence::unknown(WhyUnknown::Silent, source, at, &[]),
            Err(_) => return Evidence::unknown(WhyUnknown::Unreachable, source, at, &[]),
        };
        let judged = request.judge(
            &response,
            verified,
            &self.responders,
            &self.profile,
            self.longest,
            at,
        );
        match judged {
            Ok((status, this_update, next_update)) => Evidence {
                status,
                source,
                checked_at: at,
                this_update: Some(this_update),
                next_update,
                raw: response.into(),
            },
            Err(why) => Evidence::unknown(why, source, at, &response),
        }
    }
}
