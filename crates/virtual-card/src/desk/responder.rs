//! The OCSP responder (RFC 6960) of the desk's authorities.

use chrono::TimeDelta;
use madoguchi_jpki::testing::{Answer, AnswerStatus, Authority};
use serde::{Deserialize, Serialize};

use super::Desk;

/// How the responder behaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OcspBehaviour {
    /// It answers what is so: good, revoked, or unknown for a certificate that is not the desk's.
    #[default]
    Good,
    /// It takes the request and never answers.
    Silent,
    /// It is busy: tryLater.
    TryLater,
    /// It answers, and the signature is wrong.
    BadSignature,
    /// It knows no certificate.
    Unknown,
    /// Its answers are of ten days ago.
    Stale,
}

/// How long an answer is good for.
const GOOD_FOR: TimeDelta = TimeDelta::hours(1);

/// `malformedRequest`, DER.
const MALFORMED: [u8; 5] = [0x30, 0x03, 0x0A, 0x01, 0x01];

impl Desk {
    /// How the responder behaves.
    pub fn ocsp_behaviour(&self) -> OcspBehaviour {
        self.behaviour
    }

    /// Sets how the responder behaves.
    pub fn set_ocsp_behaviour(&mut self, behaviour: OcspBehaviour) {
        self.behaviour = behaviour;
    }

    /// The answer to an OCSP request, both DER; none if the responder is silent.
    pub fn ocsp(&self, request: &[u8]) -> Option<Vec<u8>> {
        if self.behaviour == OcspBehaviour::Silent {
            return None;
        }
        Some(self.ocsp_answer(request).unwrap_or_else(|| MALFORMED.to_vec()))
    }

    fn ocsp_answer(&self, request: &[u8]) -> Option<Vec<u8>> {
        let asked = Authority::asked_serial(request).ok()?;
        let (authority, status) = self.standing_of(&asked);
        let status = match self.behaviour {
            OcspBehaviour::Unknown => AnswerStatus::Unknown,
            _ => status,
        };
        let now = match self.behaviour {
            OcspBehaviour::Stale => (self.clock)() - TimeDelta::days(10),
            _ => (self.clock)(),
        };
        let mut answer = Answer::new(status, now, now + GOOD_FOR);
        if self.behaviour == OcspBehaviour::TryLater {
            answer.response_status = 3;
        }
        let mut response = authority.answer(request, &answer).ok()?;
        // The signature is what a response without certificates ends in.
        if let (OcspBehaviour::BadSignature, Some(last)) = (self.behaviour, response.last_mut()) {
            *last ^= 1;
        }
        Some(response)
    }

    /// What is so of the certificate with this serial number, and who issued it.
    fn standing_of(&self, serial: &[u8]) -> (&Authority, AnswerStatus) {
        let number = serial
            .iter()
            .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        let known = self.authorities.known();
        for holder in &self.holders {
            let [authentication, signature] = holder.serials;
            let authority = match number {
                number if number == authentication => &known.authentication,
                number if number == signature => &known.signature,
                _ => continue,
            };
            // 1 is keyCompromise: a card that was lost.
            let status = holder
                .revoked_since
                .map_or(AnswerStatus::Good, |at| AnswerStatus::Revoked(at, Some(1)));
            return (authority, status);
        }
        (&known.authentication, AnswerStatus::Unknown)
    }
}
