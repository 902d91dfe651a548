//! 券面事項確認AP, file 0002: the face of the card.
//!
//! `FF20 { DF21 offsets, DF22 birth, DF23 sex, DF24 key, DF25 氏名 PNG, DF26 住所 PNG, DF27 photo JPEG 2000,
//! DF28 signature, DF29 expiry, DF2A security code PNG }`. Expiry and code are not signed. The offsets are not trusted.

use std::fmt;

use chrono::NaiveDate;

use super::{CardDate, FileError, Object, RsaKey, Sex};
use crate::bridge::{CardFace, RawFile};

const FILE: u32 = 0xFF20;

/// What is printed on the card.
#[derive(Clone, PartialEq, Eq)]
pub struct Face {
    /// 生年月日.
    pub birth_date: CardDate,
    /// 性別.
    pub sex: Sex,
    /// The key with which the card signs challenges in this application.
    pub card_key: RsaKey,
    /// 氏名 as it is printed: PNG. The only form in which every character is as the person writes it.
    pub name_image: Vec<u8>,
    /// 住所 as it is printed: PNG.
    pub address_image: Vec<u8>,
    /// The photograph: JPEG 2000.
    pub photo: Vec<u8>,
    /// What the signature covers: birth date, sex and key; the two pictures of texts; the photograph.
    pub signed: [Vec<u8>; 3],
    /// The signature.
    pub signature: Vec<u8>,
    /// 有効期限. Not signed.
    pub expires_on: NaiveDate,
}

impl Face {
    /// Reads file 0002.
    ///
    /// # Errors
    /// Where it is not that file.
    pub fn parse(file: &[u8]) -> Result<Self, FileError> {
        let objects = Object::of_file(file, FILE)?.inside()?;
        let date = |tag| CardDate::parse(objects.value(tag)?).ok_or(FileError::Wrong(tag));
        let picture = |tag| {
            let bytes = objects.value(tag)?;
            bytes
                .starts_with(PNG)
                .then(|| bytes.to_vec())
                .ok_or(FileError::Wrong(tag))
        };
        Ok(Self {
            birth_date: date(0xDF22)?,
            sex: Sex::parse(objects.value(0xDF23)?).ok_or(FileError::Wrong(0xDF23))?,
            card_key: RsaKey::parse(objects.value(0xDF24)?).ok_or(FileError::Wrong(0xDF24))?,
            name_image: picture(0xDF25)?,
            address_image: picture(0xDF26)?,
            photo: objects.value(0xDF27)?.to_vec(),
            signed: [
                objects.of_tags(&[0xDF22, 0xDF23, 0xDF24])?,
                objects.of_tags(&[0xDF25, 0xDF26])?,
                objects.of_tags(&[0xDF27])?,
            ],
            signature: objects.value(0xDF28)?.to_vec(),
            expires_on: date(0xDF29)?.known().ok_or(FileError::Wrong(0xDF29))?,
        })
    }
}

/// How every PNG begins.
const PNG: &[u8] = b"\x89PNG\r\n\x1A\n";

impl From<Face> for CardFace {
    fn from(face: Face) -> Self {
        Self {
            name_image: RawFile(face.name_image),
            address_image: RawFile(face.address_image),
            expires_on: face.expires_on.format("%Y%m%d").to_string(),
        }
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Face(masked)")
    }
}
