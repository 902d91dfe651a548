//! Real certificates of a J-LIS test card → read exactly, and accepted under the test roots alone.

use madoguchi_jpki::{
    AnchorError, Anchors, AttributeError, Certificate, Environment, Era, KeyKind, Notation, Profile, Purpose,
    Refusal, Sex, SignatureAlgorithm, verify,
};

use crate::support::{AUTHENTICATION, SIGNATURE, certificate, hex, in_force, time};

const CASES: [(&[u8], Purpose); 2] = [
    (AUTHENTICATION, Purpose::Authentication),
    (SIGNATURE, Purpose::Signature),
];

fn other(purpose: Purpose) -> Purpose {
    match purpose {
        Purpose::Authentication => Purpose::Signature,
        Purpose::Signature => Purpose::Authentication,
    }
}

#[test]
fn a_test_card_is_accepted_under_the_test_roots() {
    let (anchors, profile) = (Anchors::test().unwrap(), Profile::of(Environment::Test));
    for (der, purpose) in CASES {
        let certificate = certificate(der);
        let verified = verify(&certificate, purpose, &anchors, &profile, in_force()).unwrap();
        assert_eq!(verified.environment(), Environment::Test);
        assert_eq!(verified.purpose(), purpose);
        assert_eq!(verified.at(), in_force());
        assert_eq!(verified.anchor().subject(), certificate.issuer());
        assert!(anchors.of(purpose).contains(verified.anchor()));
    }
}

#[test]
fn the_right_one_of_several_roots_with_one_name_is_found() {
    let anchors = Anchors::test().unwrap();
    let roots = anchors.of(Purpose::Signature);
    assert_eq!(roots.len(), 2);
    assert_eq!(roots[0].subject(), roots[1].subject());
    assert_ne!(roots[0].key(), roots[1].key());
    let on_the_card = certificate(include_bytes!("../fixtures/jpki-sign-ca-cert.der"));
    let certificate = certificate(SIGNATURE);
    let profile = Profile::of(Environment::Test);
    let verified = verify(&certificate, Purpose::Signature, &anchors, &profile, in_force()).unwrap();
    assert_eq!(verified.anchor(), &on_the_card);
}

#[test]
fn a_root_with_the_right_name_and_another_key_is_refused() {
    let mut anchors = Anchors::new(Environment::Test);
    let older = include_bytes!("../fixtures/jpki-sign-ca-cert-2019.der");
    anchors.add(Purpose::Signature, older).unwrap();
    let certificate = certificate(SIGNATURE);
    let profile = Profile::of(Environment::Test);
    let refusal = verify(&certificate, Purpose::Signature, &anchors, &profile, in_force()).unwrap_err();
    assert_eq!(refusal, Refusal::IssuerKeyUnknown);
}

#[test]
fn a_test_card_is_not_accepted_as_a_real_one() {
    let (anchors, profile) = (
        Anchors::production().unwrap(),
        Profile::of(Environment::Production),
    );
    for (der, purpose) in CASES {
        let refusal = verify(&certificate(der), purpose, &anchors, &profile, in_force()).unwrap_err();
        assert_eq!(refusal, Refusal::IssuerUnknown);
    }
}

#[test]
fn a_test_card_does_not_carry_the_policy_of_a_real_one() {
    let (anchors, profile) = (Anchors::test().unwrap(), Profile::of(Environment::Production));
    for (der, purpose) in CASES {
        let refusal = verify(&certificate(der), purpose, &anchors, &profile, in_force()).unwrap_err();
        assert_eq!(refusal, Refusal::Policy);
    }
}

#[test]
fn one_purpose_does_not_serve_the_other() {
    let (anchors, profile) = (Anchors::test().unwrap(), Profile::of(Environment::Test));
    for (der, purpose) in CASES {
        let refusal = verify(&certificate(der), other(purpose), &anchors, &profile, in_force()).unwrap_err();
        assert_eq!(refusal, Refusal::IssuerUnknown);
    }
}

#[test]
fn validity_holds_from_its_first_to_its_last_second() {
    let (anchors, profile) = (Anchors::test().unwrap(), Profile::of(Environment::Test));
    let certificate = certificate(SIGNATURE);
    let at = |text| verify(&certificate, Purpose::Signature, &anchors, &profile, time(text)).map(|_| ());
    assert_eq!(at("2025-10-27T01:35:56Z"), Err(Refusal::NotYetValid));
    assert_eq!(at("2025-10-27T01:35:57Z"), Ok(()));
    assert_eq!(at("2030-02-17T14:59:59Z"), Ok(()));
    assert_eq!(at("2030-02-17T15:00:00Z"), Err(Refusal::Expired));
    assert_eq!(at("2034-08-28T15:00:00Z"), Err(Refusal::IssuerNotValid));
}

#[test]
fn what_a_certificate_says_is_read_exactly() {
    let read = certificate(AUTHENTICATION);
    assert_eq!(read.serial().bytes(), [0x22, 0x7B, 0x13]);
    assert_eq!(read.not_before(), time("2025-10-27T01:35:42Z"));
    assert_eq!(read.not_after(), time("2030-02-17T14:59:59Z"));
    assert_eq!(read.algorithm(), Some(SignatureAlgorithm::RsaSha256));
    let kind = KeyKind::Rsa {
        bits: 2048,
        usual_exponent: true,
    };
    assert_eq!(read.key().kind(), kind);
    let extensions = read.extensions();
    assert_eq!(extensions.ocsp_addresses, ["http://test-ocspauthnorm.jpki.go.jp"]);
    assert_eq!(
        extensions.policies,
        ["1.2.392.200149.8.5.1.0.30".parse().unwrap()]
    );
    assert_eq!(extensions.distribution_points.len(), 1);
    let usage = extensions.key_usage.unwrap();
    assert!(usage.digital_signature() && !usage.non_repudiation() && !usage.certificate_sign());
    assert!(
        certificate(SIGNATURE)
            .extensions()
            .key_usage
            .unwrap()
            .non_repudiation()
    );
}

