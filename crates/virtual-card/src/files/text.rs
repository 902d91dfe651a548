//! 券面事項入力補助AP.

use sha2::{Digest, Sha256};

use super::{Credentials, Issuance, number_b};
use crate::card::application::{Application, name};
use crate::card::file::{Access, File, Form, Reference};
use crate::cv::key_id;
use crate::person::Person;
use crate::secret::Secret;
use crate::tlv::{object, with_offsets};

const PIN: u16 = 0x0011;
const NUMBER_A: u16 = 0x0014;
const NUMBER_B: u16 = 0x0015;
const ANY: Access = Access::AnyOf(&[PIN, NUMBER_A, NUMBER_B]);

pub(super) fn application(
    person: &Person,
    credentials: &Credentials,
    issuance: &Issuance<'_>,
) -> Option<Application> {
    let number = number_file(person);
    let (attributes, signed_part) = attributes_file(person);
    let record = record_file(&number, &signed_part, issuance)?;
    let signed_key = signed_key_file(credentials, issuance)?;
    let certificate = issuance.text.certificate(&person.municipality_code)?;
    let session_key = object(0xA1, &issuance.shared.public_objects());
    let bytes = |bytes: Vec<u8>, access: Access| File::Transparent { bytes, access };
    let files = [
        (0x0001, bytes(number, Access::AnyOf(&[PIN, NUMBER_A]))),
        (0x0002, bytes(attributes, Access::AnyOf(&[PIN, NUMBER_B]))),
        (0x0003, bytes(record, ANY)),
        (0x0004, bytes(certificate, Access::Free)),
        (0x0005, bytes(basic_information(), Access::Free)),
        (0x0006, bytes(session_key, ANY)),
        (0x0007, bytes(signed_key, ANY)),
        (0x0008, bytes(vec![0xFF; 16], Access::Free)),
        (
            PIN,
            reference(
                &person.pins.attributes,
                3,
                person.tries.attributes,
                Form::FourDigits,
            ),
        ),
        // There on every card, and open on none.
        (0x0012, File::Secret(Reference::new(None, 0, 0, Form::Fixed))),
        (
            NUMBER_A,
            reference(&person.individual_number, 10, person.tries.number_a, Form::Fixed),
        ),
        (
            NUMBER_B,
            reference(
                &Secret::from(&number_b(person)[..]),
                10,
                person.tries.number_b,
                Form::Fixed,
            ),
        ),
    ];
    let mut application = Application::new(name::TEXT, files);
    application.own_key = Some(credentials.chip.clone());
    Some(application)
}

/// A secret with its counter, the tries already used up taken off.
pub(super) fn reference(secret: &Secret, most: u8, left: Option<u8>, form: Form) -> File {
    File::Secret(Reference::new(
        Some(secret.clone()),
        most,
        left.unwrap_or(most),
        form,
    ))
}

/// File 0001: 個人番号, with two bytes that fill it up.
fn number_file(person: &Person) -> Vec<u8> {
    let mut file = object(0xFF10, person.individual_number.bytes());
    file.extend([0xFF, 0xFF]);
    file
}

/// File 0002: 基本4情報; and the part of it that the record's digest covers: what follows the table.
fn attributes_file(person: &Person) -> (Vec<u8>, Vec<u8>) {
    let objects = [
        object(0xDF22, person.name.as_bytes()),
        object(0xDF23, person.address.as_bytes()),
        object(0xDF24, person.birth_date.digits().as_bytes()),
        object(0xDF25, &[person.sex.digit()]),
    ];
    (with_offsets(0xFF20, 0xDF21, &objects), objects.concat())
}

/// File 0003: digests of 0001 (all of it) and 0002, signed by the municipality's key.
fn record_file(number: &[u8], signed_part: &[u8], issuance: &Issuance<'_>) -> Option<Vec<u8>> {
    let mut body = object(0xDF31, &Sha256::digest(number));
    body.extend(object(0xDF32, &Sha256::digest(signed_part)));
    let signature = issuance.text.issuer().sign_sha256(&body)?;
    body.extend(object(0xDF33, &signature));
    Some(object(0xFF30, &body))
}

/// File 0007: the chip's key, signed by the municipality's.
fn signed_key_file(credentials: &Credentials, issuance: &Issuance<'_>) -> Option<Vec<u8>> {
    let mut body = object(0xDF51, &credentials.chip.public_objects());
    let signature = issuance.text.issuer().sign_sha256(&body)?;
    body.extend(object(0xDF52, &signature));
    Some(object(0xFF50, &body))
}

/// File 0005. What the key and the last object are for is not known.
fn basic_information() -> Vec<u8> {
    let mut body = object(0xDF41, &[0x01, 0x03, 0x0E, 0x01]);
    body.extend(object(0xDF42, &key_id("9000034", "001", 0)));
    let mut last = vec![0x5A; 32];
    last.resize(128, 0xFF);
    body.extend(object(0xDF43, &last));
    object(0xFF40, &body)
}
