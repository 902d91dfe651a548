//! What a proof is worth.

use madoguchi_card::files::{AuthorityKey, KeyId, RsaKey};
use madoguchi_card::{
    ChipProof, Evidence, Genuineness, chip_proof, face_chip_proof, face_genuineness, genuineness,
};

use num_bigint::BigUint;

use crate::support::files::{Length, attributes};
use crate::support::{fixture, keys};

/// The files of the test card: 0002, 0001, 0003, 0004.
fn files() -> [Vec<u8>; 4] {
    [
        "text-0002.bin",
        "text-0001-physical.bin",
        "text-0003.bin",
        "text-0004.bin",
    ]
    .map(fixture)
}

fn judged(
    [attributes, number, record, certificate]: &[Vec<u8>; 4],
    authorities: &[AuthorityKey],
) -> Genuineness {
    let evidence = Evidence {
        attributes,
        individual_number: Some(number),
        record: Some(record),
        certificate: Some(certificate),
    };
    genuineness(&evidence, authorities)
}

/// An authority of the test hierarchy, as myna-card has it.
fn known_authority(name: &str) -> AuthorityKey {
    let known = myna_card::ca::KNOWN
        .iter()
        .find(|key| key.name() == name)
        .expect("myna-card has it");
    let key = RsaKey {
        modulus: known.modulus.to_vec(),
        exponent: known.exponent.to_vec(),
    };
    AuthorityKey {
        id: KeyId(*known.key_id),
        key,
    }
}

/// The one of the test card's 券面事項入力補助AP.
fn test_authority() -> AuthorityKey {
    known_authority("6000033")
}

#[test]
fn the_test_card_is_proven_by_the_key_of_its_authority() {
    assert_eq!(judged(&files(), &[test_authority()]), Genuineness::Proven);
    assert_eq!(
        judged(&files(), &[keys::authority(), test_authority()]),
        Genuineness::Proven
    );
}

#[test]
fn without_that_key_nothing_shows_who_signed() {
    assert_eq!(judged(&files(), &[]), Genuineness::DigestsMatchKeyUnproven);
    assert_eq!(
        judged(&files(), &[keys::authority()]),
        Genuineness::DigestsMatchKeyUnproven
    );
    // The padding of an id counts: keys may differ in that alone.
    let mut other = test_authority();
    other.id.0[15] ^= 1;
    assert_eq!(judged(&files(), &[other]), Genuineness::DigestsMatchKeyUnproven);
}

#[test]
fn a_certificate_that_its_authority_did_not_sign_is_no_proof() {
    let mut other = test_authority();
    other.key = keys::authority().key;
    assert_eq!(judged(&files(), &[other.clone()]), Genuineness::Altered);
    // Two keys may share an id while one replaces the other.
    assert_eq!(judged(&files(), &[other, test_authority()]), Genuineness::Proven);
}

