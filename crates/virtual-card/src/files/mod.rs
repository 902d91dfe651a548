//! What lies in the files of a card, made from a person.

mod common;
mod face;
mod jpki;
mod text;

use rand_chacha::ChaCha20Rng;

use crate::card::{Card, Kind};
use crate::cv::CvAuthority;
use crate::key::Key;
use crate::person::{Person, Token};
use crate::picture::Pictures;

/// What every card of a desk is made with.
pub(crate) struct Issuance<'a> {
    pub(crate) text: &'a CvAuthority,
    pub(crate) face: &'a CvAuthority,
    pub(crate) manager: &'a CvAuthority,
    /// The key that answers INTERNAL AUTHENTICATE, and the one session keys would be sent to: the same on every card.
    pub(crate) shared: &'a Key,
    pub(crate) pictures: &'a Pictures,
}

/// What a card holds of its own: keys, and the certificates of them.
pub(crate) struct Credentials {
    /// The key that proves that this chip is the one.
    pub(crate) chip: Key,
    pub(crate) authentication: Credential,
    pub(crate) signature: Credential,
    /// The number of the card, 15 digits.
    pub(crate) serial: String,
}

/// A key, its certificate and that of its issuer.
pub(crate) struct Credential {
    pub(crate) key: Key,
    /// DER.
    pub(crate) certificate: Vec<u8>,
    /// DER.
    pub(crate) issuer: Vec<u8>,
}

/// The card of a person; none where a signature cannot be made or a picture not be drawn.
pub(crate) fn card_of(
    person: &Person,
    credentials: &Credentials,
    issuance: &Issuance<'_>,
    challenges: ChaCha20Rng,
) -> Option<Card> {
    let jpki = jpki::application(person, credentials);
    let (kind, applications) = match person.token {
        Token::Card => {
            let applications = vec![
                common::manager(person, credentials, issuance)?,
                common::application(person, credentials, issuance),
                text::application(person, credentials, issuance)?,
                face::application(person, credentials, issuance)?,
                jpki,
            ];
            (Kind::MyNumberCard, applications)
        }
        Token::Android => (Kind::MyNumberCard, vec![jpki]),
        Token::Iphone => (Kind::IPhone, vec![jpki]),
    };
    let mut card = Card::new(kind, applications, challenges);
    card.warns_at_end = person.warns_at_end_of_file;
    Some(card)
}

/// 照合番号B: birth date with the year of the 元号, year of expiry, security code.
pub(crate) fn number_b(person: &Person) -> Vec<u8> {
    let mut number = person.birth_date.era_digits().into_bytes();
    number.extend(person.expires_on.digits().bytes().take(4));
    number.extend_from_slice(person.security_code.bytes());
    number
}
