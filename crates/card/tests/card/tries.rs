//! Tries are read before a secret is shown; none is wasted, and the last one never used up.

use madoguchi_card::secrets::{Pin, SecretKind};
use madoguchi_card::{Card, CardError, Tries};
use proptest::prelude::*;

use crate::support::model::Model;
use crate::support::script::{Script, status};

const PIN: SecretKind = SecretKind::TextAttributesPin;

fn pin(typed: &str) -> Pin {
    Pin::new(typed).expect("4 digits")
}

/// Shows a PIN to a card that answers with these status words: first how many tries are left, then to the PIN itself.
fn shown(tries: u16, answer: u16) -> (Result<(), CardError>, usize) {
    // Leaving, selecting, the file of the PIN.
    let answers = [0x9000, 0x9000, 0x9000, tries, answer, 0x9000];
    let mut card = Card::new(Script::new(answers.map(status)));
    let outcome = card.text_attributes().expect("selected").show_pin(&pin("1234"));
    let sent = card.into_transport().sent;
    assert_eq!(sent[3], [0x00, 0x20, 0x00, 0x80], "asked first");
    let carried = sent
        .iter()
        .filter(|command| command[1] == 0x20 && command.len() > 4)
        .collect::<Vec<_>>();
    assert!(
        carried
            .iter()
            .all(|command| **command == *b"\x00\x20\x00\x80\x041234")
    );
    (outcome, carried.len())
}

#[test]
fn the_card_is_asked_only_while_more_than_one_try_is_left() {
    for left in 2..=15 {
        assert_eq!(shown(0x63C0 | left, 0x9000), (Ok(()), 1), "{left} left");
    }
    assert_eq!(shown(0x6300, 0x9000), (Ok(()), 1), "not counted");
    assert_eq!(
        shown(0x63C1, 0x9000),
        (Err(CardError::LastTry { secret: PIN }), 0)
    );
    for locked in [0x63C0, 0x6983, 0x6984] {
        assert_eq!(
            shown(locked, 0x9000),
            (Err(CardError::Blocked { secret: PIN }), 0),
            "{locked:04X}"
        );
    }
    for refused in [0x6985, 0x6A88, 0x6F00, 0x6700, 0x6283] {
        assert_eq!(
            shown(refused, 0x9000),
            (Err(CardError::Refused(refused)), 0),
            "{refused:04X}"
        );
    }
}

#[test]
fn a_wrong_one_is_shown_once() {
    let wrong = |remaining| {
        Err(CardError::WrongSecret {
            secret: PIN,
            remaining,
        })
    };
    assert_eq!(shown(0x63C3, 0x63C2), (wrong(Some(2)), 1));
    assert_eq!(shown(0x6300, 0x6300), (wrong(None), 1));
    assert_eq!(
        shown(0x63C2, 0x63C0),
        (Err(CardError::Blocked { secret: PIN }), 1)
    );
    assert_eq!(
        shown(0x63C2, 0x6984),
        (Err(CardError::Blocked { secret: PIN }), 1)
    );
    // What asks for another length, or promises more, is not answered by showing it again.
    assert_eq!(shown(0x63C3, 0x6C04), (Err(CardError::Refused(0x6C04)), 1));
    assert_eq!(shown(0x63C3, 0x6104), (Err(CardError::Refused(0x6104)), 1));
}

#[test]
fn a_card_that_has_been_shown_it_is_made_to_count_again() {
    let mut card = Card::new(Model::test_card());
    let mut text = card.text_attributes().unwrap();
    text.show_pin(&pin("1234")).unwrap();
    assert_eq!(text.tries(PIN), Ok(Tries::Remaining(3)));
    // It had to be forgotten for that.
    assert_eq!(text.attributes_file(), Err(CardError::SecretNeeded));
    text.show_pin(&pin("1234")).unwrap();
    let wrong = text.show_pin(&pin("0000"));
    assert_eq!(
        wrong,
        Err(CardError::WrongSecret {
            secret: PIN,
            remaining: Some(2)
        })
    );
}

#[test]
fn each_secret_has_its_own_count() {
    let mut card = Card::new(Model::test_card());
    let mut text = card.text_attributes().unwrap();
    assert!(text.show_pin(&pin("0000")).is_err());
    let left = [
        PIN,
        SecretKind::VerificationNumberA,
        SecretKind::VerificationNumberB,
    ]
    .map(|kind| text.tries(kind).unwrap());
    assert_eq!(left, [2, 10, 10].map(Tries::Remaining));
    drop(text);
    let mut jpki = card.jpki().unwrap();
    let left =
        [SecretKind::AuthenticationPin, SecretKind::SignaturePin].map(|kind| jpki.tries(kind).unwrap());
    assert_eq!(left, [3, 5].map(Tries::Remaining));
}

#[test]
fn a_locked_card_is_told_apart() {
    let mut model = Model::test_card();
    model.text().secrets.get_mut(&0x11).unwrap().left = 0;
    let mut card = Card::new(model);
    let mut text = card.text_attributes().unwrap();
    assert_eq!(text.tries(PIN), Ok(Tries::Blocked));
    assert_eq!(
        text.show_pin(&pin("1234")),
        Err(CardError::Blocked { secret: PIN })
    );
    drop(text);
    assert_eq!(card.into_transport().shown_secrets(), 0);
}

proptest! {
    /// Whatever is typed in whatever order, the card never locks, and every answer is what the card's count says.
    #[test]
    fn no_card_is_locked_here(typed in prop::collection::vec(any::<bool>(), 1..12)) {
        let mut model = Model::test_card();
        let mut left = 3;
        for right in typed {
            let mut card = Card::new(&mut model);
            let outcome = card.text_attributes().unwrap().show_pin(&pin(if right { "1234" } else { "9999" }));

            let expected = match (left, right) {
                (1, _) => Err(CardError::LastTry { secret: PIN }),
                (_, true) => { left = 3; Ok(()) }
                (_, false) => {
                    left -= 1;
                    Err(CardError::WrongSecret { secret: PIN, remaining: Some(left) })
                }
            };
            prop_assert_eq!(outcome, expected);
            prop_assert_eq!(model.text().secrets[&0x11].left, left);
            prop_assert!(model.shown.is_empty());
        }
        prop_assert!(left >= 1);
    }
}
