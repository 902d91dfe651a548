//! OCSP.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_jpki::revocation::{
    Evidence, Fetch, FetchError, IdHash, OcspSource, Reason, RevocationSource, Source, Status, WhyUnknown,
};
use madoguchi_jpki::testing::{Answer, AnswerStatus, Authority, Key, Order, Responder, key_usage_bits};
use madoguchi_jpki::{Certificate, Purpose, verify};

use crate::support::{
    anchors, authority, certificate, in_force, issued, order, persons_key, profile, strange_key, time,
    validity,
};

const PURPOSE: Purpose = Purpose::Authentication;

/// A responder in this process: it answers, or does not.
pub(super) struct Line<F>(pub(super) F);

impl<F: Fn(&str, &str, &[u8]) -> Result<Vec<u8>, FetchError> + Send + Sync> Fetch for Line<F> {
    fn post(&self, address: &str, content_type: &str, body: &[u8]) -> Result<Vec<u8>, FetchError> {
        self.0(address, content_type, body)
    }
}

fn good() -> Answer {
    let hour = TimeDelta::hours(1);
    Answer::new(AnswerStatus::Good, in_force() - hour, in_force() + hour)
}

type Sent = Box<dyn Fn(&str, &str, &[u8]) -> Result<Vec<u8>, FetchError> + Send + Sync>;

/// Asks after a faultless certificate; the source and the line are as wanted.
fn ask_with(sent: Sent, change: impl FnOnce(&mut OcspSource<Line<Sent>>), at: DateTime<Utc>) -> Evidence {
    let certificate = certificate(issued(PURPOSE));
    let anchors = anchors(PURPOSE);
    let verified = verify(&certificate, PURPOSE, &anchors, &profile(), in_force()).unwrap();
    let mut source = OcspSource::new(Line(sent), None, profile());
    change(&mut source);
    source.check(&verified, at)
}

fn ask(answer: Answer) -> Evidence {
    let line = move |_: &str, _: &str, body: &[u8]| Ok(authority(PURPOSE).answer(body, &answer).unwrap());
    ask_with(Box::new(line), |_| (), in_force())
}

