//! Tells how many certificates are checked a second, with warm caches.
//!
//! `cargo run --release -p madoguchi-jpki --all-features --example measure_jpki`

#![expect(clippy::unwrap_used, reason = "what is measured is faultless")]

#[path = "../tests/jpki/support/mod.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod support;

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use madoguchi_jpki::cms::{Document, Rules, verify_detached};
use madoguchi_jpki::revocation::{
    Cached, Fetch, FetchError, Lists, OcspSource, RevocationSource, Source, Status,
};
use madoguchi_jpki::testing::{Answer, AnswerStatus, Entry, List, Signature};
use madoguchi_jpki::{Anchors, Certificate, Environment, Profile, Purpose, verify};

use support::{AUTHENTICATION, SIGNATURE, anchors, authority, in_force, order, persons_key, profile};

/// How long each is repeated.
const FOR: Duration = Duration::from_secs(3);

/// A responder in this process that counts its answers.
struct Counting<'a>(&'a AtomicUsize);

impl Fetch for Counting<'_> {
    fn post(&self, _: &str, _: &str, body: &[u8]) -> Result<Vec<u8>, FetchError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let hour = TimeDelta::hours(1);
        let answer = Answer::new(AnswerStatus::Good, in_force() - hour, in_force() + hour);
        Ok(authority(Purpose::Authentication).answer(body, &answer).unwrap())
    }
}

fn main() {
    let (test, test_profile) = (Anchors::test().unwrap(), Profile::of(Environment::Test));
    for (what, der, purpose) in [
        (
            "test card, user authentication: read and verified",
            AUTHENTICATION,
            Purpose::Authentication,
        ),
        (
            "test card, digital signature: read, verified, attributes",
            SIGNATURE,
            Purpose::Signature,
        ),
    ] {
        tell(what, || {
            let certificate = Certificate::parse(der).unwrap();
            verify(&certificate, purpose, &test, &test_profile, in_force()).unwrap();
            black_box(certificate.signer_attributes().is_ok());
        });
    }
    answered();
    listed();
    signed();
}

/// Verified, and asked after where the answer is kept already.
fn answered() {
    let (purpose, calls) = (Purpose::Authentication, AtomicUsize::new(0));
    let (anchors, profile) = (anchors(purpose), profile());
    let source = Cached::new(
        OcspSource::new(Counting(&calls), None, profile.clone()),
        1000,
        TimeDelta::hours(1),
    );
    let der = authority(purpose).issue(&order(purpose));
    let check = || {
        let certificate = Certificate::parse(&der).unwrap();
        let verified = verify(&certificate, purpose, &anchors, &profile, in_force()).unwrap();
        let evidence = source.check(&verified, in_force());
        assert!(evidence.status == Status::Good && matches!(evidence.source, Source::Ocsp(_)));
    };
    check();
    tell("read, verified, not revoked (answer kept)", check);
    println!(
        "  calls to the responder in all: {}",
        calls.load(Ordering::Relaxed)
    );
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

/// The same with a revocation list of a large city's size.
fn listed() {
    let purpose = Purpose::Signature;
    let (anchors, profile, hour) = (anchors(purpose), profile(), TimeDelta::hours(1));
    let mut list = List::new(in_force() - hour, in_force() + hour);
    let entry = |serial: u64| Entry {
        serial: (2_000_000 + serial).to_be_bytes().to_vec(),
        at: in_force() - hour,
        reason: Some(4),
        more: Vec::new(),
    };
    list.entries = (0..200_000).map(entry).collect();
    let der = authority(purpose).list(&list);
    let lists = Lists::new();
    let start = Instant::now();
    lists.add(&der, purpose, &anchors, &profile, in_force()).unwrap();
    println!(
        "a list of {} revoked certificates ({} kB) taken in: {:.0} ms",
        list.entries.len(),
        der.len() / 1000,
        start.elapsed().as_secs_f64() * 1000.0
    );
    let der = authority(purpose).issue(&order(purpose));
    tell("read, verified, not revoked (on that list)", || {
        let certificate = Certificate::parse(&der).unwrap();
        let verified = verify(&certificate, purpose, &anchors, &profile, in_force()).unwrap();
        assert!(lists.check(&verified, in_force()).status == Status::Good);
    });
}

/// Detached signatures over a document of an application's size.
fn signed() {
    let purpose = Purpose::Signature;
    let (anchors, profile, document) = (anchors(purpose), profile(), vec![b'x'; 100_000]);
    let certificate = authority(purpose).issue(&order(purpose));
    let cms = Signature::new(&document, &certificate, in_force())
        .unwrap()
        .sign(persons_key());
    tell("detached signature over 100 kB verified", || {
        let document = Document::Bytes(&document);
        verify_detached(&cms, document, &anchors, &profile, Rules::OWN, in_force()).unwrap();
    });
}

fn tell(what: &str, mut work: impl FnMut()) {
    let start = Instant::now();
    let mut times = 0_u32;
    while start.elapsed() < FOR {
        for _ in 0..50 {
            work();
        }
        times += 50;
    }
    let each = start.elapsed().as_secs_f64() / f64::from(times);
    println!("{what}: {:.0} a second, {:.1} µs each", 1.0 / each, each * 1e6);
}
