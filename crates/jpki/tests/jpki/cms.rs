//! Detached signatures → made as others understand them; each fault refused by its own refusal.

mod openssl;

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_jpki::cms::{
    CmsRefusal, DetachedError, Document, DocumentDigest, MakeError, Prepared, Rules, VerifiedSignature,
    detached, verify_detached,
};
use madoguchi_jpki::testing::{Order, Signature};
use madoguchi_jpki::{ObjectIdentifier, Purpose, Refusal, SignatureAlgorithm};

use crate::support::{
    AUTHENTICATION, PURPOSES, anchors, authority, in_force, order, persons_key, profile, strange_key, time,
};

const DOCUMENT: &[u8] = "転入届".as_bytes();
const DATA: &str = "1.2.840.113549.1.7.1";
const CONTENT_TYPE: usize = 0;
const DIGEST: usize = 1;
const SIGNING_TIME: usize = 2;
const CERTIFICATE: usize = 3;

fn oid(text: &str) -> ObjectIdentifier {
    text.parse().unwrap()
}

/// The certificate of the person, for digital signatures.
fn signer() -> Vec<u8> {
    authority(Purpose::Signature).issue(&order(Purpose::Signature))
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    match DocumentDigest::of(SignatureAlgorithm::RsaSha256, bytes) {
        DocumentDigest::Sha256(digest) => digest,
        DocumentDigest::Sha384(_) => unreachable!(),
    }
}

fn made(document: &[u8]) -> Vec<u8> {
    let sign = |message: &[u8]| Ok::<_, ()>(persons_key().sign(message));
    detached(&sha256(document), &signer(), in_force(), sign).unwrap()
}

fn judge_at(cms: &[u8], rules: Rules, at: DateTime<Utc>) -> Result<VerifiedSignature, CmsRefusal> {
    let anchors = anchors(Purpose::Signature);
    verify_detached(cms, Document::Bytes(DOCUMENT), &anchors, &profile(), rules, at)
}

fn judge(cms: &[u8]) -> Result<VerifiedSignature, CmsRefusal> {
    judge_at(cms, Rules::OWN, in_force() + TimeDelta::minutes(1))
}

/// What becomes of a signature after this change.
fn with(change: impl FnOnce(&mut Signature)) -> Result<(), CmsRefusal> {
    let mut signature = Signature::new(DOCUMENT, &signer(), in_force()).unwrap();
    change(&mut signature);
    judge(&signature.sign(persons_key())).map(|_| ())
}

#[test]
fn what_is_made_is_accepted_and_says_who_and_when() {
    let cms = made(DOCUMENT);
    let verified = judge(&cms).unwrap();
    assert_eq!(verified.certificate.der(), signer());
    assert_eq!(verified.signing_time, Some(in_force()));
    assert_eq!(
        verified.certificate.signer_attributes().unwrap().name,
        "窓口　花子"
    );
    let anchors = anchors(Purpose::Signature);
    assert!(verified.signer(&anchors, &profile(), in_force()).is_ok());
    let digest = Document::Digest(sha256(DOCUMENT).into());
    assert!(verify_detached(&cms, digest, &anchors, &profile(), Rules::OWN, in_force()).is_ok());
}

#[test]
fn a_card_signs_the_digest_info_of_the_prepared_message() {
    let prepared = Prepared::new(&sha256(DOCUMENT).into(), &signer(), in_force()).unwrap();
    assert_eq!(prepared.algorithm(), SignatureAlgorithm::RsaSha256);
    let info = prepared.digest_info();
    assert_eq!(info.len(), 51);
    assert_eq!(info[19..], sha256(prepared.message()));
    let signature = persons_key().sign_digest_info(&info).unwrap();
    assert_eq!(prepared.finish(&signature).unwrap(), made(DOCUMENT));
}

#[test]
fn a_signature_that_does_not_fit_the_certificate_is_not_taken_from_the_card() {
    let prepare = || Prepared::new(&sha256(DOCUMENT).into(), &signer(), in_force()).unwrap();
    let message = prepare().message().to_vec();
    let others = strange_key().sign(&message);
    assert_eq!(prepare().finish(&others), Err(MakeError::Signature));
    assert_eq!(
        prepare().finish(&persons_key().sign(b"other")),
        Err(MakeError::Signature)
    );
    assert_eq!(prepare().finish(&[]), Err(MakeError::Signature));
    let sha384 = DocumentDigest::of(SignatureAlgorithm::EcdsaP384Sha384, DOCUMENT);
    let refused = Prepared::new(&sha384, &signer(), in_force()).err();
    assert_eq!(refused, Some(MakeError::Algorithm));
    assert!(matches!(
        Prepared::new(&sha384, b"x", in_force()).err(),
        Some(MakeError::Certificate(_))
    ));
    let gone = detached(&sha256(DOCUMENT), &signer(), in_force(), |_| Err("card removed"));
    assert_eq!(gone, Err(DetachedError::Signer("card removed")));
}

