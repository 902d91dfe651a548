//! An OCSP responder.

use chrono::{DateTime, Utc};
use der::Tag;

use super::authority::Authority;
use super::extension::extension;
use super::key::Key;
use crate::asn1::{Element, Malformed, outer};
use crate::oid;
use crate::writer::{element, generalized_time, octets, oid as write_oid, sequence};

/// What is said of the certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnswerStatus {
    /// It is not revoked.
    Good,
    /// It is, since when and why (RFC 5280 5.3.1).
    Revoked(DateTime<Utc>, Option<u8>),
    /// The responder does not know it.
    Unknown,
}

/// Who signs the answer.
#[derive(Clone)]
pub enum Responder {
    /// The authority itself.
    Issuer,
    /// Another key, with the certificate (DER) that goes along.
    Delegated(Box<Key>, Vec<u8>),
}

/// What an answer shall say.
#[derive(Clone)]
pub struct Answer {
    /// `OCSPResponseStatus`: 0 successful, 3 tryLater, …; any but 0 goes without the rest.
    pub response_status: u8,
    /// What is said of the certificate.
    pub status: AnswerStatus,
    /// When this was known to be so.
    pub this_update: DateTime<Utc>,
    /// When more will be known; none to leave it out.
    pub next_update: Option<DateTime<Utc>>,
    /// Whether the question's nonce comes back.
    pub with_nonce: bool,
    /// This nonce in its place.
    pub other_nonce: Option<Vec<u8>>,
    /// This certificate identifier (DER) in the place of the question's.
    pub other_id: Option<Vec<u8>>,
    /// Who signs.
    pub responder: Responder,
    /// More extensions of the answer: critical or not.
    pub unknown_extension: Option<bool>,
}

impl Answer {
    /// A good one by the authority itself.
    pub fn new(status: AnswerStatus, this_update: DateTime<Utc>, next_update: DateTime<Utc>) -> Self {
        Self {
            response_status: 0,
            status,
            this_update,
            next_update: Some(next_update),
            with_nonce: true,
            other_nonce: None,
            other_id: None,
            responder: Responder::Issuer,
            unknown_extension: None,
        }
    }
}

/// What a question asks: the certificate identifier (DER), its serial number (big-endian) and the nonce.
pub(super) struct Question<'a> {
    pub(super) id: &'a [u8],
    pub(super) serial: &'a [u8],
    pub(super) nonce: Option<Vec<u8>>,
}

impl<'a> Question<'a> {
    fn parse(der: &'a [u8]) -> Result<Self, Malformed> {
        let mut request = Element::sequence(der, "OCSP request")?;
        let mut items = request.required()?.items(Tag::Sequence)?;
        let mut list = items.required()?.items(Tag::Sequence)?;
        let id = list.required()?.items(Tag::Sequence)?.required()?;
        let parts = id.items(Tag::Sequence)?.all()?;
        let serial = parts.last().ok_or(Malformed("OCSP request"))?.unsigned()?;
        let mut nonce = None;
        crate::certificate::each(items.tagged(outer(2))?, |name, _, value| {
            if name == oid::OCSP_NONCE {
                nonce = Some(value.to_vec());
            }
            Ok(())
        })?;
        Ok(Self {
            id: id.raw,
            serial,
            nonce,
        })
    }
}

impl Authority {
    /// The serial number, big-endian, that an OCSP request asks after.
    pub fn asked_serial(request: &[u8]) -> Result<Vec<u8>, Malformed> {
        Ok(Question::parse(request)?.serial.to_vec())
    }

    /// Answers an OCSP request (DER) with an OCSP response (DER).
    pub fn answer(&self, request: &[u8], answer: &Answer) -> Result<Vec<u8>, Malformed> {
        let status = element(0x0A, &[&[answer.response_status]]);
        if answer.response_status != 0 {
            return Ok(sequence(&[&status]));
        }
        let question = Question::parse(request)?;
        let certificate_status = match answer.status {
            AnswerStatus::Good => vec![0x80, 0],
            AnswerStatus::Unknown => vec![0x82, 0],
            AnswerStatus::Revoked(at, reason) => {
                let reason = reason.map(|code| element(0xA0, &[&element(0x0A, &[&[code]])]));
                element(
                    0xA1,
                    &[&generalized_time(at), reason.as_deref().unwrap_or_default()],
                )
            }
        };
        let next_update = answer
            .next_update
            .map(|at| element(0xA0, &[&generalized_time(at)]));
        let single = sequence(&[
            answer.other_id.as_deref().unwrap_or(question.id),
            &certificate_status,
            &generalized_time(answer.this_update),
            next_update.as_deref().unwrap_or_default(),
        ]);
        let (key, certificates, responder_id) = match &answer.responder {
            Responder::Issuer => (&self.key, Vec::new(), element(0xA1, &[&self.name])),
            Responder::Delegated(key, certificate) => {
                let name = crate::Certificate::parse(certificate)?.subject().to_vec();
                let certificates = element(0xA0, &[&sequence(&[certificate])]);
                (&**key, certificates, element(0xA1, &[&name]))
            }
        };
        let data = sequence(&[
            &responder_id,
            &generalized_time(answer.this_update),
            &sequence(&[&single]),
            &extensions(answer, question.nonce),
        ]);
        let basic = key.signed(&data, &certificates);
        let bytes = sequence(&[&write_oid(oid::OCSP_BASIC), &octets(&basic)]);
        Ok(sequence(&[&status, &element(0xA0, &[&bytes])]))
    }
}

fn extensions(answer: &Answer, asked: Option<Vec<u8>>) -> Vec<u8> {
    let nonce = answer
        .other_nonce
        .as_deref()
        .map(octets)
        .or(asked)
        .filter(|_| answer.with_nonce);
    let mut all = nonce
        .map(|nonce| extension(oid::OCSP_NONCE, false, &nonce))
        .unwrap_or_default();
    if let Some(critical) = answer.unknown_extension {
        let name = der::asn1::ObjectIdentifier::new_unwrap("1.3.6.1.4.1.55555.1");
        all.extend(extension(name, critical, &[5, 0]));
    }
    if all.is_empty() {
        all
    } else {
        element(0xA1, &[&sequence(&[&all])])
    }
}
