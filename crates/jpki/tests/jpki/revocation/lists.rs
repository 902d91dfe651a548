//! Revocation lists.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_jpki::revocation::{Evidence, Lists, Reason, RevocationSource, Source, Status, WhyUnknown};
use madoguchi_jpki::testing::{Authority, Entry, List, distribution_point, key_usage_bits};
use madoguchi_jpki::{Anchors, Environment, ObjectIdentifier, Purpose, verify};

use crate::support::{
    anchors, authority, certificate, in_force, order, profile, strange_key, time, validity,
};

const PURPOSE: Purpose = Purpose::Signature;

fn list() -> List {
    let day = TimeDelta::days(1);
    List::new(in_force() - day, in_force() + day)
}

fn entry(serial: u64, reason: Option<u8>) -> Entry {
    Entry {
        serial: serial.to_be_bytes().to_vec(),
        at: time("2026-08-01T00:00:00Z"),
        reason,
        more: Vec::new(),
    }
}

fn oid(text: &str) -> ObjectIdentifier {
    text.parse().unwrap()
}

fn taken(list: &List) -> Result<(), WhyUnknown> {
    Lists::new().add(
        &authority(PURPOSE).list(list),
        PURPOSE,
        &anchors(PURPOSE),
        &profile(),
        in_force(),
    )
}

/// What is known of a faultless certificate (serial 1002) with these lists.
fn ask(known: &[List], at: DateTime<Utc>) -> Evidence {
    let (anchors, lists) = (anchors(PURPOSE), Lists::new());
    for list in known {
        let der = authority(PURPOSE).list(list);
        lists
            .add(&der, PURPOSE, &anchors, &profile(), in_force())
            .unwrap();
    }
    let certificate = certificate(&authority(PURPOSE).issue(&order(PURPOSE)));
    let verified = verify(&certificate, PURPOSE, &anchors, &profile(), in_force()).unwrap();
    lists.check(&verified, at)
}

#[test]
fn who_is_not_on_the_list_is_good() {
    let mut list = list();
    list.entries = vec![entry(1001, None), entry(1003, None)];
    let evidence = ask(&[list.clone()], in_force());
    assert_eq!(evidence.status, Status::Good);
    assert_eq!(evidence.source, Source::List);
    assert_eq!(
        (evidence.this_update, evidence.next_update),
        (Some(list.this_update), list.next_update)
    );
    assert_eq!(&evidence.raw[..], authority(PURPOSE).list(&list));
}

#[test]
fn who_is_on_the_list_is_revoked() {
    let cases = [
        (None, Reason::Unspecified),
        (Some(4), Reason::Superseded),
        (Some(6), Reason::Hold),
    ];
    for (code, reason) in cases {
        let mut list = list();
        list.entries = vec![entry(1001, None), entry(1002, code)];
        let at = time("2026-08-01T00:00:00Z");
        assert_eq!(ask(&[list], in_force()).status, Status::Revoked { at, reason });
    }
}

#[test]
fn without_a_list_it_is_unknown() {
    let evidence = ask(&[], in_force());
    assert_eq!(evidence.status, Status::Unknown(WhyUnknown::NoSource));
    assert_eq!(evidence.source, Source::Nobody);
}

#[test]
fn a_list_that_ran_out_leaves_it_unknown() {
    let end = in_force() + TimeDelta::days(1);
    assert_eq!(ask(&[list()], end).status, Status::Good);
    let after = ask(&[list()], end + TimeDelta::seconds(1));
    assert_eq!(after.status, Status::Unknown(WhyUnknown::Stale));
}

#[test]
fn a_list_of_another_municipality_leaves_it_unknown() {
    let for_point = |point| List {
        distribution_point: Some(point),
        entries: vec![entry(1001, None)],
        ..list()
    };
    let own = for_point(distribution_point("Tokyo-to", "Madoguchi-shi"));
    let other = for_point(distribution_point("Tokyo-to", "Tonari-shi"));
    assert_eq!(ask(std::slice::from_ref(&own), in_force()).status, Status::Good);
    assert_eq!(
        ask(std::slice::from_ref(&other), in_force()).status,
        Status::Unknown(WhyUnknown::NoSource)
    );
    assert_eq!(ask(&[other, own], in_force()).status, Status::Good);
}

#[test]
fn a_newer_list_takes_the_place_of_an_older_one() {
    let mut newer = list();
    newer.this_update += TimeDelta::hours(2);
    newer.entries = vec![entry(1002, None)];
    assert!(matches!(
        ask(&[list(), newer.clone()], in_force()).status,
        Status::Revoked { .. }
    ));
    let lists = Lists::new();
    let add = |list: &List| {
        let der = authority(PURPOSE).list(list);
        lists.add(&der, PURPOSE, &anchors(PURPOSE), &profile(), in_force())
    };
    assert_eq!(add(&newer), Ok(()));
    // An older one, however genuine, does not bring back what was revoked since.
    assert_eq!(add(&list()), Err(WhyUnknown::Stale));
}

