//! Names, kept exactly as written: code points are never normalised, selectors never dropped.

use serde::{Deserialize, Serialize};

/// One written name with its reading.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct WrittenName {
    /// The name as written. Family and given name are parted by one full-width space (U+3000) where the
    /// register parts them.
    pub written: String,
    /// The reading in full-width katakana, parted likewise; empty where the register has none.
    pub kana: String,
    /// Whether the person has confirmed the reading (フリガナ確認フラグ).
    pub kana_confirmed: bool,
}

/// All names of one person.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Names {
    /// 氏名. For a foreign resident without a name in kanji, the name in the alphabet.
    pub name: WrittenName,
    /// 氏名（アルファベット） of a foreign resident.
    pub alphabet: Option<String>,
    /// 旧氏 (family name only).
    pub former_family_name: Option<WrittenName>,
    /// 通称 of a foreign resident.
    pub alias: Option<WrittenName>,
}
