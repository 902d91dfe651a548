//! The files of the real test card, read by us and by myna-card.

use madoguchi_card::files::{
    Attributes, CardRecord, Face, KeyCertificate, ProofRecord, RsaKey, Sex, SignedKey, SurfaceInformation,
    TextInformation, individual_number,
};
use madoguchi_card::secrets::VerificationNumberB;
use madoguchi_card::{Card, Transport};
use myna_card::ap::{common, surface, text};
use myna_card::{CardVerifiableCertificate, MyNumber, Pin};

use crate::support::fixture;
use crate::support::model::Model;

fn same_key(ours: Option<&RsaKey>, theirs: &myna_card::RsaPublicKey) {
    let ours = ours.expect("an RSA key");
    assert_eq!(
        (&ours.modulus, &ours.exponent),
        (&theirs.modulus, &theirs.exponent)
    );
    assert_eq!(ours.modulus.len(), 256);
}

#[test]
fn the_four_attributes() {
    let file = fixture("text-0002.bin");
    let ours = Attributes::parse(&file).unwrap();
    assert_eq!(
        (ours.name.as_str(), ours.address.as_str()),
        ("黒桐　幹也", "東京都清瀬市観布子南１２－７－２０２")
    );
    assert_eq!(
        (ours.birth_date.to_string().as_str(), ours.sex),
        ("1980年2月17日", Sex::Male)
    );
    assert!(ours.others.is_empty());
    let theirs = text::Attributes::parse(&file).unwrap();
    assert_eq!((ours.name, ours.address), (theirs.name, theirs.address));
    assert_eq!(
        ours.birth_date.known().unwrap().to_string(),
        theirs.birth_date.to_string()
    );
    assert_eq!(theirs.sex, myna_card::Sex::Male);
}

#[test]
fn the_individual_number() {
    let file = fixture("text-0001-physical.bin");
    let theirs = MyNumber::parse(&file[3..15]).unwrap();
    assert_eq!(individual_number(&file).unwrap().expose(), theirs.as_bytes());
}

#[test]
fn what_proves_them() {
    let file = fixture("text-0003.bin");
    let (ours, theirs) = (
        ProofRecord::parse(&file).unwrap(),
        text::IntegrityRecord::parse(&file).unwrap(),
    );
    assert_eq!(ours.individual_number_digest, theirs.my_number_digest);
    assert_eq!(ours.attributes_digest, theirs.attributes_digest);
    assert_eq!(
        (ours.signed, ours.signature),
        (theirs.signed_data, theirs.signature)
    );

    for name in [
        "text-0004.bin",
        "surface-0004.bin",
        "cv-certificate-synthetic.bin",
    ] {
        let file = fixture(name);
        let (ours, theirs) = (
            KeyCertificate::parse(&file).unwrap(),
            CardVerifiableCertificate::parse(&file).unwrap(),
        );
        assert_eq!(&ours.issuer.0, theirs.issuer_key_id.as_bytes(), "{name}");
        assert_eq!(&ours.subject.0, theirs.subject_key_id.as_bytes(), "{name}");
        same_key(ours.key.as_ref(), &theirs.public_key);
        assert_eq!(
            (ours.signed, ours.signature),
            (theirs.signed_data, theirs.signature),
            "{name}"
        );
    }

    let file = fixture("text-0007.bin");
    let (ours, theirs) = (
        SignedKey::parse(&file).unwrap(),
        text::SignedPublicKey::parse(&file).unwrap(),
    );
    same_key(ours.key.as_ref(), &theirs.public_key);
    assert_eq!(
        (ours.signed, ours.signature),
        (theirs.signed_data, theirs.signature)
    );
}

