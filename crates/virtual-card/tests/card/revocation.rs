//! What the responder says, as our verifier judges it.

use chrono::TimeDelta;
use madoguchi_card::Card;
use madoguchi_jpki::revocation::{IdHash, OcspRequest, Reason, Responders, Status, WhyUnknown};
use madoguchi_jpki::{Anchors, Certificate, Environment, Profile, Purpose, verify};
use madoguchi_virtual_card::{Desk, OcspBehaviour};

use crate::support::{desk, now};

/// What is known of a person's certificate for user authentication; none if the responder is silent.
fn asked(desk: &mut Desk, person: &str) -> Option<Result<Status, WhyUnknown>> {
    desk.put(0, Some(person)).unwrap();
    let der = Card::new(desk.card_on(0))
        .jpki()
        .unwrap()
        .authentication_certificate()
        .unwrap();
    desk.take(0).unwrap();
    let mut anchors = Anchors::new(Environment::Own);
    anchors.add(Purpose::Authentication, desk.roots()[0]).unwrap();
    let (certificate, profile) = (Certificate::parse(&der).unwrap(), Profile::of(Environment::Own));
    let verified = verify(&certificate, Purpose::Authentication, &anchors, &profile, now()).unwrap();
    let request = OcspRequest::new(&verified, IdHash::Sha1, Some([7; 32]));
    let response = desk.ocsp(request.der())?;
    let longest = TimeDelta::hours(12);
    let judged = request.judge(
        &response,
        &verified,
        &Responders::default(),
        &profile,
        longest,
        now(),
    );
    Some(judged.map(|(status, ..)| status))
}

#[test]
fn revoked_is_what_the_desk_revoked() {
    let mut desk = desk();
    assert_eq!(asked(&mut desk, "sato"), Some(Ok(Status::Good)));
    let revoked = Status::Revoked {
        at: now(),
        reason: Reason::KeyCompromise,
    };
    assert_eq!(asked(&mut desk, "nakamura-revoked"), Some(Ok(revoked)));
    desk.set_revoked("sato", true).unwrap();
    assert_eq!(asked(&mut desk, "sato"), Some(Ok(revoked)));
    desk.set_revoked("sato", false).unwrap();
    assert_eq!(asked(&mut desk, "sato"), Some(Ok(Status::Good)));
}

#[test]
fn each_behaviour_is_judged_as_what_it_is() {
    let mut desk = desk();
    for (behaviour, expected) in [
        (OcspBehaviour::Silent, None),
        (OcspBehaviour::TryLater, Some(Err(WhyUnknown::TryLater))),
        (OcspBehaviour::BadSignature, Some(Err(WhyUnknown::Signature))),
        (OcspBehaviour::Unknown, Some(Err(WhyUnknown::NotKnown))),
        (OcspBehaviour::Stale, Some(Err(WhyUnknown::Stale))),
        (OcspBehaviour::Good, Some(Ok(Status::Good))),
    ] {
        desk.set_ocsp_behaviour(behaviour);
        assert_eq!(asked(&mut desk, "sato"), expected, "{behaviour:?}");
    }
    assert_eq!(desk.ocsp(b"no request"), Some(vec![0x30, 0x03, 0x0A, 0x01, 0x01]));
}
