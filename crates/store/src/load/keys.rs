//! Keys by which people are found, short enough for an index. A key can be many times as long as what it is made of (one
//! letter stands for a whole word, like ㍿), and a row whose key an index cannot hold would end an import.

use madoguchi_model::address::Address;
use madoguchi_model::{address_key, kana, search_tokens};

/// Bytes of a key. The database's bound is 2,704 for all columns of an index together.
const MOST: usize = 2_400;

/// The key of a reading.
pub(crate) fn search_key(reading: &str) -> String {
    bounded(kana::search_key(reading))
}

/// The key of a written name.
pub(crate) fn name_key(written: &str) -> String {
    bounded(search_tokens::name_key(written))
}

/// The key of an address.
pub(crate) fn address_key(address: &Address) -> String {
    bounded(address_key::address_key(address))
}

/// The beginning of a key: whoever has a longer one is found by it.
fn bounded(mut key: String) -> String {
    key.truncate(key.floor_char_boundary(MOST));
    key
}
