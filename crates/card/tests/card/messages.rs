//! What the officer and the page are told of each error.

use std::collections::BTreeSet;

use madoguchi_card::bridge::{Failure, FailureCode};
use madoguchi_card::files::FileError;
use madoguchi_card::secrets::{SecretError, SecretKind, SignaturePin};
use madoguchi_card::{CardError, TransportError};

fn all() -> Vec<(CardError, FailureCode, Option<u8>)> {
    let secret = SecretKind::SignaturePin;
    vec![
        (TransportError::CardRemoved.into(), FailureCode::CardRemoved, None),
        (TransportError::ReaderGone.into(), FailureCode::ReaderGone, None),
        (TransportError::InUse.into(), FailureCode::CardInUse, None),
        (TransportError::Silent.into(), FailureCode::Unreadable, None),
        (CardError::OtherCard, FailureCode::OtherCard, None),
        (SecretError::NotFourDigits.into(), FailureCode::Malformed, None),
        (
            CardError::WrongSecret {
                secret,
                remaining: Some(4),
            },
            FailureCode::WrongSecret,
            Some(4),
        ),
        (
            CardError::WrongSecret {
                secret,
                remaining: None,
            },
            FailureCode::WrongSecret,
            None,
        ),
        (CardError::LastTry { secret }, FailureCode::LastTry, Some(1)),
        (CardError::Blocked { secret }, FailureCode::Blocked, Some(0)),
        (CardError::NoCertificate, FailureCode::NoCertificate, None),
        (CardError::SecretNeeded, FailureCode::Unreadable, None),
        (CardError::StillShown, FailureCode::Unreadable, None),
        (CardError::Refused(0x6F00), FailureCode::Unreadable, None),
        (CardError::ShortAnswer, FailureCode::Unreadable, None),
        (CardError::File(FileError::Broken), FailureCode::Unreadable, None),
        (CardError::Algorithm, FailureCode::Unreadable, None),
    ]
}

#[test]
fn each_error_has_a_code_and_a_sentence_of_its_own() {
    let mut sentences = BTreeSet::new();
    for (error, code, remaining_tries) in all() {
        let failure = Failure::from(error);
        assert_eq!(
            (failure.code, failure.remaining_tries),
            (code, remaining_tries),
            "{error}"
        );
        assert!(
            failure.message.ends_with('。') || failure.message.ends_with('）'),
            "{}",
            failure.message
        );
        assert!(
            sentences.insert(failure.message.clone()),
            "twice: {}",
            failure.message
        );
    }
    assert_eq!(sentences.len(), all().len());
}

#[test]
fn the_tries_that_are_left_are_said() {
    let message = |remaining| {
        CardError::WrongSecret {
            secret: SecretKind::SignaturePin,
            remaining,
        }
        .message()
    };
    assert_eq!(
        message(Some(4)),
        "署名用暗証番号が違います。あと4回間違えるとロックされます。ご本人に確かめてから入力してください。"
    );
    assert!(!message(None).contains("ロック"));
}

#[test]
fn each_status_word_that_cards_give_has_a_sentence_and_its_number() {
    let known = [
        0x6281, 0x6283, 0x6400, 0x6581, 0x6700, 0x6881, 0x6882, 0x6981, 0x6984, 0x6985, 0x6986, 0x6987,
        0x6988, 0x6A80, 0x6A81, 0x6A82, 0x6A83, 0x6A84, 0x6A85, 0x6A86, 0x6A87, 0x6A88, 0x6B00, 0x6D00,
        0x6E00, 0x6F00,
    ];
    let other = CardError::Refused(0x6FFF).message().replace("6FFF", "");
    for status in known {
        let message = CardError::Refused(status).message();
        let number = format!("{status:04X}");
        assert!(message.contains(&number), "{message}");
        assert_ne!(message.replace(&number, ""), other, "{number}");
    }
}

#[test]
fn what_was_typed_is_not_repeated() {
    let error = CardError::from(SignaturePin::new("SECRET").unwrap_err());
    assert!(!format!("{error} {error:?} {}", error.message()).contains("SECRET"));
}
