//! 券面事項入力補助AP: the four attributes, and the 個人番号 where it may be read.

use madoguchi_card::bridge::{Failure, FailureCode, Method, PersonalData, RawFile, Want, seal};
use madoguchi_card::secrets::IndividualNumber;
use madoguchi_card::{Card, Transport};

use super::{Job, needed};
use crate::failure::failure;

/// Reads into `data`; gives the number back where it was read, for the face.
pub(super) fn read<T: Transport>(
    card: &mut Card<T>,
    job: &Job,
    data: &mut PersonalData,
) -> Result<Option<IndividualNumber>, Failure> {
    let mut text = card.text_attributes()?;
    match job.plan.method() {
        Method::VerificationNumberB => text.show_number_b(needed(job.secrets.number_b.as_ref())?)?,
        Method::VerificationNumberA => text.show_number_a(needed(job.secrets.number_a.as_ref())?)?,
        Method::Pin | Method::SignaturePin | Method::Nothing => {
            text.show_pin(needed(job.secrets.pin.as_ref())?)?;
        }
    }
    if job.plan.wants(Want::Attributes) {
        data.attributes = Some(RawFile(text.attributes_file()?));
        data.attributes_proof = Some(text.proof()?);
    }
    let mut number = None;
    if job.plan.wants(Want::IndividualNumber) {
        let read = text.individual_number()?;
        let seal_to = job.pairing.seal_to.as_deref().unwrap_or_default();
        let sealed = seal(read.expose(), seal_to, job.pairing.id, &job.randomness)
            .map_err(|_| failure(FailureCode::NotAllowed, None))?;
        data.individual_number = Some(sealed);
        number = Some(read);
    }
    text.finish()?;
    Ok(number)
}
