//! Certificates with a single fault → refused, each by its own refusal. The same certificate without it is accepted.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_jpki::testing::{Authority, Key, Order, key_usage_bits};
use madoguchi_jpki::{
    AnchorError, Anchors, AttributeError, Environment, ObjectIdentifier, Profile, Purpose, Refusal, verify,
};
use proptest::prelude::*;

use crate::support::{
    PURPOSES, anchors, authority, certificate, in_force, order, persons_key, profile, strange_key, time,
    validity,
};

fn judged(purpose: Purpose, der: &[u8], at: DateTime<Utc>) -> Result<(), Refusal> {
    let anchors = anchors(purpose);
    verify(&certificate(der), purpose, &anchors, &profile(), at).map(|_| ())
}

/// What becomes of a certificate for each purpose after this change.
fn with(change: impl Fn(&mut Order)) -> [Result<(), Refusal>; 2] {
    PURPOSES.map(|purpose| {
        let mut order = order(purpose);
        change(&mut order);
        judged(purpose, &authority(purpose).issue(&order), in_force())
    })
}

fn oid(text: &str) -> ObjectIdentifier {
    text.parse().unwrap()
}

#[test]
fn without_a_fault_it_is_accepted() {
    assert_eq!(with(|_| ()), [Ok(()); 2]);
}

#[test]
fn before_and_after_its_validity() {
    let second = TimeDelta::seconds(1);
    for purpose in PURPOSES {
        let der = authority(purpose).issue(&order(purpose));
        assert_eq!(
            judged(purpose, &der, validity().0 - second),
            Err(Refusal::NotYetValid)
        );
        assert_eq!(judged(purpose, &der, validity().0), Ok(()));
        assert_eq!(judged(purpose, &der, validity().1), Ok(()));
        assert_eq!(
            judged(purpose, &der, validity().1 + second),
            Err(Refusal::Expired)
        );
    }
}

#[test]
fn outside_the_validity_of_its_issuer() {
    let change = |order: &mut Order| {
        order.not_before = time("2020-01-01T00:00:00Z");
        order.not_after = time("2049-12-31T23:59:59Z");
    };
    for purpose in PURPOSES {
        let mut order = order(purpose);
        change(&mut order);
        let der = authority(purpose).issue(&order);
        assert_eq!(judged(purpose, &der, in_force()), Ok(()));
        for at in ["2025-12-31T23:59:59Z", "2035-12-31T15:00:00Z"] {
            assert_eq!(judged(purpose, &der, time(at)), Err(Refusal::IssuerNotValid));
        }
    }
}

#[test]
fn key_usage() {
    let refused = [Err(Refusal::KeyUsage); 2];
    assert_eq!(with(|order| order.key_usage = None), refused);
    for bits in [
        &[] as &[u32],
        &[1],
        &[2],
        &[0, 1, 5],
        &[0, 5],
        &[0, 6],
        &[0, 1, 6],
    ] {
        assert_eq!(
            with(|order| order.key_usage = Some(key_usage_bits(bits))),
            refused,
            "{bits:?}"
        );
    }
    // What serves one purpose does not serve the other.
    let both = with(|order| order.key_usage = Some(key_usage_bits(&[0, 1])));
    assert_eq!(both, [Err(Refusal::KeyUsage), Ok(())]);
    let one = with(|order| order.key_usage = Some(key_usage_bits(&[0])));
    assert_eq!(one, [Ok(()), Err(Refusal::KeyUsage)]);
}

#[test]
fn extended_key_usage() {
    let servers = with(|order| order.extended_key_usage = vec![oid("1.3.6.1.5.5.7.3.1")]);
    assert_eq!(servers, [Err(Refusal::ExtendedKeyUsage), Ok(())]);
}

#[test]
fn basic_constraints() {
    assert_eq!(
        with(|order| order.ca = Some(true)),
        [Err(Refusal::IsAuthority); 2]
    );
    assert_eq!(with(|order| order.ca = Some(false)), [Ok(()); 2]);
}

#[test]
fn policy() {
    let refused = [Err(Refusal::Policy); 2];
    assert_eq!(with(|order| order.policies.clear()), refused);
    // The production policies are not these.
    for other in [
        "1.2.392.200149.8.5.1.1.20",
        "1.2.392.200149.8.5.1.3.30",
        "2.5.29.32.0",
    ] {
        assert_eq!(with(|order| order.policies = vec![oid(other)]), refused);
    }
    assert_eq!(with(|order| order.policies.push(oid("1.2.3.4"))), [Ok(()); 2]);
    assert_eq!(with(|order| order.policy_qualifier = None), [Ok(()); 2]);
    assert_eq!(
        with(|order| order.policy_qualifier = Some(oid("1.2.3.4"))),
        refused
    );
}

