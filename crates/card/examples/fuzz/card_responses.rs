//! Every operation on a card that answers nonsense → an answer or an error, after a bounded number of commands, and no
//! secret shown when it must not be.

use madoguchi_card::secrets::{Pin, SecretKind, SignaturePin, VerificationNumberA, VerificationNumberB};
use madoguchi_card::{Card, CardError, SignatureAlgorithm, ToSign, Transport, TransportError};

use crate::Run;
use crate::card_files::byte;
use crate::random::Random;
use crate::support::model::Model;

/// No operation needs more: a file of 32 KiB in pieces of 256 bytes, each fetched in 32.
const MOST: usize = 150_000;

pub(crate) fn open() -> Run {
    let card = Model::test_card();
    Box::new(move |random| {
        let mut liar = Liar {
            card: card.clone(),
            random: Random::new(random.next(), 0),
            lies_one_in: random.of(&[1, 2, 5, 20, 100]),
            endless: random.one_in(200),
            left: None,
            commands: 0,
            wrong: None,
        };
        let mut outcome = "nothing read";
        for _ in 0..=random.below(3) {
            let mut card = Card::new(&mut liar);
            if operations(random, &mut card).is_ok() {
                outcome = "read";
            }
        }
        match liar.wrong {
            Some(wrong) => Err(wrong.into()),
            None => Ok(outcome),
        }
    })
}

/// Some operations of one application, up to the first that fails, or all the same.
fn operations<T: Transport>(random: &mut Random, card: &mut Card<T>) -> Result<(), CardError> {
    let to_sign = ToSign::message(SignatureAlgorithm::RsaSha256, b"challenge");
    let pin = Pin::new(random.of(&["1234", "5678", "0000"]))?;
    let number_a = VerificationNumberA::new("537686677188")?;
    let number_b = VerificationNumberB::new(random.of(&["55021720352285", "00000000000000"]))?;
    match random.below(5) {
        0 => card.kind().map(drop),
        1 => card.record().map(drop),
        2 => {
            let mut text = card.text_attributes()?;
            match random.below(3) {
                0 => text.show_pin(&pin)?,
                1 => text.show_number_a(&number_a)?,
                _ => text.show_number_b(&number_b)?,
            }
            let _ = text.attributes();
            let _ = text.individual_number();
            let _ = text.proof();
            let _ = text.information();
            let _ = (text.signed_key_file(), text.sign_challenge(&to_sign));
            let _ = text.tries(SecretKind::VerificationNumberB);
            text.finish()
        }
        3 => {
            let mut surface = card.surface_check()?;
            let _ = surface.information();
            if random.one_in(2) {
                surface.show_number_a(&number_a)?;
            } else {
                surface.show_number_b(&number_b)?;
            }
            let _ = surface.face();
            let _ = (surface.key_certificate_file(), surface.sign_challenge(&to_sign));
            surface.finish()
        }
        _ => {
            let mut jpki = card.jpki()?;
            let _ = (
                jpki.availability(),
                jpki.token_kind(),
                jpki.authentication_certificate(),
            );
            let _ = jpki.show_pin(&pin);
            let _ = jpki.sign_authentication(&to_sign);
            let _ = jpki.show_signature_pin(&SignaturePin::new("abc123")?);
            let _ = (jpki.signature_certificate(), jpki.sign_document(&to_sign));
            jpki.finish()
        }
    }
}

/// A card that now and then answers something else.
struct Liar {
    card: Model,
    random: Random,
    lies_one_in: usize,
    /// Answers for ever that there is more.
    endless: bool,
    /// What the last command answered, if it asked how many tries are left.
    left: Option<u16>,
    commands: usize,
    wrong: Option<&'static str>,
}

impl Liar {
    fn lie(&mut self, truth: Vec<u8>) -> Result<Vec<u8>, TransportError> {
        let random = &mut self.random;
        let data: Vec<u8> = match random.below(4) {
            0 => Vec::new(),
            1 => (0..random.below(300)).map(|_| byte(random)).collect(),
            2 => truth[..random.below(truth.len())].to_vec(),
            _ => truth,
        };
        let status: u16 = match random.below(8) {
            0 => 0x9000,
            1 => 0x6100 | u16::from(byte(random)),
            2 => 0x6C00 | u16::from(byte(random)),
            3 => 0x63C0 | u16::from(byte(random) & 0x0F),
            4 => random.of(&[
                0x6282, 0x6300, 0x6982, 0x6983, 0x6984, 0x6986, 0x6A82, 0x6B00, 0x6F00,
            ]),
            5 => u16::from_be_bytes([byte(random), byte(random)]),
            6 => return Ok(data),
            _ => {
                let errors = [
                    TransportError::CardRemoved,
                    TransportError::ReaderGone,
                    TransportError::Silent,
                ];
                return Err(random.of(&errors));
            }
        };
        Ok([data, status.to_be_bytes().to_vec()].concat())
    }
}

impl Transport for Liar {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        self.commands += 1;
        if self.commands > MOST {
            self.wrong = Some("it does not stop asking");
            return Err(TransportError::Silent);
        }
        let verify = command.get(..4) == Some(b"\x00\x20\x00\x80");
        if verify && command.len() > 4 {
            let may = matches!(self.left, Some(0x63C2..=0x63CF | 0x6300));
            if !may {
                self.wrong = Some("a secret was shown without knowing that two tries are left");
            }
        }
        let truth = self.card.transmit(command)?;
        self.card.sent.clear();
        let answer = if self.endless && command.get(1) != Some(&0xA4) {
            Ok([
                vec![0; self.random.below(256)],
                vec![0x61, byte(&mut self.random)],
            ]
            .concat())
        } else if self.random.one_in(self.lies_one_in) {
            self.lie(truth)
        } else {
            Ok(truth)
        };
        self.left = match &answer {
            Ok(answer) if verify && command.len() == 4 => {
                answer.last_chunk().map(|status| u16::from_be_bytes(*status))
            }
            _ => None,
        };
        answer
    }
}
