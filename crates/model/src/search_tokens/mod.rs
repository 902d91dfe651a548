//! Tokens for finding a person by any part of what is known of them, with one index on whole strings.
//!
//! A person is indexed by pieces of their names, readings, address and birth date. A query asks for groups of
//! tokens: a person may match if they have at least one token of **every** group. Tokens find candidates, because
//! they do not say where in a text they come from: [`crate::search_grade`] then decides.
//!
//! | piece | tokens |
//! |---|---|
//! | written name | its characters and pairs of them, for every variant: `高`, `高木` |
//! | reading | pairs of kana of the search key, and the first of each word: `kツシ`, `k^ツ` |
//! | address | pairs of characters of the folded 町字 and 方書: `a本町` |
//! | birth | year, month and day in the year: `b1980`, `b1980-04`, `b--04-10`; unknown ones `b?1980` |

mod address;
mod birth;
mod kana;
mod name;

pub use address::{address_groups, address_tokens};
pub use birth::{birth_groups, birth_tokens, birthday_groups};
pub use kana::{kana_groups, kana_tokens};
pub(crate) use name::words;
pub use name::{beginnings, name_groups, name_key, name_tokens};

use crate::address::Address;
use crate::name::Names;
use crate::register_date::RegisterDate;

/// Groups of tokens: every group must be met, by any of its tokens. No group says nothing.
pub type Groups = Vec<Vec<String>>;

/// Every token of a person, sorted, each once.
#[must_use]
pub fn tokens_of(names: &Names, address: &Address, birth: &RegisterDate) -> Vec<String> {
    let others = [&names.former_family_name, &names.alias];
    let mut all = Vec::new();
    for name in std::iter::once(&names.name).chain(others.into_iter().flatten()) {
        all.extend(name_tokens(&name.written));
        all.extend(kana_tokens(&name.kana));
    }
    all.extend(names.alphabet.iter().flat_map(|alphabet| name_tokens(alphabet)));
    all.extend(address_tokens(address));
    all.extend(birth_tokens(birth));
    all.sort_unstable();
    all.dedup();
    all
}

/// Groups that whoever meets `one` or meets `other` meets. Without groups on one side, that side cannot be met.
#[must_use]
pub fn either(one: Groups, other: Groups) -> Groups {
    if one.is_empty() || other.is_empty() {
        return if one.is_empty() { other } else { one };
    }
    let last = (one.len() - 1, other.len() - 1);
    (0..one.len().max(other.len()))
        .map(|n| [&*one[n.min(last.0)], &*other[n.min(last.1)]].concat())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_is_met_by_whoever_meets_one_side() {
        let groups =
            |texts: &[&str]| -> Groups { texts.iter().map(|text| vec![(*text).to_owned()]).collect() };
        let both = either(groups(&["A1", "A2"]), groups(&["B1", "B2", "B3"]));
        assert_eq!(both, [["A1", "B1"], ["A2", "B2"], ["A2", "B3"]]);
        assert_eq!(either(groups(&["A"]), Vec::new()), groups(&["A"]));
        assert_eq!(either(Vec::new(), groups(&["B"])), groups(&["B"]));
    }

    #[test]
    fn a_persons_tokens_are_few() {
        let names = Names {
            name: crate::name::WrittenName {
                written: "山田　太郎".into(),
                kana: "ヤマダ　タロウ".into(),
                kana_confirmed: true,
            },
            alphabet: None,
            former_family_name: None,
            alias: None,
        };
        let address = Address {
            town: "本町一丁目".into(),
            block: "2番3号".into(),
            ..Address::default()
        };
        let birth = RegisterDate::Known("1980-04-10".parse().unwrap());
        let tokens = tokens_of(&names, &address, &birth);
        assert!(tokens.len() < 32 && tokens.is_sorted(), "{tokens:?}");
    }
}