#[test]
fn policies_of_ones_own_can_be_set() {
    let purpose = Purpose::Signature;
    let mut order = order(purpose);
    order.policies = vec![oid("1.2.3.4")];
    let certificate = certificate(&authority(purpose).issue(&order));
    let own = Profile {
        signature_policy: oid("1.2.3.4"),
        ..profile()
    };
    let anchors = anchors(purpose);
    assert!(verify(&certificate, purpose, &anchors, &own, in_force()).is_ok());
}

#[test]
fn issuer() {
    let subject = order(Purpose::Authentication).subject;
    assert_eq!(
        with(|order| order.issuer = Some(subject.clone())),
        [Err(Refusal::IssuerUnknown); 2]
    );
    let other = with(|order| order.authority_key_id = Some(vec![7; 20]));
    assert_eq!(other, [Err(Refusal::IssuerKeyUnknown); 2]);
}

#[test]
fn issued_by_a_stranger_under_the_issuers_name() {
    for purpose in PURPOSES {
        let stranger = Authority::with_key(purpose, strange_key().clone(), validity());
        let mut order = order(purpose);
        let der = stranger.issue(&order);
        assert_eq!(judged(purpose, &der, in_force()), Err(Refusal::IssuerKeyUnknown));
        // Naming the right key does not help, nor does naming none.
        let right = certificate(authority(purpose).root());
        order.authority_key_id = right.extensions().subject_key_id.clone();
        assert_eq!(
            judged(purpose, &stranger.issue(&order), in_force()),
            Err(Refusal::Signature)
        );
        order.authority_key_id = Some(Vec::new());
        assert_eq!(
            judged(purpose, &stranger.issue(&order), in_force()),
            Err(Refusal::Signature)
        );
    }
}

#[test]
fn without_the_name_of_a_key_each_root_of_that_name_is_tried() {
    let purpose = Purpose::Authentication;
    let other = Authority::with_key(purpose, strange_key().clone(), validity());
    let mut both = Anchors::new(Environment::Own);
    both.add(purpose, other.root()).unwrap();
    both.add(purpose, authority(purpose).root()).unwrap();
    let mut order = order(purpose);
    order.authority_key_id = Some(Vec::new());
    for issuer in [&other, authority(purpose)] {
        let certificate = certificate(&issuer.issue(&order));
        let verified = verify(&certificate, purpose, &both, &profile(), in_force()).unwrap();
        assert_eq!(verified.anchor().der(), issuer.root());
    }
}

#[test]
fn unknown_critical_extension() {
    let extension = |critical| (oid("1.3.6.1.4.1.55555.1"), critical, vec![5, 0]);
    let critical = with(|order| order.more.push(extension(true)));
    assert_eq!(critical, [Err(Refusal::UnknownCriticalExtension); 2]);
    assert_eq!(with(|order| order.more.push(extension(false))), [Ok(()); 2]);
    // Name constraints are known elsewhere, but not handled here.
    let constraints = with(|order| order.more.push((oid("2.5.29.30"), true, vec![0x30, 0])));
    assert_eq!(constraints, [Err(Refusal::UnknownCriticalExtension); 2]);
}

#[test]
fn an_extension_that_is_there_twice_is_not_read() {
    for purpose in PURPOSES {
        let mut order = order(purpose);
        order.more.push((oid("2.5.29.15"), true, vec![3, 2, 6, 0xC0]));
        let der = authority(purpose).issue(&order);
        assert!(madoguchi_jpki::Certificate::parse(&der).is_err());
    }
}

#[test]
fn a_small_key() {
    let small = Key::of_size(5, 1024);
    assert_eq!(
        with(|order| order.public_key_info = small.public_key_info()),
        [Err(Refusal::Key); 2]
    );
}

#[test]
fn every_byte_of_the_signature() {
    for purpose in PURPOSES {
        let der = authority(purpose).issue(&order(purpose));
        for at in der.len() - 256..der.len() {
            let mut changed = der.clone();
            changed[at] ^= 0x01;
            assert_eq!(
                judged(purpose, &changed, in_force()),
                Err(Refusal::Signature),
                "byte {at}"
            );
        }
    }
}

#[test]
fn an_authority_that_may_not_issue_is_no_anchor() {
    let purpose = Purpose::Signature;
    let good = authority(purpose);
    let mut root = Order::responder(1, good.key().public_key_info(), validity());
    root.subject = certificate(good.root()).subject().to_vec();
    root.extended_key_usage = Vec::new();
    root.ca = Some(true);
    root.key_usage = Some(key_usage_bits(&[5]));
    let add = |order: &Order| Anchors::new(Environment::Own).add(purpose, &good.issue(order));
    assert_eq!(add(&root), Ok(()));
    let not_ca = Order {
        ca: Some(false),
        ..root.clone()
    };
    assert_eq!(add(&not_ca), Err(AnchorError::NotAnAuthority));
    let not_signing = Order {
        key_usage: Some(key_usage_bits(&[6])),
        ..root.clone()
    };
    assert_eq!(add(&not_signing), Err(AnchorError::NotAnAuthority));
    let other_key = Order {
        public_key_info: persons_key().public_key_info(),
        ..root.clone()
    };
    assert_eq!(add(&other_key), Err(AnchorError::NotSelfSigned));
    let critical = Order {
        more: vec![(oid("2.5.29.30"), true, vec![0x30, 0])],
        ..root
    };
    assert_eq!(add(&critical), Err(AnchorError::NotAccepted));
}

