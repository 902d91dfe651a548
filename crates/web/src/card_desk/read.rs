//! What a bridge sent, read again from the raw files. Nothing that the page says about them is taken.

use chrono::NaiveDate;
use madoguchi_card::bridge::{CardFace, PersonalData};
use madoguchi_card::files::{Attributes, Sex as CardSex};
use madoguchi_card::{Evidence, Genuineness as Judged, genuineness};
use madoguchi_model::card_reading::{CardHolder, Genuineness};
use madoguchi_model::resident::Sex;
use madoguchi_store::card_readings::Pictures;

/// The largest picture of a name or an address, bytes: one-bit pictures of a few hundred pixels are far smaller.
const LARGEST_PICTURE: usize = 64 * 1024;

/// The signature of PNG files (ISO/IEC 15948, 5.2).
const PNG: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];

/// What came makes no sense.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Unreadable;

/// A certificate with the answer of its key to the challenge, where the PIN was typed.
pub(crate) struct AnsweredCertificate {
    pub(crate) der: Vec<u8>,
    pub(crate) answer: Option<Vec<u8>>,
    pub(crate) challenge: [u8; 32],
}

/// A reading of who somebody is.
pub(crate) struct Received {
    pub(crate) holder: CardHolder,
    pub(crate) expires_on: Option<NaiveDate>,
    pub(crate) genuineness: Genuineness,
    pub(crate) certificate: Option<AnsweredCertificate>,
    pub(crate) pictures: Option<Pictures>,
}

impl Received {
    /// Reads what the page sent: `PersonalData` as JSON.
    pub(crate) fn read(json: &str, challenge: &[u8; 32], today: NaiveDate) -> Result<Self, Unreadable> {
        let read: PersonalData = serde_json::from_str(json).map_err(|_| Unreadable)?;
        let file = read.attributes.ok_or(Unreadable)?.0;
        let attributes = Attributes::parse(&file).map_err(|_| Unreadable)?;
        let proof = read.attributes_proof.as_ref();
        let evidence = Evidence {
            attributes: &file,
            individual_number: None,
            record: proof.map(|proof| &*proof.record.0),
            certificate: proof.map(|proof| &*proof.certificate.0),
        };
        let certificate = read
            .authentication_certificate
            .map(|certificate| AnsweredCertificate {
                der: certificate.0,
                answer: read.challenge_signature.map(|answer| answer.0),
                challenge: *challenge,
            });
        // The face says it too, and is read with what is printed on it.
        let expiry_said = read
            .face
            .as_ref()
            .map(|face| &face.expires_on)
            .or(read.expires_on.as_ref());
        let expires_on = expiry_said.map(|digits| expiry(digits)).transpose()?;
        Ok(Self {
            holder: CardHolder {
                name: attributes.name,
                address: attributes.address,
                birth_date: attributes.birth_date.register_date(today),
                sex: match attributes.sex {
                    CardSex::Male => Some(Sex::Male),
                    CardSex::Female => Some(Sex::Female),
                    CardSex::NotApplicable | CardSex::Unknown => None,
                },
            },
            expires_on,
            genuineness: match genuineness(&evidence, &[]) {
                Judged::Proven => Genuineness::Proven,
                Judged::DigestsMatchKeyUnproven => Genuineness::Consistent,
                Judged::Altered => Genuineness::Altered,
                Judged::NotGiven => Genuineness::NotGiven,
            },
            certificate,
            pictures: read.face.and_then(pictures),
        })
    }
}

fn expiry(digits: &str) -> Result<NaiveDate, Unreadable> {
    NaiveDate::parse_from_str(digits, "%Y%m%d").map_err(|_| Unreadable)
}

/// The pictures, where they are pictures.
fn pictures(face: CardFace) -> Option<Pictures> {
    let picture = |bytes: &[u8]| bytes.starts_with(&PNG) && bytes.len() <= LARGEST_PICTURE;
    let (name, address) = (face.name_image.0, face.address_image.0);
    (picture(&name) && picture(&address)).then_some(Pictures { name, address })
}
