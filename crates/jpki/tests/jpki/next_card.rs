//! What is announced for the next card, ECDSA on P-384 with SHA-384 → accepted by the same code, as OpenSSL made it.

use madoguchi_jpki::cms::{CmsRefusal, Document, Rules, verify_detached};
use madoguchi_jpki::{
    AnchorError, Anchors, Certificate, Environment, KeyKind, Profile, Purpose, Refusal, SignatureAlgorithm,
    verify,
};

use crate::support::{certificate, profile, time};

const ROOT: &[u8] = include_bytes!("../fixtures/p384/root.der");
const LEAF: &[u8] = include_bytes!("../fixtures/p384/leaf.der");
const CMS: &[u8] = include_bytes!("../fixtures/p384/signature.der");
const AT: &str = "2027-01-01T00:00:00Z";

fn anchors() -> Anchors {
    let mut anchors = Anchors::new(Environment::Own);
    anchors.add(Purpose::Signature, ROOT).unwrap();
    anchors
}

fn judge(der: &[u8], profile: &Profile) -> Result<(), Refusal> {
    let certificate = Certificate::parse(der)?;
    verify(&certificate, Purpose::Signature, &anchors(), profile, time(AT)).map(|_| ())
}

#[test]
fn its_certificates_are_accepted() {
    let read = certificate(LEAF);
    assert_eq!(read.algorithm(), Some(SignatureAlgorithm::EcdsaP384Sha384));
    assert_eq!(read.key().kind(), KeyKind::P384);
    assert_eq!(judge(LEAF, &profile()), Ok(()));
}

#[test]
fn unless_the_profile_does_not_allow_them() {
    let only_rsa = Profile {
        algorithms: vec![SignatureAlgorithm::RsaSha256],
        ..profile()
    };
    assert_eq!(judge(LEAF, &only_rsa), Err(Refusal::Algorithm));
}

#[test]
fn no_flipped_bit_is_accepted() {
    for at in 0..LEAF.len() {
        let mut changed = LEAF.to_vec();
        changed[at] ^= 1 << (at % 8);
        assert!(judge(&changed, &profile()).is_err(), "byte {at}");
    }
    let mut root = ROOT.to_vec();
    *root.last_mut().unwrap() ^= 1;
    let refused = Anchors::new(Environment::Own).add(Purpose::Signature, &root);
    assert_eq!(refused, Err(AnchorError::NotSelfSigned));
}

#[test]
fn its_signatures_are_accepted() {
    let judge = |document: &[u8]| {
        let document = Document::Bytes(document);
        verify_detached(CMS, document, &anchors(), &profile(), Rules::OWN, time(AT))
    };
    assert_eq!(judge(b"document").unwrap().certificate.der(), LEAF);
    assert_eq!(judge(b"other"), Err(CmsRefusal::Digest));
}