#[test]
fn attributes() {
    let read = |change: fn(&mut Order)| {
        let mut order = order(Purpose::Signature);
        change(&mut order);
        certificate(&authority(Purpose::Signature).issue(&order)).signer_attributes()
    };
    let attributes = read(|_| ()).unwrap();
    assert_eq!(attributes.name, "窓口　花子");
    assert_eq!(attributes.name_substitutes, [false, true, false, false, false]);
    assert_eq!(attributes.birth_date.digits, "20010229");
    // 2001 was no leap year: what the certificate says is kept, but is no date.
    assert_eq!(attributes.birth_date.date(), None);
    let utf8 = |text: &str| [&[0x0C, u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    let more = read(|order| {
        let more = (oid("1.2.392.200149.8.5.5.99"), vec![0x0C, 1, b'x']);
        order.other_names.push(more);
    });
    assert_eq!(
        more.unwrap().others,
        [(oid("1.2.392.200149.8.5.5.99"), utf8("x"))]
    );
    let unknown =
        read(|order| order.other_names[1].1 = [&[0x0C, 9], b"319800000".as_slice()].concat()).unwrap();
    assert_eq!(
        (unknown.birth_date.digits.as_str(), unknown.birth_date.date()),
        ("19800000", None)
    );
    assert_eq!(
        read(|order| drop(order.other_names.remove(0))),
        Err(AttributeError::Missing("氏名"))
    );
    let twice = read(|order| order.other_names.push(order.other_names[3].clone()));
    assert_eq!(twice, Err(AttributeError::Twice("住所")));
    for wrong in ["3", "", "12", "男"] {
        let mut order = order(Purpose::Signature);
        order.other_names[2].1 = utf8(wrong);
        let read = certificate(&authority(Purpose::Signature).issue(&order)).signer_attributes();
        assert_eq!(read, Err(AttributeError::Malformed("性別")));
    }
    for wrong in ["619800217", "31980021", "3198002177", "S19800217"] {
        let mut order = order(Purpose::Signature);
        order.other_names[1].1 = utf8(wrong);
        let read = certificate(&authority(Purpose::Signature).issue(&order)).signer_attributes();
        assert_eq!(read, Err(AttributeError::Malformed("生年月日")));
    }
    let flag = read(|order| order.other_names[4].1 = vec![0x0C, 1, b'2']);
    assert_eq!(flag, Err(AttributeError::Malformed("氏名代替文字")));
    let other_type = read(|order| order.other_names[0].1 = vec![0x13, 1, b'x']);
    assert_eq!(other_type, Err(AttributeError::Malformed("氏名")));
}

#[test]
fn every_refusal_has_a_code_of_its_own_and_a_message() {
    use Refusal::{
        Algorithm, Expired, ExtendedKeyUsage, IsAuthority, IssuerKeyUnknown, IssuerNotValid, IssuerUnknown,
        Key, KeyUsage, Malformed, NotYetValid, Policy, Signature, UnknownCriticalExtension,
    };
    let all = [
        Malformed,
        NotYetValid,
        Expired,
        IssuerUnknown,
        IssuerKeyUnknown,
        IssuerNotValid,
        Signature,
        Algorithm,
        Key,
        KeyUsage,
        ExtendedKeyUsage,
        IsAuthority,
        Policy,
        UnknownCriticalExtension,
    ];
    let codes: std::collections::BTreeSet<_> = all.iter().map(|refusal| refusal.code()).collect();
    assert_eq!(codes.len(), all.len());
    for refusal in all {
        assert!(refusal.message().ends_with('。'));
    }
}

proptest! {
    /// Whatever is changed in a certificate, and however: it is refused.
    #[test]
    fn no_changed_certificate_is_accepted(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        signature in any::<bool>(),
    ) {
        let purpose = if signature { Purpose::Signature } else { Purpose::Authentication };
        let der = authority(purpose).issue(&order(purpose));
        let mut changed = der.clone();
        for (at, byte) in changes {
            changed[at.index(der.len())] = byte;
        }
        prop_assume!(changed != der);
        let accepted = madoguchi_jpki::Certificate::parse(&changed).is_ok_and(|read| {
            verify(&read, purpose, &anchors(purpose), &profile(), in_force()).is_ok()
        });
        prop_assert!(!accepted);
    }
}
