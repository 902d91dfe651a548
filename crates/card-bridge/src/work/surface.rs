//! 券面事項確認AP: name and address as they are printed, and the expiry.

use madoguchi_card::bridge::{CardFace, Failure, FailureCode, PersonalData, RawFile};
use madoguchi_card::secrets::{IndividualNumber, VerificationNumberA};
use madoguchi_card::{Card, Transport};

use super::Job;
use crate::failure::failure;

pub(super) fn read<T: Transport>(
    card: &mut Card<T>,
    job: &Job,
    number: Option<&IndividualNumber>,
    data: &mut PersonalData,
) -> Result<(), Failure> {
    let mut surface = card.surface_check()?;
    if let Some(number_b) = &job.secrets.number_b {
        surface.show_number_b(number_b)?;
    } else if let Some(number_a) = &job.secrets.number_a {
        surface.show_number_a(number_a)?;
    } else {
        let number = number.and_then(|number| std::str::from_utf8(number.expose()).ok());
        let number = number.and_then(|digits| VerificationNumberA::new(digits).ok());
        surface.show_number_a(&number.ok_or_else(|| failure(FailureCode::Malformed, None))?)?;
    }
    let face = surface.face()?;
    data.face = Some(CardFace {
        name_image: RawFile(face.name_image),
        address_image: RawFile(face.address_image),
        expires_on: face.expires_on.format("%Y%m%d").to_string(),
    });
    surface.finish()?;
    Ok(())
}