#[test]
fn basic_information() {
    let file = fixture("text-0005.bin");
    let (ours, theirs) = (
        TextInformation::parse(&file).unwrap(),
        text::ApBasicData::parse(&file).unwrap(),
    );
    assert_eq!(
        (ours.identification, &ours.key_id.0),
        (theirs.identification.to_bytes(), theirs.public_key_id.as_bytes())
    );

    let file = fixture("surface-0003.bin");
    let (ours, theirs) = (
        SurfaceInformation::parse(&file).unwrap(),
        surface::ApBasicData::parse(&file).unwrap(),
    );
    assert_eq!(
        (ours.identification, &ours.key_id.0),
        (theirs.identification.to_bytes(), theirs.public_key_id.as_bytes())
    );
    assert_eq!(
        (ours.municipality_code.as_str(), theirs.municipality_code.as_str()),
        ("13221", "13221")
    );

    let record = b"\x01\x1C4000000127198431322120350217";
    let (ours, theirs) = (
        CardRecord::parse(record).unwrap(),
        common::CardInfo::parse(record).unwrap(),
    );
    assert_eq!(
        (ours.serial, ours.municipality_code),
        (theirs.serial, theirs.municipality_code)
    );
    assert_eq!(ours.expires_on.to_string(), theirs.expiry.to_string());
}

#[test]
fn the_face() {
    let file = fixture("surface-0002.bin");
    let (ours, theirs) = (
        Face::parse(&file).unwrap(),
        surface::CardFace::parse(&file).unwrap(),
    );
    assert_eq!(ours.name_image, theirs.name_image.data);
    assert_eq!(ours.address_image, theirs.address_image.data);
    assert_eq!(ours.photo, theirs.photo.data);
    assert_eq!(ours.signature, theirs.signature);
    same_key(Some(&ours.card_key), &theirs.public_key);
    assert_eq!(
        ours.birth_date.known().unwrap().to_string(),
        theirs.birth_date.to_string()
    );
    assert_eq!(ours.expires_on.to_string(), theirs.expiry.to_string());
    let told = madoguchi_card::bridge::CardFace::from(ours);
    assert_eq!(told.expires_on, "20350217");
    assert!(told.name_image.0.starts_with(b"\x89PNG") && told.address_image.0.starts_with(b"\x89PNG"));
}

/// The model as a card of myna-card's.
struct Theirs(Model);

impl myna_card::Transmit for Theirs {
    fn transmit(&mut self, command: &[u8]) -> myna_card::Result<Vec<u8>> {
        Ok(self.0.transmit(command).expect("a model does not fail"))
    }
}

#[test]
fn both_read_the_same_bytes_from_one_card() {
    let mut ours = Card::new(Model::test_card());
    let mut theirs = myna_card::Card::new(Theirs(Model::test_card()));
    let number = VerificationNumberB::new("55021720352285").unwrap();
    let pin = Pin::numeric("55021720352285").unwrap();

    let mut our_text = ours.text_attributes().unwrap();
    our_text.show_number_b(&number).unwrap();
    let mut their_text = text::TextAp::select(&mut theirs).unwrap();
    their_text.verify_code_b(&pin).unwrap();
    assert_eq!(
        our_text.attributes_file().unwrap(),
        their_text.read_ef(text::ef::ATTRIBUTES).unwrap()
    );
    assert_eq!(
        our_text.proof_record_file().unwrap(),
        their_text.read_ef(text::ef::INTEGRITY).unwrap()
    );
    assert_eq!(
        our_text.key_certificate_file().unwrap(),
        their_text.read_ef(text::ef::CERTIFICATE).unwrap()
    );
    assert_eq!(
        our_text.information_file().unwrap(),
        their_text.read_ef(text::ef::AP_BASIC_DATA).unwrap()
    );
    assert_eq!(
        our_text.signed_key_file().unwrap(),
        their_text.read_ef(text::ef::SIGNED_PUBLIC_KEY).unwrap()
    );
    our_text.finish().unwrap();

    let mut our_face = ours.surface_check().unwrap();
    our_face.show_number_b(&number).unwrap();
    let mut their_face = surface::SurfaceAp::select(&mut theirs).unwrap();
    their_face.verify_code_b(&pin).unwrap();
    assert_eq!(
        our_face.face_file().unwrap(),
        their_face.read_ef(surface::ef::CARD_FACE).unwrap()
    );
    our_face.finish().unwrap();

    let mut our_jpki = ours.jpki().unwrap();
    let mut their_jpki = myna_card::ap::jpki::JpkiAp::select(&mut theirs).unwrap();
    let certificate = our_jpki.authentication_certificate().unwrap();
    assert_eq!(certificate, their_jpki.read_auth_certificate_der().unwrap());
    assert_eq!(certificate, fixture("jpki-auth-cert.der"));
}
