//! The basic information of the two applications for what is printed on the card; nothing of it is signed.

use super::{FileError, KeyId, Object};

/// 券面事項入力補助AP, file 0005: `FF40 { DF41, DF42 a key's id, DF43 }`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextInformation {
    /// Version of the specification, support of long commands, maker, and a byte of the maker's own.
    pub identification: [u8; 4],
    /// The id of a key. It is not the one that file 0004 certifies.
    pub key_id: KeyId,
}

impl TextInformation {
    /// Reads file 0005.
    ///
    /// # Errors
    /// Where it is not that file.
    pub fn parse(file: &[u8]) -> Result<Self, FileError> {
        let objects = Object::of_file(file, 0xFF40)?.inside()?;
        Ok(Self {
            identification: fixed(objects.value(0xDF41)?, 0xDF41)?,
            key_id: KeyId(fixed(objects.value(0xDF42)?, 0xDF42)?),
        })
    }
}

/// 券面事項確認AP, file 0003: `FF30 { DF31, DF32 a key's id, DF33, DF34 全国地方公共団体コード, DF35 }`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SurfaceInformation {
    /// As in [`TextInformation`].
    pub identification: [u8; 4],
    /// The id of a key. It is not the one that file 0004 certifies.
    pub key_id: KeyId,
    /// 全国地方公共団体コード of the municipality that issued the card: 5 digits, without the check digit.
    pub municipality_code: String,
}

impl SurfaceInformation {
    /// Reads file 0003.
    ///
    /// # Errors
    /// Where it is not that file.
    pub fn parse(file: &[u8]) -> Result<Self, FileError> {
        let objects = Object::of_file(file, 0xFF30)?.inside()?;
        let code: [u8; 5] = fixed(objects.value(0xDF34)?, 0xDF34)?;
        Ok(Self {
            identification: fixed(objects.value(0xDF31)?, 0xDF31)?,
            key_id: KeyId(fixed(objects.value(0xDF32)?, 0xDF32)?),
            municipality_code: super::record::digits(&code).ok_or(FileError::Wrong(0xDF34))?,
        })
    }
}

fn fixed<const N: usize>(value: &[u8], tag: u32) -> Result<[u8; N], FileError> {
    value.try_into().map_err(|_| FileError::Wrong(tag))
}
