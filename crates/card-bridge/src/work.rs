//! What is done with a card while it is held: nothing here knows of readers, threads or pages.

mod jpki;
mod surface;
mod text;

use chrono::{DateTime, Utc};
use madoguchi_card::bridge::{Failure, FailureCode, Pairing, PersonalData, Want};
use madoguchi_card::secrets::{Pin, SecretKind, SignaturePin, VerificationNumberA, VerificationNumberB};
use madoguchi_card::{Card, CardError, CardKind, Transport, Tries};
use zeroize::Zeroizing;

use crate::failure::failure;
use crate::plan::{Application, Plan};

/// What is shown to the card. Wiped when the reading ends, however it ends.
#[derive(Default)]
pub(crate) struct Secrets {
    pub(crate) pin: Option<Pin>,
    pub(crate) authentication_pin: Option<Pin>,
    pub(crate) signature_pin: Option<SignaturePin>,
    pub(crate) number_a: Option<VerificationNumberA>,
    pub(crate) number_b: Option<VerificationNumberB>,
}

/// One reading, with all it needs beside the card.
pub(crate) struct Job {
    pub(crate) plan: Plan,
    pub(crate) pairing: Pairing,
    pub(crate) secrets: Secrets,
    pub(crate) now: DateTime<Utc>,
    /// For the sealing of the 個人番号.
    pub(crate) randomness: Zeroizing<[u8; 32]>,
}

/// Whether a card is a My Number Card. One that does not answer is none.
pub(crate) fn is_my_number_card(card: &mut dyn Transport) -> bool {
    matches!(Card::new(card).kind(), Ok(CardKind::MyNumberCard))
}

/// How many tries are left of what the reading needs; a failure where it must not be tried. Uses none up.
pub(crate) fn prepare(card: &mut dyn Transport, plan: &Plan) -> Result<Vec<(SecretKind, u8)>, Failure> {
    let mut card = Card::new(card);
    if card.kind()? != CardKind::MyNumberCard {
        return Err(failure(FailureCode::OtherCard, None));
    }
    let mut left: Vec<(SecretKind, u8)> = Vec::new();
    for (application, secret) in plan.counted() {
        let tries = match application {
            Application::Text => card.text_attributes()?.tries(secret)?,
            Application::Surface => card.surface_check()?.tries(secret)?,
            Application::Jpki => jpki::tries(&mut card, secret)?,
        };
        match tries {
            Tries::Blocked => return Err(CardError::Blocked { secret }.into()),
            Tries::Remaining(1) => return Err(CardError::LastTry { secret }.into()),
            Tries::Unlimited => {}
            Tries::Remaining(tries) => match left.iter_mut().find(|(known, _)| *known == secret) {
                // Where two applications count the same secret, the lesser count is what the resident must know.
                Some((_, least)) => *least = tries.min(*least),
                None => left.push((secret, tries)),
            },
        }
    }
    Ok(left)
}

/// Reads what the plan wants.
pub(crate) fn perform(card: &mut dyn Transport, job: &Job) -> Result<PersonalData, Failure> {
    // All counts are looked at before the first secret is shown: no half readings that use a try up.
    prepare(card, &job.plan)?;
    let mut card = Card::new(card);
    let mut data = PersonalData::default();
    let number = if job.plan.reads_text() {
        text::read(&mut card, job, &mut data)?
    } else {
        None
    };
    if job.plan.wants(Want::Attributes) {
        let record = card.record()?;
        data.expires_on = record.map(|record| record.expires_on.format("%Y%m%d").to_string());
    }
    if job.plan.wants(Want::Face) {
        surface::read(&mut card, job, number.as_ref(), &mut data)?;
    }
    if job.plan.wants(Want::Authentication) {
        jpki::authenticate(&mut card, job, &mut data)?;
    }
    if job.plan.wants(Want::Signature) {
        jpki::sign(&mut card, job, &mut data)?;
    }
    Ok(data)
}

/// A secret that the plan needs and the window has asked for.
fn needed<T>(secret: Option<&T>) -> Result<&T, Failure> {
    secret.ok_or_else(|| failure(FailureCode::Malformed, None))
}
