//! An application of the card.

use std::collections::BTreeMap;

use super::file::File;
use crate::key::Key;

/// A DF: its name and its files.
pub(crate) struct Application {
    pub(crate) name: &'static [u8],
    pub(crate) files: BTreeMap<u16, File>,
    /// The key that signs where a command names none (P2 = 00).
    pub(crate) own_key: Option<Key>,
    /// Data objects that GET DATA answers with.
    pub(crate) objects: BTreeMap<u16, Vec<u8>>,
}

impl Application {
    pub(crate) fn new(name: &'static [u8], files: impl IntoIterator<Item = (u16, File)>) -> Self {
        Self {
            name,
            files: files.into_iter().collect(),
            own_key: None,
            objects: BTreeMap::new(),
        }
    }
}

/// The names of the applications.
pub(crate) mod name {
    /// 公的個人認証AP
    pub(crate) const JPKI: &[u8] = &[0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
    /// 券面事項入力補助AP
    pub(crate) const TEXT: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08];
    /// 券面事項確認AP
    pub(crate) const FACE: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02];
    /// 共通カードDF
    pub(crate) const COMMON: &[u8] = &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00];
    /// The card manager, whose state is the one after power on.
    pub(crate) const MANAGER: &[u8] = &[0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00];
}
