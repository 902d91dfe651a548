//! Who may answer (RFC 6960 4.2.2.2).

use chrono::{DateTime, Utc};
use der::Tag;

use super::request::key_hash;
use crate::asn1::{Element, Malformed, outer};
use crate::certificate::{Certificate, KeyUsage};
use crate::oid;
use crate::profile::Profile;
use crate::revocation::WhyUnknown;
use crate::verify::within;

/// The most certificates in an answer that are looked at.
const MOST_CERTIFICATES: usize = 8;

/// Who may answer for an issuer, besides the issuer itself and those it certified for it.
#[derive(Clone, Default, Debug)]
pub struct Responders {
    /// Responders that the municipality trusts by its own settings, by their exact certificates.
    pub trusted: Vec<Certificate>,
}

/// How a responder names itself.
pub(super) enum ResponderId<'a> {
    Name(&'a [u8]),
    KeyHash(&'a [u8]),
}

impl<'a> ResponderId<'a> {
    pub(super) fn parse(id: Element<'a>) -> Result<Self, Malformed> {
        if id.is(outer(1)) {
            Ok(Self::Name(id.inner()?.raw))
        } else if id.is(outer(2)) {
            Ok(Self::KeyHash(id.inner()?.octets()?))
        } else {
            Err(id.wrong())
        }
    }

    fn means(&self, certificate: &Certificate) -> bool {
        match self {
            Self::Name(name) => certificate.subject() == *name,
            Self::KeyHash(hash) => key_hash(certificate) == *hash,
        }
    }
}

/// The certificates in an answer.
pub(super) fn certificates(explicit: Option<Element<'_>>) -> Result<Vec<Certificate>, WhyUnknown> {
    let Some(explicit) = explicit else {
        return Ok(Vec::new());
    };
    let all = explicit.inner()?.items(Tag::Sequence)?.all()?;
    if all.len() > MOST_CERTIFICATES {
        return Err(WhyUnknown::Malformed);
    }
    all.iter().map(|one| Ok(Certificate::parse(one.raw)?)).collect()
}

/// Those that the answer may be signed by: by their names, and because they may.
pub(super) fn candidates<'a>(
    id: &ResponderId<'_>,
    issuer: &'a Certificate,
    trusted: &'a Responders,
    came_along: &'a [Certificate],
    profile: &Profile,
    at: DateTime<Utc>,
) -> Result<Vec<&'a Certificate>, WhyUnknown> {
    let delegated = came_along
        .iter()
        .filter(|one| may_answer(one, issuer, profile, at));
    let trusted = trusted.trusted.iter().filter(|one| within(one, at));
    let all = std::iter::once(issuer).chain(trusted).chain(delegated);
    let found: Vec<&Certificate> = all.filter(|one| id.means(one)).collect();
    if found.is_empty() {
        Err(WhyUnknown::NotAuthorised)
    } else {
        Ok(found)
    }
}

/// Whether the issuer itself certified it for answering.
fn may_answer(certificate: &Certificate, issuer: &Certificate, profile: &Profile, at: DateTime<Utc>) -> bool {
    let extensions = certificate.extensions();
    let purposes = extensions.extended_key_usage.as_deref().unwrap_or_default();
    certificate.issuer() == issuer.subject()
        && purposes.contains(&oid::OCSP_SIGNING)
        && !extensions.is_ca
        && extensions.key_usage.is_none_or(KeyUsage::digital_signature)
        && extensions.unknown_critical.is_empty()
        && within(certificate, at)
        && profile.accepts_key(certificate.key())
        && profile.accepts_algorithm(certificate.algorithm())
        && certificate.signed_by(issuer.key())
}
