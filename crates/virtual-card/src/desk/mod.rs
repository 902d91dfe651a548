//! The desk: its people and their cards, two readers, and a responder that says which certificates are revoked.

mod insertion;
mod log;
mod responder;

use std::thread;

use chrono::{DateTime, NaiveDate, Utc};

use crate::authorities::Authorities;
use crate::card::application::Application;
use crate::card::{Card, Kind};
use crate::cv::CvAuthority;
use crate::person::{People, Person};
use crate::picture::Pictures;

pub use insertion::{CardOnReader, Exchange, InReader, Lies};
pub use log::LogEntry;
pub use responder::OcspBehaviour;

/// How many readers a desk has.
pub const READERS: usize = 2;

/// A desk. The cards' counters of tries live as long as it does, wherever the cards lie.
pub struct Desk {
    holders: Vec<Holder>,
    other: Card,
    readers: [InReader; READERS],
    log: log::Log,
    authorities: Authorities,
    behaviour: OcspBehaviour,
    clock: Box<dyn Fn() -> DateTime<Utc> + Send>,
}

/// A person, and the card.
struct Holder {
    person: Person,
    card: Card,
    serials: [u64; 2],
    revoked_since: Option<DateTime<Utc>>,
}

/// What a desk is made with.
pub struct Settings {
    /// Everything that is random follows from it.
    pub seed: u64,
    /// The day that certificates are in force around.
    pub on: NaiveDate,
    /// The address of the OCSP responder, as certificates name it.
    pub ocsp: String,
    /// Draws names and addresses.
    pub pictures: Pictures,
    /// The time of OCSP answers.
    pub clock: Box<dyn Fn() -> DateTime<Utc> + Send>,
}

/// Why there is no desk, or not what was asked of it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DeskError {
    /// What is said of a person does not make a card.
    #[error("person number {0} in the file: {1}")]
    Person(usize, &'static str),
    /// A card could not be made.
    #[error("a card could not be made")]
    Card,
    /// There is no such person.
    #[error("there is no such person")]
    NoSuchPerson,
    /// There is no such reader.
    #[error("there is no such reader")]
    NoSuchReader,
    /// Another card lies on the reader.
    #[error("another card lies on the reader")]
    ReaderInUse,
    /// The card lies on the other reader.
    #[error("the card lies on the other reader")]
    CardInUse,
}

impl Desk {
    /// Makes the cards of these people. It takes a second or two for each: RSA keys are made.
    ///
    /// # Errors
    /// See [`DeskError`].
    pub fn new(people: People, settings: Settings) -> Result<Self, DeskError> {
        check(&people.people)?;
        let authorities = Authorities::new(settings.seed, settings.on).ok_or(DeskError::Card)?;
        let (ocsp, pictures) = (&settings.ocsp, &settings.pictures);
        // Making keys is most of the work: it is spread over the cores.
        let issued: Vec<_> = thread::scope(|scope| {
            let making: Vec<_> = (0..)
                .zip(&people.people)
                .map(|(place, person)| {
                    let authorities = &authorities;
                    scope.spawn(move || authorities.issue(place, person, ocsp, pictures))
                })
                .collect();
            making
                .into_iter()
                .map(|card| card.join().ok().flatten())
                .collect()
        });
        let mut holders = Vec::new();
        for (person, issued) in people.people.into_iter().zip(issued) {
            let (card, serials) = issued.ok_or(DeskError::Card)?;
            holders.push(Holder {
                revoked_since: person.revoked.then(|| (settings.clock)()),
                card,
                serials,
                person,
            });
        }
        Ok(Self {
            holders,
            other: Card::new(
                Kind::Other,
                Vec::<Application>::new(),
                crate::card::no_challenges(),
            ),
            readers: [InReader::default(), InReader::default()],
            log: log::Log::default(),
            authorities,
            behaviour: OcspBehaviour::default(),
            clock: settings.clock,
        })
    }

    /// The people, each with the number of tries left: 券面事項入力補助用, 利用者証明用, 署名用, 照合番号A, 照合番号B.
    pub fn people(&self) -> impl Iterator<Item = Standing<'_>> {
        self.holders.iter().map(|holder| Standing {
            person: &holder.person,
            tries: holder.card.tries(),
            revoked: holder.revoked_since.is_some(),
        })
    }

    /// The readers, and what lies on them.
    pub fn readers(&self) -> &[InReader] {
        &self.readers
    }

    /// What was sent to cards and answered, without the data.
    pub fn log(&self) -> Vec<LogEntry> {
        self.log.entries()
    }

    /// The root certificates that readers are told of: for user authentication and for digital signatures, DER.
    pub fn roots(&self) -> [&[u8]; 2] {
        let known = self.authorities.known();
        [known.authentication.root(), known.signature.root()]
    }

    /// The authorities that sign what proves a card genuine.
    pub fn cv_authorities(&self) -> &[CvAuthority] {
        self.authorities.cv()
    }

    /// Gives a card the tries it had at first; a changed PIN becomes the old one again.
    ///
    /// # Errors
    /// [`DeskError::NoSuchPerson`].
    pub fn reset(&mut self, person: &str) -> Result<(), DeskError> {
        let place = self.place(person)?;
        let holder = self.holders.get_mut(place).ok_or(DeskError::NoSuchPerson)?;
        holder.card.restore();
        Ok(())
    }

    /// Revokes a person's certificates, or takes that back.
    ///
    /// # Errors
    /// [`DeskError::NoSuchPerson`].
    pub fn set_revoked(&mut self, person: &str, revoked: bool) -> Result<(), DeskError> {
        let place = self.place(person)?;
        let now = (self.clock)();
        let holder = self.holders.get_mut(place).ok_or(DeskError::NoSuchPerson)?;
        holder.revoked_since = revoked.then(|| holder.revoked_since.unwrap_or(now));
        Ok(())
    }

    fn place(&self, person: &str) -> Result<usize, DeskError> {
        self.holders
            .iter()
            .position(|holder| holder.person.id == person)
            .ok_or(DeskError::NoSuchPerson)
    }
}

/// Whether cards can be made of these people.
fn check(people: &[Person]) -> Result<(), DeskError> {
    for (place, person) in people.iter().enumerate() {
        let wrong = |what| DeskError::Person(place + 1, what);
        person.check().map_err(wrong)?;
        if people.iter().take(place).any(|other| other.id == person.id) {
            return Err(wrong("the id is another person's"));
        }
    }
    Ok(())
}

/// How a person's card stands.
pub struct Standing<'a> {
    /// Whose it is.
    pub person: &'a Person,
    /// The tries left.
    pub tries: crate::person::Tries,
    /// Whether its certificates are revoked.
    pub revoked: bool,
}