#[test]
fn the_signers_attributes_are_read_exactly() {
    let attributes = certificate(SIGNATURE).signer_attributes().unwrap();
    assert_eq!(attributes.name, "黒桐　幹也");
    assert_eq!(attributes.name_substitutes, [false; 5]);
    assert_eq!(attributes.sex, Sex::Male);
    assert_eq!(attributes.birth_date.era, Era::Showa);
    assert_eq!(attributes.birth_date.digits, "19800217");
    assert_eq!(attributes.birth_date.date().unwrap().to_string(), "1980-02-17");
    assert_eq!(attributes.address, "東京都清瀬市観布子南１２－７－２０２");
    assert_eq!(attributes.address_substitutes, [false; 18]);
    assert!(attributes.others.is_empty());
}

#[test]
fn a_certificate_for_authentication_names_nobody() {
    let missing = certificate(AUTHENTICATION).signer_attributes().unwrap_err();
    assert_eq!(missing, AttributeError::Missing("氏名"));
}

#[test]
fn nothing_of_the_person_is_in_the_debug_output() {
    let certificate = certificate(SIGNATURE);
    let printed = format!(
        "{certificate:?} {:?} {:?}",
        certificate.serial(),
        certificate.signer_attributes().unwrap()
    );
    for secret in ["黒桐", "清瀬", "1980", "1EE607", "2024967", "19"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn a_serial_number_is_matched_as_a_core_system_writes_it() {
    let certificate = certificate(AUTHENTICATION);
    let serial = certificate.serial();
    assert_eq!(
        (serial.hex().as_str(), serial.decimal().as_str()),
        ("227B13", "2259731")
    );
    for written in [
        "227B13",
        "227b13",
        "0x227B13",
        "00227B13",
        "22:7B:13",
        " 22 7b 13 ",
    ] {
        assert!(serial.matches(written, Notation::Hexadecimal), "{written}");
    }
    for written in ["2259731", "0002259731", "2259731 "] {
        assert!(serial.matches(written, Notation::Decimal), "{written}");
    }
    for written in [
        "",
        "0x",
        "227B14",
        "2259731",
        "1227B13",
        "２２７Ｂ１３",
        "227B13G",
    ] {
        assert!(!serial.matches(written, Notation::Hexadecimal), "{written}");
    }
    for written in ["", "0", "2259732", "227B13", "-2259731x"] {
        assert!(!serial.matches(written, Notation::Decimal), "{written}");
    }
}

#[test]
fn every_root_is_what_the_documentation_says() {
    let text = include_str!("../../../../docs/certificates.md");
    for anchors in [Anchors::production().unwrap(), Anchors::test().unwrap()] {
        for purpose in [Purpose::Authentication, Purpose::Signature] {
            for root in anchors.of(purpose) {
                let fingerprint = hex(&root.fingerprint());
                assert!(text.contains(&fingerprint), "{fingerprint}");
            }
        }
    }
    assert_eq!(Anchors::production().unwrap().of(Purpose::Signature).len(), 3);
}

#[test]
fn only_a_root_can_be_an_anchor() {
    let mut anchors = Anchors::new(Environment::Test);
    let leaf = anchors.add(Purpose::Signature, SIGNATURE).unwrap_err();
    assert_eq!(leaf, AnchorError::NotAnAuthority);
    assert!(matches!(
        anchors.add(Purpose::Signature, b"text"),
        Err(AnchorError::Malformed(_))
    ));
    assert!(anchors.of(Purpose::Signature).is_empty());
}

/// Whatever one flipped bit makes of a certificate: it is refused.
#[test]
fn no_flipped_bit_is_accepted() {
    let (anchors, profile) = (Anchors::test().unwrap(), Profile::of(Environment::Test));
    for (der, purpose) in CASES {
        for at in 0..der.len() {
            let mut changed = der.to_vec();
            changed[at] ^= 1 << (at % 8);
            let outcome = Certificate::parse(&changed)
                .map_err(Refusal::from)
                .and_then(|read| verify(&read, purpose, &anchors, &profile, in_force()).map(|_| ()));
            assert!(outcome.is_err(), "byte {at}");
        }
    }
}

#[test]
fn a_flipped_bit_in_the_signature_is_called_so() {
    let (anchors, profile) = (Anchors::test().unwrap(), Profile::of(Environment::Test));
    for (der, purpose) in CASES {
        for at in der.len() - 256..der.len() {
            let mut changed = der.to_vec();
            changed[at] ^= 1 << (at % 8);
            let refusal =
                verify(&certificate(&changed), purpose, &anchors, &profile, in_force()).unwrap_err();
            assert_eq!(refusal, Refusal::Signature, "byte {at}");
        }
    }
}

#[test]
fn what_is_cut_or_followed_by_more_is_not_read() {
    for end in 0..SIGNATURE.len() {
        assert!(Certificate::parse(&SIGNATURE[..end]).is_err(), "{end}");
    }
    assert!(Certificate::parse(&[SIGNATURE, &[0]].concat()).is_err());
}