#[test]
fn without_a_fault_it_is_accepted() {
    assert_eq!(with(|_| ()), Ok(()));
    // OpenSSL names only the key's algorithm.
    assert_eq!(
        with(|signature| signature.algorithm = oid("1.2.840.113549.1.1.1")),
        Ok(())
    );
    // Certificates that come along do not matter, readable or not.
    let more = |signature: &mut Signature| {
        signature
            .certificates
            .insert(0, authority(Purpose::Signature).root().to_vec());
        signature.certificates.push(vec![0x30, 0]);
    };
    assert_eq!(with(more), Ok(()));
}

#[test]
fn the_document_was_changed() {
    assert_eq!(judge(&made(b"other")), Err(CmsRefusal::Digest));
    let anchors = anchors(Purpose::Signature);
    for other in [
        Document::Bytes(b""),
        Document::Digest(sha256(b"other").into()),
        Document::Digest(DocumentDigest::of(SignatureAlgorithm::EcdsaP384Sha384, DOCUMENT)),
    ] {
        let judged = verify_detached(
            &made(DOCUMENT),
            other,
            &anchors,
            &profile(),
            Rules::OWN,
            in_force(),
        );
        assert_eq!(judged, Err(CmsRefusal::Digest));
    }
}

#[test]
fn signed_attributes_that_are_missing() {
    let missing = Err(CmsRefusal::AttributesMissing);
    for which in [CONTENT_TYPE, DIGEST, SIGNING_TIME, CERTIFICATE] {
        assert_eq!(
            with(|signature| drop(signature.attributes.remove(which))),
            missing,
            "{which}"
        );
    }
    assert_eq!(with(|signature| signature.with_attributes = false), missing);
}

#[test]
fn signatures_in_pdf_files_may_leave_out_time_and_certificate() {
    let mut signature = Signature::new(DOCUMENT, &signer(), in_force()).unwrap();
    signature.attributes.truncate(SIGNING_TIME);
    let cms = signature.sign(persons_key());
    let verified = judge_at(&cms, Rules::PDF, in_force()).unwrap();
    assert_eq!(verified.signing_time, None);
    assert_eq!(
        judge_at(&cms, Rules::OWN, in_force()),
        Err(CmsRefusal::AttributesMissing)
    );
}

#[test]
fn signed_attributes_that_are_not_sorted_or_there_twice() {
    assert_eq!(
        with(|signature| signature.sorted = false),
        Err(CmsRefusal::AttributesNotSorted)
    );
    let twice = |signature: &mut Signature| {
        let other = sha256(b"other");
        signature.attributes.push((
            signature.attributes[DIGEST].0,
            [&[4, 32], other.as_slice()].concat(),
        ));
    };
    assert_eq!(with(twice), Err(CmsRefusal::Malformed));
    let same = |signature: &mut Signature| signature.attributes.push(signature.attributes[DIGEST].clone());
    assert_eq!(with(same), Err(CmsRefusal::AttributesNotSorted));
}

#[test]
fn content() {
    let other = || oid("1.2.840.113549.1.9.16.1.4");
    assert_eq!(
        with(|signature| signature.content_type = other()),
        Err(CmsRefusal::ContentType)
    );
    let signed = |signature: &mut Signature| {
        let written = [&[6, 11], other().as_bytes()].concat();
        signature.attributes[CONTENT_TYPE].1 = written;
    };
    assert_eq!(with(signed), Err(CmsRefusal::ContentType));
    let inside = |signature: &mut Signature| signature.content = Some(DOCUMENT.to_vec());
    assert_eq!(with(inside), Err(CmsRefusal::ContentInside));
    assert_eq!(oid(DATA).as_bytes().len(), 9);
}

#[test]
fn there_must_be_one_signer() {
    for signers in [0, 2] {
        assert_eq!(
            with(|signature| signature.signers = signers),
            Err(CmsRefusal::SignerCount)
        );
    }
}

#[test]
fn the_signers_certificate() {
    let missing = Err(CmsRefusal::SignerCertificate);
    assert_eq!(with(|signature| signature.certificates.clear()), missing);
    assert_eq!(with(|signature| signature.signer.1 = vec![9]), missing);
    assert_eq!(
        with(|signature| signature.signer.0 = order(Purpose::Signature).subject),
        missing
    );
    // Another certificate of the same key, with the same name and number: the signed attribute tells them apart.
    let mut twin = order(Purpose::Signature);
    twin.not_after += TimeDelta::days(1);
    let twin = authority(Purpose::Signature).issue(&twin);
    assert_eq!(
        with(|signature| signature.certificates = vec![twin.clone()]),
        missing
    );
    assert_eq!(
        with(|signature| signature.certificates.push(twin.clone())),
        missing
    );
    let named = |signature: &mut Signature| {
        signature.certificates = vec![twin.clone()];
        signature.attributes[CERTIFICATE].1 = Signature::certificate_id(&twin);
    };
    assert_eq!(with(named), Ok(()));
}