fn why(answer: Answer) -> WhyUnknown {
    let evidence = ask(answer);
    assert_eq!((evidence.this_update, evidence.next_update), (None, None));
    assert_eq!(
        evidence.source,
        Source::Ocsp("http://ocsp.test.example.jp".to_owned())
    );
    match evidence.status {
        Status::Unknown(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn good_is_good_with_its_source_times_and_bytes() {
    let evidence = ask(good());
    assert_eq!(evidence.status, Status::Good);
    assert_eq!(
        evidence.source,
        Source::Ocsp("http://ocsp.test.example.jp".to_owned())
    );
    assert_eq!(evidence.checked_at, in_force());
    assert_eq!(evidence.this_update, Some(in_force() - TimeDelta::hours(1)));
    assert_eq!(evidence.next_update, Some(in_force() + TimeDelta::hours(1)));
    assert!(evidence.raw.len() > 256);
    assert!(!format!("{evidence:?}").contains("raw"));
}

#[test]
fn the_question_is_a_post_of_the_right_kind_about_the_right_certificate() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    for hash in [IdHash::Sha1, IdHash::Sha256] {
        let seen = Arc::clone(&seen);
        let line = move |address: &str, content_type: &str, body: &[u8]| {
            let question = (
                address.to_owned(),
                content_type.to_owned(),
                Authority::asked_serial(body).unwrap(),
            );
            seen.lock().unwrap().push(question);
            Ok(authority(PURPOSE).answer(body, &good()).unwrap())
        };
        let change = |source: &mut OcspSource<_>| {
            source.id_hash = hash;
            source.address = Some("http://pf.example.jp/ocsp".to_owned());
        };
        assert_eq!(ask_with(Box::new(line), change, in_force()).status, Status::Good);
    }
    let asked = (
        "http://pf.example.jp/ocsp".to_owned(),
        "application/ocsp-request".to_owned(),
        vec![3, 0xE9],
    );
    assert_eq!(*seen.lock().unwrap(), [asked.clone(), asked]);
}

#[test]
fn revoked_says_since_when_and_why() {
    let at = time("2026-08-01T00:00:00Z");
    let revoked = |reason| Answer {
        status: AnswerStatus::Revoked(at, reason),
        ..good()
    };
    let cases = [
        (None, Reason::Unspecified),
        (Some(1), Reason::KeyCompromise),
        (Some(3), Reason::AffiliationChanged),
        (Some(4), Reason::Superseded),
        (Some(5), Reason::CessationOfOperation),
        (Some(6), Reason::Hold),
        (Some(77), Reason::Other(77)),
    ];
    for (code, reason) in cases {
        assert_eq!(ask(revoked(code)).status, Status::Revoked { at, reason });
    }
}

#[test]
fn what_the_responder_does_not_know_is_unknown() {
    let answer = Answer {
        status: AnswerStatus::Unknown,
        ..good()
    };
    assert_eq!(why(answer), WhyUnknown::NotKnown);
}

#[test]
fn a_responder_that_does_not_answer_leaves_it_unknown() {
    let failed = |error| ask_with(Box::new(move |_, _, _| Err(error)), |_| (), in_force()).status;
    assert_eq!(failed(FetchError::Timeout), Status::Unknown(WhyUnknown::Silent));
    assert_eq!(
        failed(FetchError::Unreachable),
        Status::Unknown(WhyUnknown::Unreachable)
    );
    assert_eq!(
        failed(FetchError::Status(503)),
        Status::Unknown(WhyUnknown::Unreachable)
    );
}

#[test]
fn nobody_to_ask_leaves_it_unknown() {
    let purpose = Purpose::Signature;
    let certificate = certificate(issued(purpose));
    let anchors = anchors(purpose);
    let verified = verify(&certificate, purpose, &anchors, &profile(), in_force()).unwrap();
    let line = |_: &str, _: &str, _: &[u8]| panic!("nobody was to be asked");
    let evidence = OcspSource::new(Line(line), None, profile()).check(&verified, in_force());
    assert_eq!(evidence.status, Status::Unknown(WhyUnknown::NoSource));
    assert_eq!(evidence.source, Source::Nobody);
}

#[test]
fn a_response_that_is_none() {
    for (status, expected) in [
        (1, WhyUnknown::Refused),
        (2, WhyUnknown::Refused),
        (3, WhyUnknown::TryLater),
        (4, WhyUnknown::Malformed),
        (5, WhyUnknown::Refused),
        (6, WhyUnknown::Refused),
        (9, WhyUnknown::Malformed),
    ] {
        let answer = Answer {
            response_status: status,
            ..good()
        };
        assert_eq!(why(answer), expected, "{status}");
    }
    for bytes in [&b""[..], b"<html>", &[0x30, 0x03, 0x0A, 0x01, 0x00]] {
        let line = Box::new(|_: &str, _: &str, _: &[u8]| Ok(bytes.to_vec()));
        let status = ask_with(line, |_| (), in_force()).status;
        assert_eq!(status, Status::Unknown(WhyUnknown::Malformed));
    }
}

#[test]
fn times() {
    let at = |this: i64, next: Option<i64>| Answer {
        this_update: in_force() + TimeDelta::minutes(this),
        next_update: next.map(|next| in_force() + TimeDelta::minutes(next)),
        ..good()
    };
    assert_eq!(why(at(-60, Some(-1))), WhyUnknown::Stale);
    assert_eq!(why(at(6, Some(60))), WhyUnknown::FromTheFuture);
    assert_eq!(why(at(-60, Some(-120))), WhyUnknown::Stale);
    // Without an end it holds for an hour.
    assert_eq!(why(at(-61, None)), WhyUnknown::Stale);
    for fine in [at(-60, None), at(-60, Some(0)), at(5, Some(60))] {
        assert_eq!(ask(fine).status, Status::Good);
    }
}

#[test]
fn an_answer_about_another_certificate() {
    let id = |change: fn(&mut Order)| {
        let mut other = order(PURPOSE);
        change(&mut other);
        let certificate = certificate(&authority(PURPOSE).issue(&other));
        let anchors = anchors(PURPOSE);
        let verified = verify(&certificate, PURPOSE, &anchors, &profile(), in_force()).unwrap();
        let request = madoguchi_jpki::revocation::OcspRequest::new(&verified, IdHash::Sha1, None);
        // SEQUENCE of SEQUENCE of SEQUENCE of SEQUENCE of the identifier, all short.
        request.der()[8..].to_vec()
    };
    let same = Answer {
        other_id: Some(id(|_| ())),
        ..good()
    };
    assert_eq!(ask(same).status, Status::Good);
    let other = Answer {
        other_id: Some(id(|order| order.serial = vec![9])),
        ..good()
    };
    assert_eq!(why(other), WhyUnknown::OtherCertificate);
}

#[test]
fn the_nonce_must_come_back() {
    let asked = |answer: Answer| {
        let line = move |_: &str, _: &str, body: &[u8]| Ok(authority(PURPOSE).answer(body, &answer).unwrap());
        ask_with(
            Box::new(line),
            |source| source.nonces = Some(Box::new(|| [7; 32])),
            in_force(),
        )
        .status
    };
    assert_eq!(asked(good()), Status::Good);
    let none = Answer {
        with_nonce: false,
        ..good()
    };
    assert_eq!(asked(none.clone()), Status::Unknown(WhyUnknown::Nonce));
    let other = Answer {
        other_nonce: Some(vec![8; 32]),
        ..good()
    };
    assert_eq!(asked(other), Status::Unknown(WhyUnknown::Nonce));
    // Where none was asked for, none is needed.
    assert_eq!(ask(none).status, Status::Good);
}

#[test]
fn extensions() {
    let with = |critical| Answer {
        unknown_extension: Some(critical),
        ..good()
    };
    assert_eq!(ask(with(false)).status, Status::Good);
    assert_eq!(why(with(true)), WhyUnknown::UnknownCriticalExtension);
}

/// An answer signed with another key, whose certificate comes along.
fn delegated(issuer: &Authority, change: impl FnOnce(&mut Order)) -> Answer {
    let mut order = Order::responder(77, strange_key().public_key_info(), validity());
    change(&mut order);
    by(strange_key(), issuer.issue(&order))
}

fn by(key: &Key, certificate: Vec<u8>) -> Answer {
    Answer {
        responder: Responder::Delegated(Box::new(key.clone()), certificate),
        ..good()
    }
}

#[test]
fn a_responder_that_the_issuer_certified_may_answer() {
    assert_eq!(ask(delegated(authority(PURPOSE), |_| ())).status, Status::Good);
}

#[test]
fn others_may_not_answer() {
    let own = authority(PURPOSE);
    let refused = [
        delegated(own, |order| {
            order.extended_key_usage = vec!["1.3.6.1.5.5.7.3.2".parse().unwrap()];
        }),
        delegated(own, |order| order.extended_key_usage.clear()),
        delegated(own, |order| order.ca = Some(true)),
        delegated(own, |order| order.key_usage = Some(key_usage_bits(&[2]))),
        delegated(own, |order| order.not_after = time("2026-09-30T00:00:00Z")),
        delegated(own, |order| order.not_before = time("2026-10-02T00:00:00Z")),
        delegated(own, |order| {
            order.more.push(("1.2.3.4".parse().unwrap(), true, vec![5, 0]));
        }),
        // The authority for signatures is another.
        delegated(authority(Purpose::Signature), |_| ()),
        // A certificate that names the right issuer, and was signed by another.
        delegated(authority(Purpose::Signature), |order| {
            order.issuer = Some(certificate(own.root()).subject().to_vec());
        }),
        // A resident's own certificate.
        by(persons_key(), own.issue(&order(PURPOSE))),
    ];
    for (number, answer) in refused.into_iter().enumerate() {
        assert_eq!(why(answer), WhyUnknown::NotAuthorised, "case {number}");
    }
}

#[test]
fn a_responder_of_ones_own_settings_may_answer() {
    let stranger = Authority::with_key(Purpose::Signature, strange_key().clone(), validity());
    let known: Vec<u8> = stranger.issue(&Order::responder(5, persons_key().public_key_info(), validity()));
    let answer = by(persons_key(), known.clone());
    assert_eq!(why(answer.clone()), WhyUnknown::NotAuthorised);
    let trusted: Certificate = certificate(&known);
    let line = move |_: &str, _: &str, body: &[u8]| Ok(authority(PURPOSE).answer(body, &answer).unwrap());
    let evidence = ask_with(
        Box::new(line),
        |source| source.responders.trusted.push(trusted),
        in_force(),
    );
    assert_eq!(evidence.status, Status::Good);
}

#[test]
fn signed_with_another_key() {
    // The certificate of the true responder, the key of another.
    let order = Order::responder(77, strange_key().public_key_info(), validity());
    let forged = by(persons_key(), authority(PURPOSE).issue(&order));
    assert_eq!(why(forged), WhyUnknown::Signature);
    // The issuer's own name, the key of another.
    let stranger = Authority::with_key(PURPOSE, strange_key().clone(), validity());
    let line = move |_: &str, _: &str, body: &[u8]| Ok(stranger.answer(body, &good()).unwrap());
    let status = ask_with(Box::new(line), |_| (), in_force()).status;
    assert_eq!(status, Status::Unknown(WhyUnknown::Signature));
}

#[test]
fn no_changed_byte_is_good() {
    let revoked = Answer {
        status: AnswerStatus::Revoked(time("2026-08-01T00:00:00Z"), Some(1)),
        ..good()
    };
    let whole = ask(revoked.clone()).raw.to_vec();
    for at in 0..whole.len() {
        for bit in [0x01, 0x80] {
            let mut changed = whole.clone();
            changed[at] ^= bit;
            let line = Box::new(move |_: &str, _: &str, _: &[u8]| Ok(changed.clone()));
            let status = ask_with(line, |_| (), in_force()).status;
            assert!(matches!(status, Status::Unknown(_)), "byte {at}: {status:?}");
        }
    }
}
