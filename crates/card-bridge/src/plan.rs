//! What one reading will do: which secrets it needs, and of which applications of the card.

use madoguchi_card::bridge::{Method, Pairing, Permission, Request, Want};
use madoguchi_card::secrets::SecretKind;

use crate::refusal::Refusal;

/// The applications of the card that count tries of their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Application {
    Text,
    Surface,
    Jpki,
}

/// A request that has been found to be allowed and possible.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    want: Vec<Want>,
    method: Method,
    /// Whether 照合番号B came with the request.
    number_b_sent: bool,
}

impl Plan {
    /// The plan of a request, if its pairing allows it and the card could do it.
    pub(crate) fn of(request: &Request, pairing: &Pairing) -> Result<Self, Refusal> {
        let allowed = request.want.iter().all(|want| {
            let permission = match want {
                Want::Attributes | Want::Face => Permission::Attributes,
                Want::Authentication => Permission::Authentication,
                Want::IndividualNumber => Permission::IndividualNumber,
                Want::Signature => Permission::Signature,
            };
            pairing.allows(permission)
        });
        let mut want = request.want.clone();
        want.sort_unstable();
        want.dedup();
        let plan = Self {
            want,
            method: request.method,
            number_b_sent: request.verification_number_b.is_some(),
        };
        let named = plan.wants(Want::Signature) && pairing.document.is_none()
            || plan.wants(Want::IndividualNumber) && pairing.seal_to.is_none();
        if !allowed || named {
            return Err(Refusal::NotAllowed);
        }
        if plan.want.is_empty() || !plan.want.iter().all(|want| plan.possible(*want)) {
            return Err(Refusal::Malformed);
        }
        Ok(plan)
    }

    /// Whether the card gives this for what is shown to it.
    fn possible(&self, want: Want) -> bool {
        match (want, self.method) {
            (Want::Authentication, _)
            | (Want::Attributes, Method::VerificationNumberB | Method::Pin)
            | (Want::Face, Method::VerificationNumberB | Method::VerificationNumberA)
            | (Want::IndividualNumber, Method::VerificationNumberA | Method::Pin)
            | (Want::Signature, Method::SignaturePin) => true,
            // The face has no PIN: 照合番号B opens it, or the number that the PIN has opened (照合番号A).
            (Want::Face, Method::Pin) => self.number_b_sent || self.wants(Want::IndividualNumber),
            _ => false,
        }
    }

    pub(crate) fn wants(&self, want: Want) -> bool {
        self.want.contains(&want)
    }

    pub(crate) fn method(&self) -> Method {
        self.method
    }

    /// Whether something of 券面事項入力補助AP is wanted.
    pub(crate) fn reads_text(&self) -> bool {
        self.wants(Want::Attributes) || self.wants(Want::IndividualNumber)
    }

    /// The secrets that the resident types.
    pub(crate) fn typed(&self) -> Vec<SecretKind> {
        match self.method {
            Method::VerificationNumberB if self.number_b_sent || !self.reads_with_number() => vec![],
            Method::VerificationNumberB => vec![SecretKind::VerificationNumberB],
            Method::VerificationNumberA if self.reads_with_number() => vec![SecretKind::VerificationNumberA],
            Method::Pin => {
                let text = self.reads_text().then_some(SecretKind::TextAttributesPin);
                let authentication = self
                    .wants(Want::Authentication)
                    .then_some(SecretKind::AuthenticationPin);
                text.into_iter().chain(authentication).collect()
            }
            Method::SignaturePin if self.wants(Want::Signature) => vec![SecretKind::SignaturePin],
            Method::VerificationNumberA | Method::SignaturePin | Method::Nothing => vec![],
        }
    }

    /// Every count of tries that the reading touches.
    pub(crate) fn counted(&self) -> Vec<(Application, SecretKind)> {
        let mut counted = Vec::new();
        let number = match self.method {
            Method::VerificationNumberB => Some(SecretKind::VerificationNumberB),
            Method::VerificationNumberA => Some(SecretKind::VerificationNumberA),
            Method::Pin if self.number_b_sent => Some(SecretKind::VerificationNumberB),
            Method::Pin if self.wants(Want::Face) => Some(SecretKind::VerificationNumberA),
            Method::Pin | Method::SignaturePin | Method::Nothing => None,
        };
        if self.reads_text() {
            let secret = if self.method == Method::Pin {
                Some(SecretKind::TextAttributesPin)
            } else {
                number
            };
            counted.extend(secret.map(|secret| (Application::Text, secret)));
        }
        if self.wants(Want::Face) {
            counted.extend(number.map(|secret| (Application::Surface, secret)));
        }
        if self.method == Method::Pin && self.wants(Want::Authentication) {
            counted.push((Application::Jpki, SecretKind::AuthenticationPin));
        }
        if self.wants(Want::Signature) {
            counted.push((Application::Jpki, SecretKind::SignaturePin));
        }
        counted
    }

    fn reads_with_number(&self) -> bool {
        self.reads_text() || self.wants(Want::Face)
    }
}