#[test]
fn signed_with_another_key_or_another_algorithm() {
    let signature = Signature::new(DOCUMENT, &signer(), in_force()).unwrap();
    assert_eq!(judge(&signature.sign(strange_key())), Err(CmsRefusal::Signature));
    for other in ["1.3.14.3.2.26", "2.16.840.1.101.3.4.2.3"] {
        assert_eq!(
            with(|signature| signature.digest = oid(other)),
            Err(CmsRefusal::Algorithm)
        );
    }
    for other in ["1.2.840.113549.1.1.5", "1.2.840.113549.1.1.10"] {
        assert_eq!(
            with(|signature| signature.algorithm = oid(other)),
            Err(CmsRefusal::Algorithm)
        );
    }
}

#[test]
fn times() {
    let cms = made(DOCUMENT);
    let at = |text: &str| judge_at(&cms, Rules::OWN, time(text)).map(|_| ());
    // Signed at 03:00:00, by a clock that may run five minutes ahead.
    assert_eq!(at("2026-10-01T02:55:00Z"), Ok(()));
    assert_eq!(at("2026-10-01T02:54:59Z"), Err(CmsRefusal::SigningTime));
    // Whoever signs after the end cannot claim an earlier time.
    assert_eq!(
        at("2031-03-31T15:00:00Z"),
        Err(CmsRefusal::Certificate(Refusal::Expired))
    );
    let mut early = Signature::new(DOCUMENT, &signer(), time("2026-03-31T23:59:59Z")).unwrap();
    let judged = judge(&early.sign(persons_key()));
    assert_eq!(judged, Err(CmsRefusal::Certificate(Refusal::NotYetValid)));
    early.attributes[SIGNING_TIME].1 = vec![0x17, 1, b'x'];
    assert_eq!(judge(&early.sign(persons_key())), Err(CmsRefusal::Malformed));
}

#[test]
fn a_certificate_that_is_not_accepted() {
    let signed = |change: fn(&mut Order)| {
        let mut order = order(Purpose::Signature);
        change(&mut order);
        let certificate = authority(Purpose::Signature).issue(&order);
        let cms = Signature::new(DOCUMENT, &certificate, in_force())
            .unwrap()
            .sign(persons_key());
        judge(&cms).map(|_| ())
    };
    assert_eq!(signed(|_| ()), Ok(()));
    let refused = |refusal| Err(CmsRefusal::Certificate(refusal));
    assert_eq!(
        signed(|order| order.key_usage = Some(1)),
        refused(Refusal::KeyUsage)
    );
    assert_eq!(signed(|order| order.policies.clear()), refused(Refusal::Policy));
    assert_eq!(
        signed(|order| order.ca = Some(true)),
        refused(Refusal::IsAuthority)
    );
    // The certificate for user authentication signs no documents.
    let authentication = authority(Purpose::Authentication).issue(&order(Purpose::Authentication));
    let cms = Signature::new(DOCUMENT, &authentication, in_force())
        .unwrap()
        .sign(persons_key());
    assert_eq!(judge(&cms).map(|_| ()), refused(Refusal::IssuerUnknown));
}

#[test]
fn what_is_no_signature() {
    for bytes in [&b""[..], b"%PDF-", &[0x30, 0], AUTHENTICATION] {
        assert_eq!(judge(bytes), Err(CmsRefusal::Malformed));
    }
    let mut followed = made(DOCUMENT);
    followed.push(0);
    assert_eq!(judge(&followed), Err(CmsRefusal::Malformed));
    let plain = [&[0x30, 13, 6, 9][..], oid(DATA).as_bytes(), &[0xA0, 0]].concat();
    assert_eq!(judge(&plain), Err(CmsRefusal::NotSignedData));
}

/// Bits of the two algorithm parameters and of version numbers carry no meaning: they are not signed, and whatever is
/// not read cannot deceive. All else is refused.
#[test]
fn no_changed_byte_says_another_thing() {
    let whole = made(DOCUMENT);
    let (certificate, mut ignored) = (signer(), 0);
    for at in 0..whole.len() {
        for bit in [0x01, 0x80] {
            let mut changed = whole.clone();
            changed[at] ^= bit;
            if let Ok(verified) = judge(&changed) {
                assert_eq!(verified.certificate.der(), certificate);
                assert_eq!(verified.signing_time, Some(in_force()));
                ignored += 1;
            }
        }
    }
    assert!(ignored < 40, "{ignored}");
}

#[test]
fn every_refusal_has_a_message_and_a_code() {
    assert_eq!(CmsRefusal::Certificate(Refusal::Expired).code(), "expired");
    assert_eq!(
        CmsRefusal::Certificate(Refusal::Expired).message(),
        Refusal::Expired.message()
    );
    assert_eq!(CmsRefusal::Digest.code(), "document_changed");
    assert_eq!(PURPOSES.len(), 2);
}
