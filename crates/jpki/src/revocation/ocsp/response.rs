//! The answer.

use chrono::{DateTime, TimeDelta, Utc};
use der::Tag;

use super::request::{CertificateId, OcspRequest};
use super::responder::{ResponderId, Responders, candidates, certificates};
use crate::algorithm::SignatureAlgorithm;
use crate::asn1::{Element, SignedParts, outer, plain};
use crate::certificate::each;
use crate::oid;
use crate::profile::Profile;
use crate::revocation::{Reason, Status, WhyUnknown, in_window};
use crate::verify::Verified;

/// No answer about one certificate is nearly as large: bytes.
const LARGEST: usize = 64 * 1024;
/// The most certificates an answer may speak of.
const MOST_ANSWERS: usize = 16;

/// What is said, when it was known, and when more will be.
type Judged = (Status, DateTime<Utc>, Option<DateTime<Utc>>);

struct Single {
    status: Status,
    known: bool,
    this_update: DateTime<Utc>,
    next_update: Option<DateTime<Utc>>,
}

impl OcspRequest {
    /// Judges the answer to this question: what is said of the certificate, when the responder knew it to be so, and
    /// when it will know more. `longest` is how long an answer holds that does not say until when.
    pub fn judge(
        &self,
        response: &[u8],
        verified: &Verified<'_>,
        responders: &Responders,
        profile: &Profile,
        longest: TimeDelta,
        at: DateTime<Utc>,
    ) -> Result<Judged, WhyUnknown> {
        if response.len() > LARGEST {
            return Err(WhyUnknown::Malformed);
        }
        let basic = basic(response)?;
        let mut parts = SignedParts::parse(basic, "OCSP response")?;
        let came_along = certificates(parts.rest.tagged(outer(0))?)?;
        parts.rest.end()?;
        let mut data = parts.signed.items(Tag::Sequence)?;
        if let Some(version) = data.tagged(outer(0))?
            && version.inner()?.small()? != 0
        {
            return Err(WhyUnknown::Malformed);
        }
        let id = ResponderId::parse(data.required()?)?;
        let algorithm = SignatureAlgorithm::from_identifier(parts.algorithm)?;
        let algorithm = algorithm
            .filter(|found| profile.algorithms.contains(found))
            .ok_or(WhyUnknown::Signature)?;
        let signers = candidates(&id, verified.anchor(), responders, &came_along, profile, at)?;
        if !signers
            .iter()
            .any(|one| one.key().verifies(algorithm, parts.signed.raw, parts.signature))
        {
            return Err(WhyUnknown::Signature);
        }
        // From here on the responder speaks.
        data.required()?.time()?;
        let answers = data.required()?.items(Tag::Sequence)?.all()?;
        self.check_nonce(data.tagged(outer(1))?)?;
        data.end()?;
        let single = self.own(&answers)?;
        in_window(single.this_update, single.next_update, longest, at)?;
        if !single.known {
            return Err(WhyUnknown::NotKnown);
        }
        Ok((single.status, single.this_update, single.next_update))
    }

    /// The one answer about the certificate that was asked after.
    fn own(&self, answers: &[Element<'_>]) -> Result<Single, WhyUnknown> {
        if answers.len() > MOST_ANSWERS {
            return Err(WhyUnknown::Malformed);
        }
        let mut own = None;
        for answer in answers {
            let mut items = answer.items(Tag::Sequence)?;
            if CertificateId::parse(items.required()?)?.as_ref() != Some(&self.id) {
                continue;
            }
            let (status, known) = status(items.required()?)?;
            let this_update = items.required()?.time()?;
            let next_update = items
                .tagged(outer(0))?
                .map(|time| time.inner()?.time())
                .transpose()?;
            refuse_critical(items.tagged(outer(1))?)?;
            items.end()?;
            let single = Single {
                status,
                known,
                this_update,
                next_update,
            };
            if own.replace(single).is_some() {
                return Err(WhyUnknown::Malformed);
            }
        }
        own.ok_or(WhyUnknown::OtherCertificate)
    }

    fn check_nonce(&self, extensions: Option<Element<'_>>) -> Result<(), WhyUnknown> {
        let mut nonce = None;
        let mut unknown = false;
        each(extensions, |name, critical, value| {
            if name == oid::OCSP_NONCE {
                nonce = Some(Element::parse(value, "nonce")?.octets()?.to_vec());
            } else {
                unknown |= critical;
            }
            Ok(())
        })?;
        if unknown {
            return Err(WhyUnknown::UnknownCriticalExtension);
        }
        match &self.nonce {
            Some(wanted) if nonce.as_deref() != Some(wanted) => Err(WhyUnknown::Nonce),
            _ => Ok(()),
        }
    }
}

/// The `BasicOCSPResponse` of a successful response.
fn basic(response: &[u8]) -> Result<&[u8], WhyUnknown> {
    let mut items = Element::sequence(response, "OCSP response")?;
    let status = items.required()?;
    match (status.tag, status.value) {
        (Tag::Enumerated, [0]) => {}
        (Tag::Enumerated, [3]) => return Err(WhyUnknown::TryLater),
        (Tag::Enumerated, [1 | 2 | 5 | 6]) => return Err(WhyUnknown::Refused),
        _ => return Err(WhyUnknown::Malformed),
    }
    let bytes = items.tagged(outer(0))?.ok_or(WhyUnknown::Malformed)?;
    items.end()?;
    let mut bytes = bytes.inner()?.items(Tag::Sequence)?;
    if bytes.required()?.oid()? != oid::OCSP_BASIC {
        return Err(WhyUnknown::Malformed);
    }
    let basic = bytes.required()?.octets()?;
    bytes.end()?;
    Ok(basic)
}

/// `CertStatus`, and whether the certificate is known.
fn status(element: Element<'_>) -> Result<(Status, bool), WhyUnknown> {
    if element.is(plain(0)) && element.value.is_empty() {
        return Ok((Status::Good, true));
    }
    if element.is(plain(2)) && element.value.is_empty() {
        return Ok((Status::Unknown(WhyUnknown::NotKnown), false));
    }
    let mut items = element.items(outer(1))?;
    let at = items.required()?.time()?;
    let reason = match items.tagged(outer(0))? {
        None => Reason::Unspecified,
        Some(reason) => match reason.inner()? {
            code if code.is(Tag::Enumerated) => match code.value {
                [code] => Reason::from_code(*code),
                _ => return Err(WhyUnknown::Malformed),
            },
            _ => return Err(WhyUnknown::Malformed),
        },
    };
    items.end()?;
    Ok((Status::Revoked { at, reason }, true))
}

fn refuse_critical(extensions: Option<Element<'_>>) -> Result<(), WhyUnknown> {
    let mut unknown = false;
    each(extensions, |_, critical, _| {
        unknown |= critical;
        Ok(())
    })?;
    if unknown {
        Err(WhyUnknown::UnknownCriticalExtension)
    } else {
        Ok(())
    }
}
