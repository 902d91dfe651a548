//! 券面事項入力補助AP, file 0002: the four attributes.
//!
//! `FF20 { DF21 four offsets, DF22 氏名, DF23 住所, DF24 生年月日, DF25 性別 }`. The offsets are not trusted.

use std::fmt;

use super::objects::Objects;
use super::{CardDate, FileError, Object};

const FILE: u32 = 0xFF20;
const OFFSETS: u32 = 0xDF21;
const NAME: u32 = 0xDF22;
const ADDRESS: u32 = 0xDF23;
const BIRTH: u32 = 0xDF24;
const SEX: u32 = 0xDF25;

/// 性別 (JIS X 0303).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sex {
    /// `1` 男.
    Male,
    /// `2` 女.
    Female,
    /// `9` 適用不能.
    NotApplicable,
    /// `0` 不明.
    Unknown,
}

impl Sex {
    /// Reads the one digit of the card.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        match bytes {
            b"1" => Some(Self::Male),
            b"2" => Some(Self::Female),
            b"9" => Some(Self::NotApplicable),
            b"0" => Some(Self::Unknown),
            _ => None,
        }
    }
}

/// The four attributes (基本4情報).
///
/// Characters that the card's character set does not hold stand here as others, and the file does not say which: what
/// is printed on the card is only in the pictures of [`super::Face`], and which characters are substitutes only in the
/// certificate for digital signatures. See [`Attributes::stand_ins`].
#[derive(Clone, PartialEq, Eq)]
pub struct Attributes {
    /// 氏名, as written: between family and given name stands U+3000.
    pub name: String,
    /// 住所, as written.
    pub address: String,
    /// 生年月日.
    pub birth_date: CardDate,
    /// 性別.
    pub sex: Sex,
    /// Objects that are not known here, tag and value: later cards may say more.
    pub others: Vec<(u32, Vec<u8>)>,
}

impl Attributes {
    /// Reads file 0002.
    ///
    /// # Errors
    /// Where it is not that file.
    pub fn parse(file: &[u8]) -> Result<Self, FileError> {
        let objects = Object::of_file(file, FILE)?.inside()?;
        let name = text(&objects, NAME)?;
        if name.is_empty() {
            return Err(FileError::Wrong(NAME));
        }
        let known = [OFFSETS, NAME, ADDRESS, BIRTH, SEX];
        let others = objects.iter().filter(|object| !known.contains(&object.tag));
        Ok(Self {
            name,
            address: text(&objects, ADDRESS)?,
            birth_date: CardDate::parse(objects.value(BIRTH)?).ok_or(FileError::Wrong(BIRTH))?,
            sex: Sex::parse(objects.value(SEX)?).ok_or(FileError::Wrong(SEX))?,
            others: others.map(|object| (object.tag, object.value.to_vec())).collect(),
        })
    }

    /// Which characters of a text, counted from 0, are ones that people write in the place of a character that they do
    /// not have: 〓, ●, ？ and the like, and private-use characters. An empty answer proves nothing: a card may also
    /// write a common variant.
    pub fn stand_ins(text: &str) -> Vec<usize> {
        let stand_in = |character: char| {
            matches!(
                character,
                '〓' | '■' | '□' | '●' | '○' | '◯' | '◆' | '◇' | '＊' | '*' | '？' | '?'
            ) || matches!(character, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
        };
        let characters = text.chars().enumerate();
        characters
            .filter(|(_, character)| stand_in(*character))
            .map(|(place, _)| place)
            .collect()
    }

    /// What the digest of the proof record is taken over: everything in the file after the offsets.
    pub(crate) fn digested(file: &[u8]) -> Result<&[u8], FileError> {
        let file = Object::of_file(file, FILE)?;
        match Object::first(file.value) {
            Some((object, rest)) if object.tag == OFFSETS => Ok(rest),
            Some(_) => Ok(file.value),
            None => Err(FileError::Broken),
        }
    }
}

/// UTF-8 without control characters.
fn text(objects: &Objects<'_>, tag: u32) -> Result<String, FileError> {
    let text = str::from_utf8(objects.value(tag)?).map_err(|_| FileError::Wrong(tag))?;
    if text.chars().any(char::is_control) {
        return Err(FileError::Wrong(tag));
    }
    Ok(text.to_owned())
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Attributes(masked)")
    }
}
