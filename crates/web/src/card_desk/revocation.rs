//! Whether a certificate is revoked: asked over the network, remembered while the answer holds.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_jpki::revocation::{
    Cached, Evidence, Fetch, FetchError, InOrder, OcspSource, RevocationSource, Source, Status,
};
use madoguchi_jpki::{Profile, Verified};
use madoguchi_model::card_reading::CertificateStatus;

use crate::page::time;

/// How long a responder is waited for. An officer and a resident are waiting too.
const PATIENCE: Duration = Duration::from_secs(5);

/// The largest answer, bytes.
const LARGEST_ANSWER: u64 = 256 * 1024;

/// For how many certificates answers are remembered.
const REMEMBERED: usize = 10_000;

/// How long an answer is remembered at most: a certificate may be revoked at any moment.
const LONGEST: TimeDelta = TimeDelta::minutes(10);

/// Who is asked. Cheap to clone.
#[derive(Clone)]
pub struct Revocation(Arc<dyn RevocationSource>);

/// What was answered, in the officer's words.
pub(super) struct Asked {
    pub(super) status: CertificateStatus,
    pub(super) reason: String,
    pub(super) source: String,
    pub(super) raw: Option<Vec<u8>>,
}

impl Revocation {
    /// Asks an OCSP responder (RFC 6960) by HTTP, over the municipality's own network.
    pub fn ocsp(address: &str, profile: Profile) -> Self {
        let source = OcspSource::new(Http::new(), Some(address.to_owned()), profile);
        Self::new(Cached::new(source, REMEMBERED, LONGEST))
    }

    /// Asks nobody: it is always unknown whether a certificate is revoked.
    pub fn nobody() -> Self {
        Self::new(InOrder(Vec::new()))
    }

    /// Asks something else.
    pub fn new(source: impl RevocationSource + 'static) -> Self {
        Self(Arc::new(source))
    }

    pub(super) fn ask(&self, verified: &Verified<'_>, now: DateTime<Utc>) -> Asked {
        let Evidence {
            status, source, raw, ..
        } = self.0.check(verified, now);
        let (status, reason) = match status {
            Status::Good => (CertificateStatus::Good, String::new()),
            Status::Revoked { at, .. } => (
                CertificateStatus::Revoked,
                format!("{}に失効しています。", time::day_and_clock(at)),
            ),
            Status::Unknown(why) => (CertificateStatus::Unknown, why.message().to_owned()),
        };
        Asked {
            status,
            reason,
            source: match source {
                Source::Ocsp(_) => "OCSP".into(),
                Source::List => "失効リスト".into(),
                Source::Nobody => String::new(),
            },
            raw: (!raw.is_empty()).then(|| raw.to_vec()),
        }
    }
}

/// HTTP, without TLS: OCSP answers are signed, and go over networks of the administration's own.
struct Http(ureq::Agent);

impl Http {
    fn new() -> Self {
        let settings = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .proxy(None)
            .build();
        Self(settings.into())
    }
}

impl Fetch for Http {
    fn post(&self, address: &str, content_type: &str, body: &[u8]) -> Result<Vec<u8>, FetchError> {
        let answer = self
            .0
            .post(address)
            .header("Content-Type", content_type)
            .send(body);
        let mut answer = answer.map_err(|error| match error {
            ureq::Error::Timeout(_) => FetchError::Timeout,
            ureq::Error::StatusCode(status) => FetchError::Status(status),
            _ => FetchError::Unreachable,
        })?;
        let status = answer.status().as_u16();
        if status != 200 {
            return Err(FetchError::Status(status));
        }
        let read = answer
            .body_mut()
            .with_config()
            .limit(LARGEST_ANSWER)
            .read_to_vec();
        read.map_err(|error| match error {
            ureq::Error::Timeout(_) => FetchError::Timeout,
            _ => FetchError::Unreachable,
        })
    }
}
