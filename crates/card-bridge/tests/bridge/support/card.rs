//! A model of a card, as far as a bridge asks one. Whether readers read true cards is shown elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::DateTime;
use madoguchi_card::{Transport, TransportError};
use madoguchi_jpki::Purpose;
use madoguchi_jpki::testing::{Authority, Key, Order, Person};

pub(crate) const PIN: &str = "4821";
pub(crate) const SIGNATURE_PIN: &str = "XQ7Z93KD";
pub(crate) const NUMBER: &str = "537686677188";
pub(crate) const NUMBER_B: &str = "55021720352285";
/// 照合番号B as it is typed into the window.
pub(crate) const FIELDS_B: &str = "era=S&year=55&month=2&day=17&expiry_year=2035&security_code=2285";

const TEXT: &[u8] = b"\xD3\x92\x10\x00\x31\x00\x01\x01\x04\x08";
const SURFACE: &[u8] = b"\xD3\x92\x10\x00\x31\x00\x01\x01\x04\x02";
const JPKI: &[u8] = b"\xD3\x92\xF0\x00\x26\x01\x00\x00\x00\x01";
const ISSUER: &[u8] = b"\xA0\x00\x00\x01\x51\x00\x00";

/// The files of the test card whose holder is made up (crates/card/tests/fixtures has its licence).
const FACE: &[u8] = include_bytes!("../../../../card/tests/fixtures/surface-0002.bin");
const ATTRIBUTES: &[u8] = include_bytes!("../../../../card/tests/fixtures/text-0002.bin");

/// Who certifies the card's keys, and the one key that it has: making more takes time.
pub(crate) static AUTHORITY: LazyLock<Authority> =
    LazyLock::new(|| Authority::with_key(Purpose::Signature, KEY.clone(), validity()));
static KEY: LazyLock<Key> = LazyLock::new(|| Key::new(1));
static CERTIFICATE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let person = Person {
        name: "窓口　花子".into(),
        name_substitutes: String::new(),
        sex: '2',
        birth_date: "319800217".into(),
        address: "東京都見本市一丁目１番１号".into(),
        address_substitutes: String::new(),
    };
    AUTHORITY.issue(&Order::signature(7, KEY.public_key_info(), validity(), &person))
});

fn validity() -> (DateTime<chrono::Utc>, DateTime<chrono::Utc>) {
    let at = |year: i64| DateTime::from_timestamp(super::clock::START + year * 31_536_000, 0).unwrap();
    (at(-1), at(4))
}

