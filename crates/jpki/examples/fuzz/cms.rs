//! Signatures with damage → refused, or accepted for the same signer at the same time.

use madoguchi_jpki::Purpose;
use madoguchi_jpki::cms::{Document, Rules, verify_detached};
use madoguchi_jpki::testing::Signature;

use crate::Run;
use crate::damage::damaged;
use crate::support::{anchors, authority, in_force, order, persons_key, profile};

const DOCUMENT: &[u8] = b"document";

pub(crate) fn open() -> Run {
    let purpose = Purpose::Signature;
    let certificate = authority(purpose).issue(&order(purpose));
    let faultless = Signature::new(DOCUMENT, &certificate, in_force()).unwrap();
    let mut more = faultless.clone();
    more.certificates.insert(0, authority(purpose).root().to_vec());
    let files = [faultless, more].map(|signature| signature.sign(persons_key()));
    let (anchors, profile) = (anchors(purpose), profile());
    Box::new(move |random| {
        let whole = random.of(&files);
        let bytes = damaged(random, &whole);
        let (rules, time) = if random.one_in(2) {
            (Rules::OWN, true)
        } else {
            (Rules::PDF, false)
        };
        let document = if random.one_in(9) { b"other" } else { DOCUMENT };
        match verify_detached(
            &bytes,
            Document::Bytes(document),
            &anchors,
            &profile,
            rules,
            in_force(),
        ) {
            Err(_) => Ok("refused"),
            Ok(_) if document != DOCUMENT => Err("accepted for another document".into()),
            Ok(signature) if signature.certificate.der() != certificate => Err("another signer".into()),
            Ok(signature) if time && signature.signing_time != Some(in_force()) => Err("another time".into()),
            Ok(_) => Ok("accepted: what is not signed was damaged"),
        }
    })
}
