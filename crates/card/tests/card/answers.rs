//! Answers that come in pieces, too long, too short, or for ever.

use madoguchi_card::{Card, CardError, CardKind, SignatureAlgorithm, ToSign, Transport, TransportError};

use crate::support::fixture;
use crate::support::script::{Script, status};

/// A card that answers SELECT with success and READ BINARY with these in turn, the last one for ever.
fn read(answers: &[&[u8]]) -> (Result<Vec<u8>, CardError>, Vec<Vec<u8>>) {
    let selected = [status(0x9000), status(0x9000), status(0x9000)];
    let answers = answers.iter().map(|answer| answer.to_vec());
    let mut card = Card::new(Script::new(selected.into_iter().chain(answers)));
    let outcome = card.text_attributes().expect("selected").attributes_file();
    (outcome, card.into_transport().sent.split_off(3))
}

fn ok(data: &[u8]) -> Vec<u8> {
    [data, b"\x90\x00"].concat()
}

#[test]
fn pieces_are_put_together() {
    let file = fixture("text-0002.bin");
    assert_eq!(read(&[&ok(&file)]).0.unwrap(), file);
    // 61xx: the rest is fetched.
    let (outcome, sent) = read(&[&[&file[..60], b"\x61\x2C"].concat(), &ok(&file[60..])]);
    assert_eq!(outcome.unwrap(), file);
    assert_eq!(sent, [&b"\x00\xB0\x00\x00\x00"[..], b"\x00\xC0\x00\x00\x2C"]);
    // 6Cxx: asked again, for so much.
    let (outcome, sent) = read(&[b"\x6C\x68", &ok(&file)]);
    assert_eq!(outcome.unwrap(), file);
    assert_eq!(sent, [&b"\x00\xB0\x00\x00\x00"[..], b"\x00\xB0\x00\x00\x68"]);
    // 6282: it ended before so much was read.
    assert_eq!(read(&[&[&file[..], b"\x62\x82"].concat()]).0.unwrap(), file);
    // Two bytes before the file, and filler after it.
    assert_eq!(
        read(&[&ok(&[b"\0\0", &file[..], &[0xFF; 50]].concat())])
            .0
            .unwrap(),
        file
    );
}

#[test]
fn a_long_file_takes_several_commands() {
    let file = fixture("text-0004.bin");
    let (outcome, sent) = read(&[&ok(&file[..256]), &ok(&file[256..512]), &ok(&file[512..])]);
    // Another file than was asked for: all of it is given, and the parser says what it is not.
    assert_eq!(outcome.unwrap(), file);
    assert_eq!(sent.len(), 3);
    assert_eq!(sent[2][..4], [0x00, 0xB0, 0x02, 0x00]);
    let (outcome, _) = read(&[&ok(&file[..256]), b"\x6B\x00"]);
    assert_eq!(outcome.unwrap(), file[..256]);
}

#[test]
fn what_does_not_end_is_given_up() {
    assert_eq!(
        read(&[b"\x61\x00"]).0,
        Err(CardError::EndlessAnswer),
        "more and more, and never any"
    );
    assert_eq!(
        read(&[&[&[0; 200][..], b"\x61\xFF"].concat()]).0,
        Err(CardError::EndlessAnswer)
    );
    assert_eq!(
        read(&[&ok(&[0; 257])]).0,
        Err(CardError::EndlessAnswer),
        "more than was asked for"
    );
    let (outcome, sent) = read(&[&ok(&[0; 256])]);
    assert_eq!(
        (outcome.unwrap().len(), sent.len()),
        (0x8000, 0x80),
        "a file as long as any can be"
    );
    // A length that no file has is not believed, nor is room made for it.
    let claims = [b"\xFF\x20\x84\xFF\xFF\xFF\xFF".to_vec(), vec![0; 249]].concat();
    assert_eq!(read(&[&ok(&claims), b"\x6B\x00"]).0.unwrap(), claims);
    assert_eq!(
        read(&[b"\x6C\x10"]).0,
        Err(CardError::Refused(0x6C10)),
        "asked again only once"
    );
}

#[test]
fn an_answer_has_a_status_word() {
    for short in [&b""[..], b"\x90"] {
        assert_eq!(read(&[short]).0, Err(CardError::ShortAnswer));
    }
    assert_eq!(read(&[b"\x90\x00"]).0, Ok(Vec::new()), "an empty file");
    assert_eq!(read(&[b"\x6B\x00"]).0, Err(CardError::Refused(0x6B00)));
    let mut card = Card::new(Script::new([status(0x9000)]));
    let nothing = card
        .jpki()
        .unwrap()
        .sign_authentication(&ToSign::message(SignatureAlgorithm::RsaSha256, b""));
    assert_eq!(nothing, Err(CardError::ShortAnswer), "a signature of nothing");
}

/// Answers every command with one status word.
struct Always(u16);

impl Transport for Always {
    fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, TransportError> {
        Ok(self.0.to_be_bytes().to_vec())
    }
}

#[test]
fn every_status_word_is_an_answer() {
    for status in 0..=u16::MAX {
        let mut card = Card::new(Always(status));
        match card.text_attributes().map(drop) {
            Ok(()) => assert_eq!(status, 0x9000),
            Err(CardError::OtherCard) => {}
            Err(CardError::Refused(refused)) => assert_eq!(refused, status),
            Err(CardError::EndlessAnswer) => assert_eq!(status >> 8, 0x61),
            Err(error) => panic!("{status:04X}: {error}"),
        }
        match card.kind() {
            Ok(kind) => assert_eq!(kind == CardKind::MyNumberCard, status == 0x9000, "{status:04X}"),
            Err(error) => assert_eq!((error, status >> 8), (CardError::EndlessAnswer, 0x61)),
        }
    }
}
