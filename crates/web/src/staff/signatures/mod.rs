//! Signatures: on the print, seen by the officer, drawn on the screen, or made with the マイナンバーカード.

mod page;

pub(crate) mod by_card;
pub(crate) mod card_files;
pub(crate) mod show;
pub(crate) mod sign;
pub(crate) mod sign_all;
pub(crate) mod withdraw;
