//! Reading from the model of a card.

use madoguchi_card::files::{Attributes, TokenKind};
use madoguchi_card::secrets::{Pin, SecretKind, SignaturePin, VerificationNumberA, VerificationNumberB};
use madoguchi_card::{Card, CardError, CardKind, SignatureAlgorithm, ToSign, TransportError};

use crate::support::fixture;
use crate::support::model::Model;
use crate::support::script::{Script, status};

fn b() -> VerificationNumberB {
    VerificationNumberB::new("55021720352285").expect("14 digits")
}

fn a() -> VerificationNumberA {
    VerificationNumberA::new("537686677188").expect("12 digits")
}

fn pin() -> Pin {
    Pin::new("1234").expect("4 digits")
}

#[test]
fn a_card_is_told_by_what_it_answers() {
    let kind = |model: Model| Card::new(model).kind().unwrap();
    assert_eq!(kind(Model::test_card()), CardKind::MyNumberCard);
    for (name, expected) in [
        ("JPKIAPICCTOKEN", CardKind::MyNumberCard),
        ("JPKIAPGPSETOKEN", CardKind::AndroidToken),
        ("JPKIAPIOSTOKEN", CardKind::IphoneToken),
        ("SOMETHING ELSE", CardKind::OtherCard),
    ] {
        let mut telephone = Model::test_card().without(&[0, 1, 3, 4]);
        telephone
            .jpki()
            .file(0x0006, format!("{name:32}{:128}", "").into_bytes(), &[]);
        assert_eq!(kind(telephone), expected, "{name}");
    }
    assert_eq!(
        kind(Model::test_card().without(&[2])),
        CardKind::MyNumberCard,
        "the attributes alone"
    );
    assert_eq!(
        kind(Model::test_card().without(&[0, 1, 2, 3])),
        CardKind::OtherCard
    );
    assert_eq!(
        Card::new(Script::new([status(0x6D00)])).kind(),
        Ok(CardKind::OtherCard)
    );
    let mut gone = Model::test_card();
    gone.gone_after = Some(0);
    assert_eq!(
        Card::new(gone).kind(),
        Err(CardError::Transport(TransportError::CardRemoved))
    );
}

#[test]
fn number_b_opens_the_attributes_and_nothing_more() {
    let mut card = Card::new(Model::test_card());
    let mut text = card.text_attributes().unwrap();
    assert_eq!(text.attributes_file(), Err(CardError::SecretNeeded));
    text.show_number_b(&b()).unwrap();
    assert_eq!(
        text.attributes().unwrap(),
        Attributes::parse(&fixture("text-0002.bin")).unwrap()
    );
    assert_eq!(text.proof().unwrap().record.0, fixture("text-0003.bin"));
    assert_eq!(
        text.individual_number_file().unwrap_err(),
        CardError::SecretNeeded
    );
}

#[test]
fn number_a_opens_the_individual_number_and_nothing_more() {
    let mut card = Card::new(Model::test_card());
    let mut text = card.text_attributes().unwrap();
    text.show_number_a(&a()).unwrap();
    assert_eq!(text.individual_number().unwrap().expose(), b"537686677188");
    assert_eq!(
        *text.individual_number_file().unwrap(),
        fixture("text-0001-physical.bin"),
        "with its filler"
    );
    assert_eq!(text.attributes(), Err(CardError::SecretNeeded));
}

#[test]
fn the_pin_opens_both() {
    let mut card = Card::new(Model::test_card());
    let mut text = card.text_attributes().unwrap();
    text.show_pin(&pin()).unwrap();
    assert_eq!(text.attributes_file().unwrap(), fixture("text-0002.bin"));
    assert_eq!(text.individual_number().unwrap().expose(), b"537686677188");
    assert_eq!(text.signed_key_file().unwrap(), fixture("text-0007.bin"));
    assert_eq!(text.information().unwrap().identification, [1, 3, 0x0E, 1]);
}

#[test]
fn the_face_is_read_without_its_filler() {
    for number_a in [false, true] {
        let mut card = Card::new(Model::test_card());
        let mut surface = card.surface_check().unwrap();
        assert_eq!(surface.information().unwrap().municipality_code, "13221");
        assert_eq!(surface.face(), Err(CardError::SecretNeeded));
        if number_a {
            surface.show_number_a(&a()).unwrap();
        } else {
            surface.show_number_b(&b()).unwrap();
        }
        assert_eq!(surface.face_file().unwrap(), fixture("surface-0002.bin"));
        assert_eq!(surface.face().unwrap().expires_on.to_string(), "2035-02-17");
        assert_eq!(
            surface.key_certificate_file().unwrap(),
            fixture("surface-0004.bin")
        );
    }
}

#[test]
fn the_card_says_when_it_ends_if_it_says_so() {
    let record = Card::new(Model::test_card()).record().unwrap().unwrap();
    assert_eq!(
        (record.serial.as_str(), record.municipality_code.as_str()),
        ("400000012719843", "13221")
    );
    assert_eq!(Card::new(Model::test_card().without(&[3])).record(), Ok(None));
}