#[test]
fn times() {
    let at = |this: i64, next: i64| List {
        this_update: in_force() + TimeDelta::minutes(this),
        next_update: Some(in_force() + TimeDelta::minutes(next)),
        ..list()
    };
    assert_eq!(taken(&at(-60, -1)), Err(WhyUnknown::Stale));
    assert_eq!(taken(&at(6, 60)), Err(WhyUnknown::FromTheFuture));
    assert_eq!(taken(&at(-60, 0)), Ok(()));
    let without_end = List {
        next_update: None,
        ..list()
    };
    assert_eq!(taken(&without_end), Err(WhyUnknown::Malformed));
}

#[test]
fn signed_by_another() {
    let add = |der: &[u8]| Lists::new().add(der, PURPOSE, &anchors(PURPOSE), &profile(), in_force());
    let other = authority(Purpose::Authentication).list(&list());
    assert_eq!(add(&other), Err(WhyUnknown::NotAuthorised));
    let stranger = Authority::with_key(PURPOSE, strange_key().clone(), validity());
    assert_eq!(add(&stranger.list(&list())), Err(WhyUnknown::Signature));
    let renamed = List {
        issuer: Some(
            certificate(authority(Purpose::Authentication).root())
                .subject()
                .to_vec(),
        ),
        ..list()
    };
    assert_eq!(taken(&renamed), Err(WhyUnknown::NotAuthorised));
}

#[test]
fn an_authority_that_may_not_sign_lists() {
    let own = authority(PURPOSE);
    let mut root = madoguchi_jpki::testing::Order::responder(1, own.key().public_key_info(), validity());
    root.subject = certificate(own.root()).subject().to_vec();
    root.extended_key_usage = Vec::new();
    root.ca = Some(true);
    root.key_usage = Some(key_usage_bits(&[5]));
    let mut anchors = Anchors::new(Environment::Own);
    anchors.add(PURPOSE, &own.issue(&root)).unwrap();
    let added = Lists::new().add(&own.list(&list()), PURPOSE, &anchors, &profile(), in_force());
    assert_eq!(added, Err(WhyUnknown::NotAuthorised));
}

#[test]
fn extensions_and_scope() {
    let more = |name: &str, critical| List {
        more: vec![(oid(name), critical, vec![2, 1, 1])],
        ..list()
    };
    assert_eq!(taken(&more("1.2.3.4", false)), Ok(()));
    assert_eq!(
        taken(&more("1.2.3.4", true)),
        Err(WhyUnknown::UnknownCriticalExtension)
    );
    // A delta list.
    assert_eq!(
        taken(&more("2.5.29.27", true)),
        Err(WhyUnknown::UnknownCriticalExtension)
    );
    let scope = |field: &[u8]| List {
        scope: field.to_vec(),
        ..list()
    };
    assert_eq!(taken(&scope(&[0x81, 1, 0xFF])), Ok(()));
    for only in [
        &[0x82, 1, 0xFF][..],
        &[0x83, 2, 1, 6],
        &[0x84, 1, 0xFF],
        &[0x85, 1, 0xFF],
    ] {
        assert_eq!(taken(&scope(only)), Err(WhyUnknown::Scope));
    }
}

#[test]
fn entries() {
    let with = |entry| List {
        entries: vec![entry],
        ..list()
    };
    let more = |critical| Entry {
        more: vec![(oid("2.5.29.29"), critical, vec![0x30, 0])],
        ..entry(1, None)
    };
    assert_eq!(taken(&with(more(false))), Ok(()));
    assert_eq!(
        taken(&with(more(true))),
        Err(WhyUnknown::UnknownCriticalExtension)
    );
    assert_eq!(taken(&with(entry(1, Some(8)))), Err(WhyUnknown::Malformed));
    let twice = List {
        entries: vec![entry(1, None), entry(1, Some(6))],
        ..list()
    };
    assert_eq!(taken(&twice), Err(WhyUnknown::Malformed));
}

#[test]
fn no_changed_byte_is_taken() {
    let mut list = list();
    list.entries = vec![entry(1002, Some(1))];
    let whole = authority(PURPOSE).list(&list);
    let (anchors, profile) = (anchors(PURPOSE), profile());
    for at in 0..whole.len() {
        for bit in [0x01, 0x80] {
            let mut changed = whole.clone();
            changed[at] ^= bit;
            let added = Lists::new().add(&changed, PURPOSE, &anchors, &profile, in_force());
            assert!(added.is_err(), "byte {at}");
        }
    }
}