#[test]
fn no_changed_bit_is_proven() {
    let authorities = [test_authority()];
    for which in 0..4 {
        for place in 0..files()[which].len() {
            for bit in 0..8 {
                let mut files = files();
                files[which][place] ^= 1 << bit;
                let judged = judged(&files, &authorities);
                // The eight bytes of offsets in file 0002 are not signed, and are not used.
                if which == 0 && (6..14).contains(&place) {
                    assert_eq!(judged, Genuineness::Proven);
                } else {
                    assert_ne!(
                        judged,
                        Genuineness::Proven,
                        "file {which}, byte {place}, bit {bit}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_changed_attribute_is_noticed() {
    for place in 14..files()[0].len() {
        let mut files = files();
        files[0][place] ^= 1;
        assert_eq!(
            judged(&files, &[test_authority()]),
            Genuineness::Altered,
            "byte {place}"
        );
    }
    // The filler of file 0001 is signed.
    let mut files = files();
    files[1][16] = 0;
    assert_eq!(judged(&files, &[test_authority()]), Genuineness::Altered);
}

#[test]
fn files_of_another_card_do_not_fit() {
    let mut mixed = files();
    mixed[0] = attributes("見本　太郎", "東京都", b"19800217", b"1", Length::Shortest);
    assert_eq!(judged(&mixed, &[test_authority()]), Genuineness::Altered);
}

#[test]
fn a_card_may_give_no_proof() {
    let [attributes, _, record, certificate] = &files();
    let all = Evidence {
        attributes,
        individual_number: None,
        record: Some(record),
        certificate: Some(certificate),
    };
    assert_eq!(genuineness(&all, &[test_authority()]), Genuineness::Proven);
    for evidence in [
        Evidence { record: None, ..all },
        Evidence {
            certificate: None,
            ..all
        },
    ] {
        assert_eq!(genuineness(&evidence, &[test_authority()]), Genuineness::NotGiven);
    }
}

#[test]
fn whoever_makes_keys_can_make_files_but_not_the_authority() {
    let attributes = attributes("見本　太郎", "東京都", b"19800217", b"1", Length::In(2));
    // What is signed begins after the offsets: 5 bytes of the file's head, 13 of the offsets.
    let record = keys::record(b"", &attributes[18..]);
    let evidence = Evidence {
        attributes: &attributes,
        individual_number: None,
        record: Some(&record),
        certificate: Some(&keys::certificate()),
    };
    assert_eq!(
        genuineness(&evidence, &[test_authority()]),
        Genuineness::DigestsMatchKeyUnproven
    );
    assert_eq!(genuineness(&evidence, &[keys::authority()]), Genuineness::Proven);
}

#[test]
fn a_chip_answers_with_the_key_that_its_issuer_signed() {
    let challenge = [7; 32];
    let answer = keys::sign(&keys::key("chip"), &challenge);
    let (signed_key, certificate) = (keys::signed_key(), keys::certificate());
    let judge = |challenge: &[u8], answer: &[u8], authorities: &[AuthorityKey]| {
        chip_proof(&signed_key, &certificate, challenge, answer, authorities)
    };
    assert_eq!(
        judge(&challenge, &answer, &[keys::authority()]),
        ChipProof::Proven
    );
    assert_eq!(
        judge(&challenge, &answer, &[test_authority()]),
        ChipProof::AnsweredKeyUnproven
    );
    assert_eq!(
        judge(&[8; 32], &answer, &[keys::authority()]),
        ChipProof::Failed,
        "an answer to another challenge"
    );
    let others = keys::sign(&keys::key("issuer"), &challenge);
    assert_eq!(
        judge(&challenge, &others, &[keys::authority()]),
        ChipProof::Failed,
        "another key"
    );
}

#[test]
fn a_key_that_the_issuer_did_not_sign_is_no_chips() {
    let challenge = [7; 32];
    let answer = keys::sign(&keys::key("chip"), &challenge);
    let judge = |signed_key: &[u8], certificate: &[u8]| {
        chip_proof(
            signed_key,
            certificate,
            &challenge,
            &answer,
            &[keys::authority(), test_authority()],
        )
    };
    assert_eq!(
        judge(&keys::signed_key(), &keys::certificate()),
        ChipProof::Proven
    );
    assert_eq!(
        judge(&fixture("text-0007.bin"), &keys::certificate()),
        ChipProof::Failed
    );
    assert_eq!(
        judge(&keys::signed_key(), &fixture("text-0004.bin")),
        ChipProof::Failed
    );
    assert_eq!(judge(b"", &keys::certificate()), ChipProof::Failed);
    // The test card's own key is signed by its issuer: only the answer is not its.
    let signed = (fixture("text-0007.bin"), fixture("text-0004.bin"));
    assert_eq!(judge(&signed.0, &signed.1), ChipProof::Failed);
}

#[test]
fn the_face_of_the_test_card_is_proven() {
    let (face, certificate) = (fixture("surface-0002.bin"), fixture("surface-0004.bin"));
    let authority = known_authority("6000023");
    let judge = |face: &[u8], authorities: &[AuthorityKey]| face_genuineness(face, &certificate, authorities);
    assert_eq!(
        judge(&face, std::slice::from_ref(&authority)),
        Genuineness::Proven
    );
    assert_eq!(
        judge(&face, &[test_authority()]),
        Genuineness::DigestsMatchKeyUnproven,
        "the other application's"
    );
    let mut false_authority = authority.clone();
    false_authority.key = keys::authority().key;
    assert_eq!(judge(&face, &[false_authority]), Genuineness::Altered);
    // The offsets, and what stands after the signature, are not signed.
    let signature = face.windows(2).position(|tag| tag == b"\xDF\x28").unwrap();
    assert_eq!(face.len(), 3070);
    for place in (0..face.len()).step_by(7) {
        let mut changed = face.clone();
        changed[place] ^= 1;
        let judged = judge(&changed, std::slice::from_ref(&authority));
        if (8..26).contains(&place) || place >= signature + 261 {
            assert!(
                [Genuineness::Proven, Genuineness::Altered].contains(&judged),
                "byte {place}"
            );
        } else {
            assert_ne!(judged, Genuineness::Proven, "byte {place}");
        }
    }
}

#[test]
fn an_answer_with_another_key_is_not_the_faces() {
    let (face, certificate) = (fixture("surface-0002.bin"), fixture("surface-0004.bin"));
    let challenge = [7; 32];
    let answer = keys::sign(&keys::key("chip"), &challenge);
    let authorities = [known_authority("6000023"), keys::authority()];
    assert_eq!(
        face_chip_proof(&face, &certificate, &challenge, &answer, &authorities),
        ChipProof::Failed
    );
    // A face made with keys of our own: the chip that holds its key proves itself, no other does.
    let (face, certificate) = (keys::face(b"photo"), keys::certificate());
    assert_eq!(
        face_genuineness(&face, &certificate, &authorities),
        Genuineness::Proven
    );
    let judge = |answer: &[u8]| face_chip_proof(&face, &certificate, &challenge, answer, &authorities);
    assert_eq!(judge(&answer), ChipProof::Proven);
    assert_eq!(
        judge(&keys::sign(&keys::key("issuer"), &challenge)),
        ChipProof::Failed
    );
    let unknown = face_chip_proof(&face, &certificate, &challenge, &answer, &[test_authority()]);
    assert_eq!(unknown, ChipProof::AnsweredKeyUnproven);
    let other = face_chip_proof(
        &face,
        &fixture("surface-0004.bin"),
        &challenge,
        &answer,
        &authorities,
    );
    assert_eq!(other, ChipProof::Failed, "the certificate of another issuer");
}

/// The same number modulo the key is the same to the arithmetic, and no signature (RFC 8017, section 5.2.2).
#[test]
fn a_signature_has_one_form() {
    let modulus = BigUint::from_bytes_be(&keys::public(&keys::key("issuer")).modulus);
    // About every third signature has room for it.
    let room = (0..64).find_map(|photo| {
        let face = keys::face(&[photo]);
        let at = face.windows(5).position(|head| head == b"\xDF\x28\x82\x01\x00")? + 5;
        let other = (BigUint::from_bytes_be(&face[at..at + 256]) + &modulus).to_bytes_be();
        (other.len() == 256).then_some((face, at, other))
    });
    let (face, at, other) = room.unwrap();
    let judge = |face: &[u8]| face_genuineness(face, &keys::certificate(), &[keys::authority()]);
    assert_eq!(judge(&face), Genuineness::Proven);
    let mut forged = face;
    forged[at..at + 256].copy_from_slice(&other);
    assert_eq!(judge(&forged), Genuineness::Altered);
}
