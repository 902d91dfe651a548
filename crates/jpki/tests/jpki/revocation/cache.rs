//! What was heard is kept for a while, and several sources are asked in order.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use madoguchi_jpki::revocation::{
    Cached, Evidence, FetchError, InOrder, Lists, OcspSource, RevocationSource, Source, Status, WhyUnknown,
};
use madoguchi_jpki::testing::{Answer, AnswerStatus, List};
use madoguchi_jpki::{Certificate, Purpose, verify};

use super::ocsp::Line;
use crate::support::{anchors, authority, certificate, in_force, order, profile, time};

const PURPOSE: Purpose = Purpose::Authentication;

/// A responder that counts, and is out of order after so many answers.
fn counting(status: AnswerStatus, answers: usize) -> (impl RevocationSource, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let line = Line(move |_: &str, _: &str, body: &[u8]| {
        if counted.fetch_add(1, Ordering::SeqCst) >= answers {
            return Err(FetchError::Timeout);
        }
        let hour = TimeDelta::hours(1);
        let answer = Answer::new(status, in_force() - hour, in_force() + hour * 2);
        Ok(authority(PURPOSE).answer(body, &answer).unwrap())
    });
    (OcspSource::new(line, None, profile()), calls)
}

fn issued(serial: u8) -> Certificate {
    let mut order = order(PURPOSE);
    order.serial = vec![serial];
    certificate(&authority(PURPOSE).issue(&order))
}

fn check(source: &impl RevocationSource, certificate: &Certificate, minutes: i64) -> Evidence {
    let anchors = anchors(PURPOSE);
    let at = in_force() + TimeDelta::minutes(minutes);
    let verified = verify(certificate, PURPOSE, &anchors, &profile(), at).unwrap();
    source.check(&verified, at)
}

#[test]
fn a_certificate_that_is_shown_again_costs_no_call() {
    let revoked = AnswerStatus::Revoked(time("2026-08-01T00:00:00Z"), None);
    for status in [AnswerStatus::Good, revoked] {
        let (source, calls) = counting(status, 9);
        let cached = Cached::new(source, 10, TimeDelta::minutes(30));
        let shown = issued(1);
        let first = check(&cached, &shown, 0);
        assert!(!matches!(first.status, Status::Unknown(_)));
        for minutes in [0, 1, 30] {
            assert_eq!(check(&cached, &shown, minutes), first);
        }
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        check(&cached, &issued(2), 0);
        assert_eq!(calls.load(Ordering::SeqCst), 2);
    }
}

#[test]
fn what_is_too_old_is_asked_again() {
    let (source, calls) = counting(AnswerStatus::Good, 9);
    let cached = Cached::new(source, 10, TimeDelta::minutes(30));
    let shown = issued(1);
    check(&cached, &shown, 0);
    let again = check(&cached, &shown, 31);
    assert_eq!(calls.load(Ordering::SeqCst), 2);
    assert_eq!(again.checked_at, in_force() + TimeDelta::minutes(31));
}

#[test]
fn nothing_is_kept_beyond_the_next_update() {
    let (source, calls) = counting(AnswerStatus::Good, 1);
    let cached = Cached::new(source, 10, TimeDelta::days(30));
    let shown = issued(1);
    check(&cached, &shown, 0);
    assert_eq!(check(&cached, &shown, 120).status, Status::Good);
    assert_eq!(
        check(&cached, &shown, 121).status,
        Status::Unknown(WhyUnknown::Silent)
    );
    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[test]
fn nothing_is_used_for_a_time_before_it_was_heard() {
    let (source, calls) = counting(AnswerStatus::Good, 9);
    let cached = Cached::new(source, 10, TimeDelta::minutes(30));
    let shown = issued(1);
    check(&cached, &shown, 10);
    check(&cached, &shown, 5);
    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[test]
fn what_is_unknown_is_asked_again() {
    let (source, calls) = counting(AnswerStatus::Unknown, 9);
    let cached = Cached::new(source, 10, TimeDelta::minutes(30));
    let shown = issued(1);
    for asked in 1..=3 {
        assert_eq!(
            check(&cached, &shown, 0).status,
            Status::Unknown(WhyUnknown::NotKnown)
        );
        assert_eq!(calls.load(Ordering::SeqCst), asked);
    }
    assert!(cached.is_empty());
}

#[test]
fn it_keeps_no_more_than_it_may() {
    let (source, calls) = counting(AnswerStatus::Good, 99);
    let cached = Cached::new(source, 3, TimeDelta::minutes(30));
    for serial in 1..=5 {
        check(&cached, &issued(serial), 0);
    }
    assert_eq!((cached.len(), calls.load(Ordering::SeqCst)), (3, 5));
    check(&cached, &issued(5), 0);
    assert_eq!(calls.load(Ordering::SeqCst), 5);
    check(&cached, &issued(1), 0);
    assert_eq!((cached.len(), calls.load(Ordering::SeqCst)), (3, 6));
}

#[test]
fn the_next_source_is_asked_only_where_one_does_not_know() {
    let lists = Lists::new();
    let list = List::new(in_force() - TimeDelta::days(1), in_force() + TimeDelta::days(1));
    let der = authority(PURPOSE).list(&list);
    let (responder, calls) = counting(AnswerStatus::Good, 1);
    lists
        .add(&der, PURPOSE, &anchors(PURPOSE), &profile(), in_force())
        .unwrap();
    let in_order = InOrder(vec![Box::new(responder), Box::new(lists)]);
    let shown = issued(1);
    assert!(matches!(check(&in_order, &shown, 0).source, Source::Ocsp(_)));
    // The responder is silent now.
    assert_eq!(check(&in_order, &shown, 0).source, Source::List);
    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[test]
fn where_none_knows_the_first_ones_answer_stands() {
    let (responder, _) = counting(AnswerStatus::Good, 0);
    let in_order = InOrder(vec![Box::new(responder), Box::new(Lists::new())]);
    assert_eq!(
        check(&in_order, &issued(1), 0).status,
        Status::Unknown(WhyUnknown::Silent)
    );
    let nobody = check(&InOrder(Vec::new()), &issued(1), 0);
    assert_eq!(nobody.status, Status::Unknown(WhyUnknown::NoSource));
}
