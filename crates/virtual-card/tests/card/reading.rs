//! Our own reader reads the card, and what it reads proves itself.

use madoguchi_card::files::{AuthorityKey, CardDate, KeyId, RsaKey};
use madoguchi_card::secrets::{Pin, SecretKind, SignaturePin, VerificationNumberA, VerificationNumberB};
use madoguchi_card::{
    Card, CardError, CardKind, ChipProof, Evidence, Genuineness, SignatureAlgorithm, ToSign, Tries,
    chip_proof, face_chip_proof, face_genuineness, genuineness,
};
use madoguchi_jpki::{Anchors, Certificate, Environment, Profile, Purpose, Refusal, verify};
use madoguchi_virtual_card::Desk;

use crate::support::{desk, desk_with, now};

fn authorities(desk: &Desk) -> Vec<AuthorityKey> {
    let of = |authority: &madoguchi_virtual_card::CvAuthority| AuthorityKey {
        id: KeyId(authority.hierarchy().authority_id()),
        key: RsaKey::parse(&authority.public_key()).unwrap(),
    };
    desk.cv_authorities().iter().map(of).collect()
}

fn anchors(desk: &Desk) -> Anchors {
    let mut anchors = Anchors::new(Environment::Own);
    let [authentication, signature] = desk.roots();
    anchors.add(Purpose::Authentication, authentication).unwrap();
    anchors.add(Purpose::Signature, signature).unwrap();
    anchors
}

fn message() -> ToSign {
    ToSign::message(SignatureAlgorithm::RsaSha256, b"challenge")
}

#[test]
fn attributes_are_read_by_pin_and_by_what_is_printed() {
    let mut desk = desk_with("sato");
    let mut card = Card::new(desk.card_on(0));
    assert_eq!(card.kind().unwrap(), CardKind::MyNumberCard);
    let mut text = card.text_attributes().unwrap();
    assert_eq!(text.attributes_file(), Err(CardError::SecretNeeded));
    text.show_number_b(&VerificationNumberB::new("60041220331024").unwrap())
        .unwrap();
    assert_eq!(
        text.individual_number_file().unwrap_err(),
        CardError::SecretNeeded
    );
    let by_number = text.attributes_file().unwrap();
    text.finish().unwrap();
    let mut text = card.text_attributes().unwrap();
    text.show_pin(&Pin::new("1234").unwrap()).unwrap();
    assert_eq!(text.attributes_file().unwrap(), by_number);
    assert_eq!(text.individual_number().unwrap().expose(), b"900000000010");
    let attributes = text.attributes().unwrap();
    assert_eq!(
        (attributes.name.as_str(), attributes.address.as_str()),
        ("佐藤　花子", "東京都霞町中央一丁目２番３号")
    );
    text.finish().unwrap();
    let mut text = card.text_attributes().unwrap();
    text.show_number_a(&VerificationNumberA::new("900000000010").unwrap())
        .unwrap();
    assert_eq!(text.attributes_file(), Err(CardError::SecretNeeded));
    assert_eq!(text.individual_number().unwrap().expose(), b"900000000010");
}

#[test]
fn what_is_read_proves_itself_under_the_desks_authorities() {
    let mut desk = desk_with("sato");
    let known = authorities(&desk);
    let mut card = Card::new(desk.card_on(0));
    let mut text = card.text_attributes().unwrap();
    text.show_pin(&Pin::new("1234").unwrap()).unwrap();
    let (attributes, number) = (
        text.attributes_file().unwrap(),
        text.individual_number_file().unwrap(),
    );
    let (record, certificate) = (
        text.proof_record_file().unwrap(),
        text.key_certificate_file().unwrap(),
    );
    let (signed_key, answer) = (
        text.signed_key_file().unwrap(),
        text.sign_challenge(&message()).unwrap(),
    );
    let evidence = Evidence {
        attributes: &attributes,
        individual_number: Some(&number),
        record: Some(&record),
        certificate: Some(&certificate),
    };
    assert_eq!(genuineness(&evidence, &known), Genuineness::Proven);
    assert_eq!(genuineness(&evidence, &[]), Genuineness::DigestsMatchKeyUnproven);
    assert_eq!(
        chip_proof(&signed_key, &certificate, b"challenge", &answer, &known),
        ChipProof::Proven
    );
    assert_eq!(
        chip_proof(&signed_key, &certificate, b"another", &answer, &known),
        ChipProof::Failed
    );
    text.finish().unwrap();
    let mut surface = card.surface_check().unwrap();
    surface
        .show_number_b(&VerificationNumberB::new("60041220331024").unwrap())
        .unwrap();
    let (face, certificate) = (
        surface.face_file().unwrap(),
        surface.key_certificate_file().unwrap(),
    );
    let answer = surface.sign_challenge(&message()).unwrap();
    assert_eq!(face_genuineness(&face, &certificate, &known), Genuineness::Proven);
    assert_eq!(
        face_chip_proof(&face, &certificate, b"challenge", &answer, &known),
        ChipProof::Proven
    );
    let face = surface.face().unwrap();
    assert_eq!(face.expires_on.to_string(), "2033-04-12");
    for (picture, characters) in [(&face.name_image, 5), (&face.address_image, 14)] {
        let mut reader = png::Decoder::new(std::io::Cursor::new(picture))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (characters * 24, 24));
        assert!(pixels.iter().any(|byte| *byte != 0xFF), "something is drawn");
    }
    let photo = hayro_jpeg2000::Image::new(&face.photo, &hayro_jpeg2000::DecodeSettings::default());
    let photo = photo.unwrap();
    assert_eq!((photo.width(), photo.height()), (240, 300));
    surface.finish().unwrap();
    let record = card.record().unwrap().unwrap();
    assert_eq!(record.municipality_code, "13999");
}

