//! Cards at the counter, from what a bridge sends to what pages, guidance and record make of it. The bridge itself and
//! a real reader are tested in its own crate and in the browser tests.

mod card;
mod in_a_case;
mod numbers;
mod reading;
mod signing;

use std::sync::{Arc, LazyLock, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_card::bridge::{OpeningKey, Pairing, SigningKey};
use madoguchi_jpki::revocation::{Evidence, RevocationSource, Source, Status};
use madoguchi_jpki::testing::{Authority, Key, Order, Person};
use madoguchi_jpki::{Anchors, Environment, Profile, Purpose, Verified};
use madoguchi_store::testing::Sample;
use ring::rand::SystemRandom;
use serde_json::Value;

use crate::card_desk::{Anchoring, CardDesk, CertificateDesk, Revocation};
use crate::testing::{Answer, Browser, HERE, TestServer};
pub(super) use card::TestCard;

/// Keys are slow to make: one authority and one card's key for all tests.
static AUTHORITIES: LazyLock<(Authority, Authority)> = LazyLock::new(|| {
    let of = |purpose, seed| Authority::new(purpose, seed, long());
    (of(Purpose::Authentication, 1), of(Purpose::Signature, 2))
});
static CARD_KEY: LazyLock<Key> = LazyLock::new(|| Key::new(3));

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Long around the tests' clock.
fn long() -> (DateTime<Utc>, DateTime<Utc>) {
    (at("2020-01-01T00:00:00Z"), at("2035-01-01T00:00:00Z"))
}

/// Says of every certificate what it was told to say.
#[derive(Clone)]
struct Says(Arc<Mutex<Status>>);

impl RevocationSource for Says {
    fn check(&self, _: &Verified<'_>, at: DateTime<Utc>) -> Evidence {
        Evidence {
            status: *self.0.lock().unwrap(),
            source: Source::Ocsp("http://ocsp.test".into()),
            checked_at: at,
            this_update: Some(at),
            next_update: Some(at + TimeDelta::hours(1)),
            raw: Arc::from(&b"answer"[..]),
        }
    }
}

/// A server that reads cards.
pub(super) struct Counter {
    pub(super) server: TestServer,
    says: Says,
    numbers_key: String,
}

impl Counter {
    pub(super) async fn new() -> Self {
        let mut server = super::server().await;
        let says = Says(Arc::new(Mutex::new(Status::Good)));
        let mut anchors = Anchors::new(Environment::Own);
        anchors
            .add(Purpose::Authentication, AUTHORITIES.0.root())
            .unwrap();
        anchors.add(Purpose::Signature, AUTHORITIES.1.root()).unwrap();
        let profile = Profile::of(Environment::Own);
        let signing = SigningKey::from_pkcs8(&SigningKey::generate(&SystemRandom::new()).unwrap()).unwrap();
        let numbers = OpeningKey::derive(&[5; 32]);
        let numbers_key = numbers.seal_to();
        server.state = server.state.clone().with_card_desk(CardDesk {
            bridge: "http://127.0.0.1:52780".into(),
            signing,
            certificates: CertificateDesk::new(Anchoring { anchors, profile }, Revocation::new(says.clone())),
            numbers: Some(numbers),
        });
        Self {
            server,
            says,
            numbers_key,
        }
    }

    fn here(&self) -> &Sample {
        &self.server.db.here
    }

    /// What is said of certificates from now on.
    fn say(&self, status: Status) {
        *self.says.0.lock().unwrap() = status;
    }

    /// Leave for one reading: its id and the challenge.
    async fn pair(&self, browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> (String, Pairing) {
        let answer = browser.post(path, fields).await;
        answer.is(200);
        let json: Value = serde_json::from_str(&answer.html).unwrap();
        let signer = self.server.state.card.as_ref().unwrap().signing.public_key();
        let pairing = Pairing::read(
            json["token"].as_str().unwrap(),
            &[signer],
            &format!("http://{HERE}"),
            self.server.state.clock.now().timestamp(),
        )
        .unwrap();
        let id = json["pairing"].as_str().unwrap().to_owned();
        assert_eq!(pairing.id.to_string(), id);
        (id, pairing)
    }

    /// Reads a card under `/card` or `/cases/{id}/card`.
    pub(super) async fn read(&self, browser: &mut Browser, under: &str, card: &TestCard) -> Answer {
        let (id, pairing) = self.pair(browser, &format!("{under}/pairings"), &[]).await;
        let read = card.read(&pairing.challenge);
        browser
            .post(
                &format!("{under}/readings"),
                &[("pairing", &id), ("method", "pin"), ("read", &read)],
            )
            .await
    }
}

/// The holder of a signature certificate.
fn signer(name: &str) -> Person {
    Person {
        name: name.into(),
        name_substitutes: String::new(),
        sex: '1',
        birth_date: "319840402".into(),
        address: "見本県みほん市本町一丁目２番３号".into(),
        address_substitutes: String::new(),
    }
}

/// A certificate for user authentication of the tests' authority.
fn authentication_certificate(validity: (DateTime<Utc>, DateTime<Utc>)) -> Vec<u8> {
    AUTHORITIES
        .0
        .issue(&Order::authentication(77, CARD_KEY.public_key_info(), validity))
}
