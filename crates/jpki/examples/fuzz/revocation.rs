//! Answers and lists that say "revoked", with damage → unknown, or still revoked; never good.

use chrono::TimeDelta;
use madoguchi_jpki::revocation::{IdHash, Lists, OcspRequest, Responders, RevocationSource, Status};
use madoguchi_jpki::testing::{Answer, AnswerStatus, Entry, List, Order, Responder, distribution_point};
use madoguchi_jpki::{Purpose, verify};

use crate::Run;
use crate::damage::damaged;
use crate::support::{
    anchors, authority, certificate, in_force, order, persons_key, profile, strange_key, validity,
};

const PURPOSE: Purpose = Purpose::Authentication;

pub(crate) fn open() -> Run {
    let authority = authority(PURPOSE);
    let certificate = certificate(&authority.issue(&order(PURPOSE)));
    let (anchors, profile, hour) = (anchors(PURPOSE), profile(), TimeDelta::hours(1));
    let (before, after) = (in_force() - hour, in_force() + hour);
    let question = |nonce| {
        let verified = verify(&certificate, PURPOSE, &anchors, &profile, in_force()).unwrap();
        OcspRequest::new(&verified, IdHash::Sha1, nonce)
    };
    let questions = [question(None), question(Some([7; 32]))];
    let responder = Order::responder(77, strange_key().public_key_info(), validity());
    let responder = Responder::Delegated(Box::new(strange_key().clone()), authority.issue(&responder));
    let answers: Vec<Vec<u8>> = questions
        .iter()
        .flat_map(|question| {
            let plain = Answer::new(AnswerStatus::Revoked(before, Some(1)), before, after);
            let delegated = Answer {
                responder: responder.clone(),
                ..plain.clone()
            };
            [plain, delegated].map(|answer| authority.answer(question.der(), &answer).unwrap())
        })
        .collect();
    let mut list = List::new(before, after);
    list.entries = (1000_u64..1005)
        .map(|serial| Entry {
            serial: serial.to_be_bytes().to_vec(),
            at: before,
            reason: Some(4),
            more: Vec::new(),
        })
        .collect();
    let pointed = List {
        distribution_point: Some(distribution_point("Tokyo-to", "Madoguchi-shi")),
        ..list.clone()
    };
    let lists = [authority.list(&list), authority.list(&pointed)];
    assert_eq!(persons_key().modulus().len(), 256);
    Box::new(move |random| {
        let verified =
            verify(&certificate, PURPOSE, &anchors, &profile, in_force()).map_err(|e| e.to_string())?;
        if random.one_in(2) {
            let whole = random.of(&answers);
            let bytes = damaged(random, &whole);
            let question = &questions[random.below(2)];
            let judged = question.judge(
                &bytes,
                &verified,
                &Responders::default(),
                &profile,
                hour,
                in_force(),
            );
            return match judged {
                Ok((Status::Good, ..)) => Err("a damaged answer says good".into()),
                Ok(_) => Ok("answer: revoked"),
                Err(_) => Ok("answer: unknown"),
            };
        }
        let whole = random.of(&lists);
        let bytes = damaged(random, &whole);
        let known = Lists::new();
        let added = known.add(&bytes, PURPOSE, &anchors, &profile, in_force());
        match known.check(&verified, in_force()).status {
            Status::Good => Err("a damaged list says good".into()),
            Status::Revoked { .. } => Ok("list: revoked"),
            Status::Unknown(_) if added.is_ok() => Err("a list was taken and says nothing".into()),
            Status::Unknown(_) => Ok("list: unknown"),
        }
    })
}
