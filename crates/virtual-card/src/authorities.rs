//! The test authorities that the cards of a desk are made under, and their OCSP answers.

use std::thread;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use madoguchi_jpki::Purpose;
use madoguchi_jpki::testing::{self, Authority, Order, Person as Subject};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::card::Card;
use crate::cv::{CvAuthority, Hierarchy};
use crate::files::{Credential, Credentials, Issuance, card_of};
use crate::key::{Key, derived};
use crate::person::{Certificates, Person};
use crate::picture::Pictures;

/// From when until when.
type Validity = (DateTime<Utc>, DateTime<Utc>);

/// Certificate authorities: those that readers are told of, and others of the same names that nobody is.
pub(crate) struct Authorities {
    seed: u64,
    on: NaiveDate,
    known: Pair,
    unknown: Pair,
    cv: [CvAuthority; 3],
    shared: Key,
}

/// An authority for user authentication and one for digital signatures.
pub(crate) struct Pair {
    pub(crate) authentication: Authority,
    pub(crate) signature: Authority,
}

impl Pair {
    fn new(seed: u64, name: &str, validity: Validity) -> Self {
        let authority = |purpose: Purpose| {
            let key = testing::Key::new(derived(seed, &format!("{name} {purpose:?}")));
            Authority::with_key(purpose, key, validity)
        };
        Self {
            authentication: authority(Purpose::Authentication),
            signature: authority(Purpose::Signature),
        }
    }
}

impl Authorities {
    /// The authorities that follow from a seed, in force around a day. None if a key cannot be made.
    pub(crate) fn new(seed: u64, on: NaiveDate) -> Option<Self> {
        let validity = around(on, 5 * 365, 5 * 365);
        // Making keys is most of the work: it is spread over the cores.
        let pairs = ["known authority", "unknown authority"];
        let kinds = [Hierarchy::Text, Hierarchy::Face, Hierarchy::Manager];
        thread::scope(|scope| {
            let pairs = pairs.map(|name| scope.spawn(move || Pair::new(seed, name, validity)));
            let cv = kinds.map(|kind| scope.spawn(move || CvAuthority::new(kind, seed)));
            let shared = Key::new(seed, "shared");
            let [known, unknown] = pairs.map(|pair| pair.join().ok());
            let [text, face, manager] = cv.map(|authority| authority.join().ok());
            Some(Self {
                seed,
                on,
                known: known?,
                unknown: unknown?,
                cv: [text?, face?, manager?],
                shared,
            })
        })
    }

    /// Those that readers are told of.
    pub(crate) fn known(&self) -> &Pair {
        &self.known
    }

    /// The authorities that sign what proves a card genuine.
    pub(crate) fn cv(&self) -> &[CvAuthority] {
        &self.cv
    }

    /// The card of the person in this place of the list, and the serial numbers of its two certificates.
    pub(crate) fn issue(
        &self,
        place: u64,
        person: &Person,
        ocsp: &str,
        pictures: &Pictures,
    ) -> Option<(Card, [u64; 2])> {
        let pair = match person.certificates {
            Certificates::Valid | Certificates::Expired => &self.known,
            Certificates::UnknownAuthority => &self.unknown,
        };
        let validity = match person.certificates {
            Certificates::Valid | Certificates::UnknownAuthority => around(self.on, 365, 4 * 365),
            Certificates::Expired => around(self.on, 6 * 365, 0),
        };
        let serials = [1_000 + 2 * place, 1_001 + 2 * place];
        let key = |name: &str| Key::new(self.seed, &format!("{name} of {}", person.id));
        let authentication = key("authentication");
        let mut order = Order::authentication(serials[0], authentication.inner().public_key_info(), validity);
        order.ocsp_address = Some(ocsp.to_owned());
        let signature = key("signature");
        let public_key = signature.inner().public_key_info();
        let credentials = Credentials {
            chip: key("chip"),
            authentication: Credential {
                key: authentication,
                certificate: pair.authentication.issue(&order),
                issuer: pair.authentication.root().to_vec(),
            },
            signature: Credential {
                key: signature,
                certificate: pair.signature.issue(&Order::signature(
                    serials[1],
                    public_key,
                    validity,
                    &subject(person),
                )),
                issuer: pair.signature.root().to_vec(),
            },
            serial: format!("9{:014}", derived(self.seed, &person.id) % 100_000_000_000_000),
        };
        let [text, face, manager] = &self.cv;
        let issuance = Issuance {
            text,
            face,
            manager,
            shared: &self.shared,
            pictures,
        };
        let challenges =
            ChaCha20Rng::seed_from_u64(derived(self.seed, &format!("challenges of {}", person.id)));
        Some((card_of(person, &credentials, &issuance, challenges)?, serials))
    }
}

fn subject(person: &Person) -> Subject {
    Subject {
        name: person.name.clone(),
        name_substitutes: person.name_substitutes.clone().unwrap_or_default(),
        sex: char::from(person.sex.digit()),
        birth_date: person.birth_date.in_certificate(),
        address: person.address.clone(),
        address_substitutes: person.address_substitutes.clone().unwrap_or_default(),
    }
}

/// From so many days before a day to so many after it. What ends after 0 days ended a day before.
fn around(on: NaiveDate, before: u64, after: u64) -> Validity {
    let start = |days: Option<NaiveDate>| days.unwrap_or(on).and_time(NaiveTime::MIN).and_utc();
    let end = if after == 0 {
        on.pred_opt()
    } else {
        on.checked_add_days(Days::new(after))
    };
    (start(on.checked_sub_days(Days::new(before))), start(end))
}