#[test]
fn certificates_and_their_keys() {
    let mut card = Card::new(Model::test_card());
    let mut jpki = card.jpki().unwrap();
    assert_eq!(jpki.token_kind(), Ok(TokenKind::Card));
    assert!(jpki.availability().unwrap().unwrap().signature);
    assert_eq!(
        jpki.authentication_certificate().unwrap(),
        fixture("jpki-auth-cert.der")
    );
    let to_sign = ToSign::message(SignatureAlgorithm::RsaSha256, b"challenge");
    assert_eq!(jpki.sign_authentication(&to_sign), Err(CardError::SecretNeeded));
    jpki.show_pin(&Pin::new("5678").unwrap()).unwrap();
    let signed = jpki.sign_authentication(&to_sign).unwrap();
    assert_eq!(
        (signed[0], &signed[1..4], signed.len()),
        (0x97, &b"\x30\x31\x30"[..], 1 + 51),
        "a DigestInfo of SHA-256"
    );

    assert_eq!(jpki.signature_certificate(), Err(CardError::SecretNeeded));
    assert_eq!(jpki.sign_document(&to_sign), Err(CardError::SecretNeeded));
    jpki.show_signature_pin(&SignaturePin::new("abc123").unwrap())
        .unwrap();
    assert_eq!(
        jpki.signature_certificate().unwrap(),
        fixture("jpki-sign-cert.der")
    );
    assert_eq!(jpki.sign_document(&to_sign).unwrap()[0], 0x9A);
    jpki.finish().unwrap();
    let model = card.into_transport();
    let sign = model.sent.iter().rfind(|command| command[1] == 0x2A).unwrap();
    assert_eq!(sign[..5], [0x80, 0x2A, 0x00, 0x9A, 51]);
    assert_eq!(sign.last(), Some(&0));
}

#[test]
fn a_card_without_a_certificate_says_so() {
    let mut child = Model::test_card();
    child.jpki().file(0x0008, vec![0x00, 0x8F, 0x00], &[]);
    child.jpki().file(0x0001, vec![0xFF; 2000], &[]);
    child.jpki().secrets.get_mut(&0x1B).unwrap().left = 0;
    let mut card = Card::new(child);
    let mut jpki = card.jpki().unwrap();
    let pin = SignaturePin::new("ABC123").unwrap();
    assert_eq!(
        jpki.show_signature_pin(&pin),
        Err(CardError::NoCertificate),
        "and not: locked"
    );
    assert_eq!(jpki.signature_certificate(), Err(CardError::NoCertificate));
    let mut none = Model::test_card();
    none.jpki().files.remove(&0x000A);
    assert_eq!(
        Card::new(none).jpki().unwrap().authentication_certificate(),
        Err(CardError::NoCertificate)
    );
}

#[test]
fn a_shown_secret_does_not_outlive_the_reading() {
    let mut card = Card::new(Model::test_card());
    let mut text = card.text_attributes().unwrap();
    text.show_pin(&pin()).unwrap();
    text.finish().unwrap();
    assert!(card.into_transport().shown.is_empty(), "finished");

    let mut model = Model::test_card();
    let mut card = Card::new(&mut model);
    let mut text = card.text_attributes().unwrap();
    text.show_pin(&pin()).unwrap();
    drop(text);
    assert!(model.shown.is_empty(), "dropped");

    // An error on the way, after the secret was shown.
    let mut model = Model::test_card();
    model.text().files.remove(&0x0002);
    let mut read = || -> Result<(), CardError> {
        let mut card = Card::new(&mut model);
        let mut text = card.text_attributes()?;
        text.show_pin(&pin())?;
        text.attributes().map(drop)
    };
    assert_eq!(read(), Err(CardError::Refused(0x6A82)));
    assert!(model.shown.is_empty(), "failed");
}

#[test]
fn a_telephone_is_left_for_another_application() {
    let mut model = Model::test_card().without(&[0, 1, 4]);
    let mut card = Card::new(&mut model);
    let mut jpki = card.jpki().unwrap();
    jpki.show_pin(&Pin::new("5678").unwrap()).unwrap();
    jpki.finish().unwrap();
    assert!(model.shown.is_empty());
    // Where there is no other, that is told: the card must be taken away.
    let mut card = Card::new(Model::test_card().without(&[0, 1, 3, 4]));
    let mut jpki = card.jpki().unwrap();
    jpki.show_pin(&Pin::new("5678").unwrap()).unwrap();
    assert_eq!(jpki.finish(), Err(CardError::StillShown));
}

#[test]
fn what_an_earlier_program_showed_is_forgotten_first() {
    let mut card = Card::new(Model::test_card().left_open());
    let mut text = card.text_attributes().unwrap();
    assert_eq!(text.attributes_file(), Err(CardError::SecretNeeded));
    // And so it is when the same is opened twice.
    text.show_pin(&pin()).unwrap();
    text.finish().unwrap();
    assert_eq!(
        card.text_attributes().unwrap().attributes_file(),
        Err(CardError::SecretNeeded)
    );
}

#[test]
fn a_card_that_is_taken_away_is_told_at_every_step() {
    let read = |gone_after| {
        let mut model = Model::test_card();
        model.gone_after = gone_after;
        let mut card = Card::new(&mut model);
        let mut read = || -> Result<(), CardError> {
            let mut text = card.text_attributes()?;
            text.show_number_b(&b())?;
            text.attributes()?;
            text.proof()?;
            text.finish()
        };
        let outcome = read();

        (outcome, model.sent.len())
    };
    let (outcome, commands) = read(None);
    assert_eq!(outcome, Ok(()));
    assert!(commands > 10);
    for gone_after in 0..commands {
        let (outcome, _) = read(Some(gone_after));
        assert_eq!(
            outcome,
            Err(CardError::Transport(TransportError::CardRemoved)),
            "after {gone_after}"
        );
    }
}

#[test]
fn secrets_of_other_applications_are_not_asked_for() {
    let mut card = Card::new(Model::test_card());
    assert!(
        card.text_attributes()
            .unwrap()
            .tries(SecretKind::SignaturePin)
            .is_err()
    );
    assert!(
        card.surface_check()
            .unwrap()
            .tries(SecretKind::AuthenticationPin)
            .is_err()
    );
    assert!(
        card.jpki()
            .unwrap()
            .tries(SecretKind::VerificationNumberB)
            .is_err()
    );
}