/// An application, and a file in it.
type Place = (&'static [u8], u16);

#[derive(Clone)]
pub(crate) struct Card {
    files: BTreeMap<Place, (Vec<u8>, Vec<u16>)>,
    /// Value and tries left.
    secrets: BTreeMap<Place, (String, u8)>,
    application: &'static [u8],
    file: u16,
    shown: BTreeSet<Place>,
    /// How many secrets were shown to it.
    pub(crate) tried: usize,
}

impl Card {
    pub(crate) fn new() -> Self {
        let open = |content: &[u8]| (content.to_vec(), vec![]);
        let after = |content: &[u8], secrets: &[u16]| (content.to_vec(), secrets.to_vec());
        let number = [b"\xFF\x10\x0C", NUMBER.as_bytes(), b"\xFF\xFF"].concat();
        let files = BTreeMap::from([
            ((TEXT, 0x01), after(&number, &[0x11, 0x14])),
            ((TEXT, 0x02), after(ATTRIBUTES, &[0x11, 0x15])),
            ((TEXT, 0x03), after(b"\xFF\x30\x01\x07", &[0x11, 0x14, 0x15])),
            ((TEXT, 0x04), open(b"\x7F\x21\x01\x08")),
            ((SURFACE, 0x02), after(FACE, &[0x12, 0x13])),
            ((JPKI, 0x01), after(&CERTIFICATE, &[0x1B])),
            (
                (JPKI, 0x06),
                open(format!("{:32}{:128}", "JPKIAPICCTOKEN2", "").as_bytes()),
            ),
            ((JPKI, 0x08), open(&[0x8F, 0x8F, 0x00])),
            ((JPKI, 0x0A), open(b"\x30\x03\x02\x01\x05")),
        ]);
        let secrets = BTreeMap::from([
            ((TEXT, 0x11), (PIN.into(), 3)),
            ((TEXT, 0x14), (NUMBER.into(), 10)),
            ((TEXT, 0x15), (NUMBER_B.into(), 10)),
            ((SURFACE, 0x12), (NUMBER_B.into(), 10)),
            ((SURFACE, 0x13), (NUMBER.into(), 10)),
            ((JPKI, 0x18), (PIN.into(), 3)),
            ((JPKI, 0x1B), (SIGNATURE_PIN.into(), 5)),
        ]);
        Self {
            files,
            secrets,
            application: ISSUER,
            file: 0,
            shown: BTreeSet::new(),
            tried: 0,
        }
    }

    /// A smart card of another kind.
    pub(crate) fn other() -> Self {
        let mut card = Self::new();
        card.files.clear();
        card.secrets.clear();
        card
    }

    /// A card without certificates, as a child has.
    pub(crate) fn of_a_child() -> Self {
        let mut card = Self::new();
        card.files.insert((JPKI, 0x08), (vec![0x00, 0x00, 0x00], vec![]));
        card
    }

    /// With both PINs of 4 digits, the one for signatures and both numbers as given.
    pub(crate) fn with(mut self, pin: &str, signature_pin: &str) -> Self {
        for (key, value) in [
            ((TEXT, 0x11), pin),
            ((JPKI, 0x18), pin),
            ((JPKI, 0x1B), signature_pin),
        ] {
            self.secrets.get_mut(&key).unwrap().0 = value.into();
        }
        self
    }

    /// With so many tries left of everything.
    pub(crate) fn left(mut self, tries: u8) -> Self {
        self.secrets.values_mut().for_each(|(_, left)| *left = tries);
        self
    }

    /// The tries left of the PIN of 券面事項入力補助AP.
    pub(crate) fn pin_tries(&self) -> u8 {
        self.secrets[&(TEXT, 0x11)].1
    }

    pub(crate) fn reset(&mut self) {
        self.shown.clear();
        (self.application, self.file) = (ISSUER, 0);
    }

    fn answer(&mut self, command: &[u8]) -> (Vec<u8>, u16) {
        let data = command.get(5..).unwrap_or_default();
        match command {
            [0x00, 0xA4, 0x04, ..] => (vec![], self.select(data)),
            [0x00, 0xA4, 0x02, _, _, high, low, ..] => {
                self.file = u16::from_be_bytes([*high, *low]);
                let here = (self.application, self.file);
                let there = self.files.contains_key(&here) || self.secrets.contains_key(&here);
                (vec![], if there { 0x9000 } else { 0x6A82 })
            }
            [0x00, 0x20, ..] => (vec![], self.verify(data)),
            [0x00, 0xB0, high, low, ..] => self.read(usize::from(u16::from_be_bytes([*high, *low]))),
            [0x80, 0x2A, 0x00, key, length, ..] => {
                let pin = if *key == 0x97 { 0x18 } else { 0x1B };
                let open = self.shown.contains(&(JPKI, pin));
                let signed = data
                    .get(..usize::from(*length))
                    .and_then(|info| KEY.sign_digest_info(info));
                signed
                    .filter(|_| open)
                    .map_or((vec![], 0x6982), |signature| (signature, 0x9000))
            }
            _ => (vec![], 0x6D00),
        }
    }

    fn select(&mut self, name: &[u8]) -> u16 {
        let known = [TEXT, SURFACE, JPKI, ISSUER]
            .into_iter()
            .find(|known| name.starts_with(known));
        let there =
            known.filter(|known| *known == ISSUER || self.files.keys().any(|(held, _)| held == known));
        let Some(application) = there else { return 0x6A82 };
        self.shown.clear();
        self.application = application;
        0x9000
    }

    fn verify(&mut self, typed: &[u8]) -> u16 {
        let here = (self.application, self.file);
        let Some((value, left)) = self.secrets.get_mut(&here) else {
            return 0x6A82;
        };
        if *left == 0 {
            return 0x6984;
        }
        if typed.is_empty() {
            return 0x63C0 + u16::from(*left);
        }
        self.tried += 1;
        if value.as_bytes() == typed {
            self.shown.insert(here);
            return 0x9000;
        }
        *left -= 1;
        0x63C0 + u16::from(*left)
    }

    fn read(&self, offset: usize) -> (Vec<u8>, u16) {
        let Some((content, secrets)) = self.files.get(&(self.application, self.file)) else {
            return (vec![], 0x6986);
        };
        if !secrets.is_empty()
            && !secrets
                .iter()
                .any(|secret| self.shown.contains(&(self.application, *secret)))
        {
            return (vec![], 0x6982);
        }
        match content.get(offset..) {
            Some([]) | None => (vec![], 0x6B00),
            Some(rest) => (rest[..rest.len().min(256)].to_vec(), 0x9000),
        }
    }
}

impl Transport for Card {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        let (mut answer, status) = self.answer(command);
        answer.extend(status.to_be_bytes());
        Ok(answer)
    }
}