#[test]
fn certificates_are_accepted_and_their_keys_sign() {
    let mut desk = desk_with("sato");
    let (anchors, profile) = (anchors(&desk), Profile::of(Environment::Own));
    let mut card = Card::new(desk.card_on(0));
    let mut jpki = card.jpki().unwrap();
    let der = jpki.authentication_certificate().unwrap();
    assert_eq!(jpki.signature_certificate(), Err(CardError::SecretNeeded));
    jpki.show_pin(&Pin::new("1234").unwrap()).unwrap();
    let signature = jpki.sign_authentication(&message()).unwrap();
    let certificate = Certificate::parse(&der).unwrap();
    verify(&certificate, Purpose::Authentication, &anchors, &profile, now()).unwrap();
    verified(&certificate, &signature);
    jpki.show_signature_pin(&SignaturePin::new("ABC123").unwrap())
        .unwrap();
    let certificate = Certificate::parse(&jpki.signature_certificate().unwrap()).unwrap();
    verify(&certificate, Purpose::Signature, &anchors, &profile, now()).unwrap();
    verified(&certificate, &jpki.sign_document(&message()).unwrap());
    let attributes = certificate.signer_attributes().unwrap();
    assert_eq!(
        (attributes.name.as_str(), attributes.address.as_str()),
        ("佐藤　花子", "東京都霞町中央一丁目２番３号")
    );
    assert_eq!(
        attributes.birth_date.date(),
        chrono::NaiveDate::from_ymd_opt(1985, 4, 12)
    );
}

/// Verified by another implementation than the one that signed.
fn verified(certificate: &Certificate, signature: &[u8]) {
    ring::signature::UnparsedPublicKey::new(
        &ring::signature::RSA_PKCS1_2048_8192_SHA256,
        certificate.key().bytes(),
    )
    .verify(b"challenge", signature)
    .unwrap();
}

#[test]
fn certificates_out_of_force_or_of_nobody_known_are_refused() {
    let mut desk = desk();
    let (anchors, profile) = (anchors(&desk), Profile::of(Environment::Own));
    for (person, expected) in [
        ("ito-expired", Refusal::Expired),
        ("yamada-unknown-authority", Refusal::IssuerKeyUnknown),
    ] {
        desk.put(0, Some(person)).unwrap();
        let der = Card::new(desk.card_on(0))
            .jpki()
            .unwrap()
            .authentication_certificate()
            .unwrap();
        let certificate = Certificate::parse(&der).unwrap();
        let verified = verify(&certificate, Purpose::Authentication, &anchors, &profile, now());
        assert_eq!(verified.unwrap_err(), expected, "{person}");
        desk.take(0).unwrap();
    }
}

#[test]
fn each_state_of_a_card_is_told_apart() {
    let mut desk = desk();
    let pin = Pin::new("1234").unwrap();
    let secret = SecretKind::AuthenticationPin;
    for (person, expected) in [
        ("suzuki-last-try", Err(CardError::LastTry { secret })),
        ("takahashi-blocked", Err(CardError::Blocked { secret })),
        ("tanaka-child", Ok(())),
    ] {
        desk.put(0, Some(person)).unwrap();
        assert_eq!(
            Card::new(desk.card_on(0)).jpki().unwrap().show_pin(&pin),
            expected,
            "{person}"
        );
        desk.take(0).unwrap();
    }
    desk.put(0, Some("tanaka-child")).unwrap();
    let mut card = Card::new(desk.card_on(0));
    let mut jpki = card.jpki().unwrap();
    let availability = jpki.availability().unwrap().unwrap();
    assert!(availability.authentication && !availability.signature);
    jpki.show_signature_pin(&SignaturePin::new("ABC123").unwrap())
        .unwrap();
    assert_eq!(jpki.signature_certificate(), Err(CardError::NoCertificate));
    drop(jpki);
    assert_eq!(card.jpki().unwrap().tries(secret).unwrap(), Tries::Remaining(3));
    desk.take(0).unwrap();
    for (lies, expected) in [
        (None, CardKind::OtherCard),
        (Some("kobayashi-android"), CardKind::AndroidToken),
        (Some("kato-iphone"), CardKind::IphoneToken),
    ] {
        desk.put(0, lies).unwrap();
        assert_eq!(Card::new(desk.card_on(0)).kind().unwrap(), expected);
        desk.take(0).unwrap();
    }
}

#[test]
fn a_birth_date_that_is_not_known_is_read_as_that() {
    let mut desk = desk_with("kim-birth-date");
    let mut card = Card::new(desk.card_on(0));
    let mut text = card.text_attributes().unwrap();
    text.show_number_b(&VerificationNumberB::new("23030020308080").unwrap())
        .unwrap();
    let attributes = text.attributes().unwrap();
    assert_eq!(Some(attributes.birth_date), CardDate::parse(b"19480300"));
    assert_eq!(attributes.birth_date.known(), None);
}
