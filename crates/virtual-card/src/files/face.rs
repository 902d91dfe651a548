//! 券面事項確認AP.

use sha2::{Digest, Sha256};

use super::text::reference;
use super::{Credentials, Issuance, number_b};
use crate::card::application::{Application, name};
use crate::card::file::{Access, File, Form};
use crate::cv::key_id;
use crate::key::digest_info;
use crate::person::Person;
use crate::photo;
use crate::secret::Secret;
use crate::tlv::{object, with_offsets};

const BIRTH_DATE: u16 = 0x0011;
const NUMBER_B: u16 = 0x0012;
const NUMBER_A: u16 = 0x0013;

pub(super) fn application(
    person: &Person,
    credentials: &Credentials,
    issuance: &Issuance<'_>,
) -> Option<Application> {
    let age = age_file(person, credentials, issuance)?;
    let face = face_file(person, credentials, issuance)?;
    let number = number_file(person, credentials, issuance)?;
    let certificate = issuance.face.certificate(&person.municipality_code)?;
    let bytes = |bytes: Vec<u8>, access: Access| File::Transparent { bytes, access };
    let secret = |bytes: &[u8]| reference(&Secret::from(bytes), 10, None, Form::Fixed);
    let files = [
        (0x0001, bytes(age, Access::AnyOf(&[BIRTH_DATE]))),
        (0x0002, bytes(face, Access::AnyOf(&[NUMBER_A, NUMBER_B]))),
        (0x0003, bytes(basic_information(person), Access::Free)),
        (0x0004, bytes(certificate, Access::Free)),
        (0x0005, bytes(number, Access::AnyOf(&[NUMBER_A]))),
        (BIRTH_DATE, secret(person.birth_date.era_digits().as_bytes())),
        (NUMBER_B, secret(&number_b(person))),
        (NUMBER_A, secret(person.individual_number.bytes())),
    ];
    let mut application = Application::new(name::FACE, files);
    application.own_key = Some(credentials.chip.clone());
    Some(application)
}

/// File 0001: the birth date alone.
fn age_file(person: &Person, credentials: &Credentials, issuance: &Issuance<'_>) -> Option<Vec<u8>> {
    let mut body = object(0xDF11, person.birth_date.digits().as_bytes());
    body.extend(object(0xDF12, &credentials.chip.public_objects()));
    let signature = issuance.face.issuer().sign_sha256(&body)?;
    body.extend(object(0xDF13, &signature));
    Some(object(0xFF10, &body))
}

/// File 0002. Its signature is over three digests in one: of birth date, sex and key; of the two pictures; of the
/// photo. Expiry and security code come after it, and are not signed.
fn face_file(person: &Person, credentials: &Credentials, issuance: &Issuance<'_>) -> Option<Vec<u8>> {
    let pictures = issuance.pictures;
    let code = String::from_utf8_lossy(person.security_code.bytes()).into_owned();
    let groups = [
        vec![
            object(0xDF22, person.birth_date.digits().as_bytes()),
            object(0xDF23, &[person.sex.digit()]),
            object(0xDF24, &credentials.chip.public_objects()),
        ],
        vec![
            object(0xDF25, &pictures.draw(&person.name)?),
            object(0xDF26, &pictures.draw(&person.address)?),
        ],
        vec![object(0xDF27, &photo::grey())],
    ];
    let digests: Vec<u8> = groups
        .iter()
        .flat_map(|group| Sha256::digest(group.concat()))
        .collect();
    let signature = issuance.face.issuer().sign_as_is(&digest_info(&digests))?;
    let mut objects = groups.concat();
    objects.extend([
        object(0xDF28, &signature),
        object(0xDF29, person.expires_on.digits().as_bytes()),
        object(0xDF2A, &pictures.draw(&code)?),
    ]);
    Some(with_offsets(0xFF20, 0xDF21, &objects))
}

/// File 0005: the 個人番号 as it is printed.
fn number_file(person: &Person, credentials: &Credentials, issuance: &Issuance<'_>) -> Option<Vec<u8>> {
    let number = String::from_utf8_lossy(person.individual_number.bytes()).into_owned();
    let mut body = object(0xDF41, &issuance.pictures.draw(&number)?);
    body.extend(object(0xDF42, &credentials.chip.public_objects()));
    let signature = issuance.face.issuer().sign_sha256(&body)?;
    body.extend(object(0xDF43, &signature));
    Some(object(0xFF40, &body))
}

/// File 0003. What the key ids and the last object are for is not known.
fn basic_information(person: &Person) -> Vec<u8> {
    let mut body = object(0xDF31, &[0x06, 0x03, 0x0E, 0x01]);
    body.extend(object(0xDF32, &key_id("9000024", "001", 0)));
    body.extend(object(0xDF33, &[0]));
    body.extend(object(0xDF34, person.municipality_code.as_bytes()));
    let mut last = key_id("9900025", "001", 0).to_vec();
    last.resize(16 + 256, 0x5A);
    body.extend(object(0xDF35, &last));
    object(0xFF30, &body)
}
