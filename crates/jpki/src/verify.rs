//! Whether a certificate is genuine, in force and meant for what it is used for. Revocation is asked apart:
//! [`crate::revocation`].

use chrono::{DateTime, Utc};

use crate::anchors::Anchors;
use crate::certificate::Certificate;
use crate::oid;
use crate::profile::{Environment, Profile, Purpose};
use crate::refusal::Refusal;

/// A certificate that was accepted.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a> {
    certificate: &'a Certificate,
    anchor: &'a Certificate,
    environment: Environment,
    purpose: Purpose,
    at: DateTime<Utc>,
}

impl<'a> Verified<'a> {
    /// The certificate.
    pub fn certificate(&self) -> &'a Certificate {
        self.certificate
    }

    /// The anchor that issued it.
    pub fn anchor(&self) -> &'a Certificate {
        self.anchor
    }

    /// SHA-256 of the anchor.
    pub fn anchor_fingerprint(&self) -> [u8; 32] {
        self.anchor.fingerprint()
    }

    /// The environment it belongs to.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// What it was accepted for.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The time it was in force at.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }
}

/// Verifies a certificate (RFC 5280 6.1 for a path of one) for a purpose at a time.
pub fn verify<'a>(
    certificate: &'a Certificate,
    purpose: Purpose,
    anchors: &'a Anchors,
    profile: &Profile,
    at: DateTime<Utc>,
) -> Result<Verified<'a>, Refusal> {
    if !profile.accepts_algorithm(certificate.algorithm()) {
        return Err(Refusal::Algorithm);
    }
    if !profile.accepts_key(certificate.key()) {
        return Err(Refusal::Key);
    }
    let anchor = issuer(certificate, anchors.of(purpose))?;
    if !within(anchor, at) {
        return Err(Refusal::IssuerNotValid);
    }
    if at < certificate.not_before() {
        return Err(Refusal::NotYetValid);
    }
    if at > certificate.not_after() {
        return Err(Refusal::Expired);
    }
    contents(certificate, purpose, profile)?;
    Ok(Verified {
        certificate,
        anchor,
        environment: anchors.environment(),
        purpose,
        at,
    })
}

/// The anchor that signed a certificate. Several share one name: they are told apart by their keys.
fn issuer<'a>(certificate: &Certificate, anchors: &'a [Certificate]) -> Result<&'a Certificate, Refusal> {
    let mut named = anchors
        .iter()
        .filter(|anchor| anchor.subject() == certificate.issuer())
        .peekable();
    if named.peek().is_none() {
        return Err(Refusal::IssuerUnknown);
    }
    let wanted = certificate.extensions().authority_key_id.as_deref();
    let fits = |anchor: &&Certificate| {
        let own = anchor.extensions().subject_key_id.as_deref();
        wanted.is_none() || own.is_none() || wanted == own
    };
    let mut candidates = named.filter(fits).peekable();
    if candidates.peek().is_none() {
        return Err(Refusal::IssuerKeyUnknown);
    }
    candidates
        .find(|anchor| certificate.signed_by(anchor.key()))
        .ok_or(Refusal::Signature)
}

/// Whether a time is in a certificate's validity; first and last instants are.
pub(crate) fn within(certificate: &Certificate, at: DateTime<Utc>) -> bool {
    (certificate.not_before()..=certificate.not_after()).contains(&at)
}

/// What the certificate says of itself.
fn contents(certificate: &Certificate, purpose: Purpose, profile: &Profile) -> Result<(), Refusal> {
    let extensions = certificate.extensions();
    if !extensions.unknown_critical.is_empty() {
        return Err(Refusal::UnknownCriticalExtension);
    }
    if extensions.is_ca {
        return Err(Refusal::IsAuthority);
    }
    let usage = extensions.key_usage.ok_or(Refusal::KeyUsage)?;
    let signs_documents = purpose == Purpose::Signature;
    if !usage.digital_signature()
        || usage.non_repudiation() != signs_documents
        || usage.certificate_sign()
        || usage.crl_sign()
    {
        return Err(Refusal::KeyUsage);
    }
    if let (Purpose::Authentication, Some(purposes)) = (purpose, &extensions.extended_key_usage)
        && !purposes.contains(&oid::CLIENT_AUTH)
    {
        return Err(Refusal::ExtendedKeyUsage);
    }
    // The policies are critical: whoever cannot handle them must refuse. Handled means: the expected one is among them,
    // and none carries a qualifier that is not known (RFC 5280 4.2.1.4).
    if !extensions.policies.contains(&profile.policy(purpose)) || extensions.unknown_policy_qualifier {
        return Err(Refusal::Policy);
    }
    Ok(())
}
