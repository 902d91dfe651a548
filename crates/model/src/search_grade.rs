//! How well a text meets what was typed of it: what orders the hits, and what decides on candidates.

use crate::address::Address;
use crate::address_key::{address_key, fold};
use crate::kana::search_key;
use crate::search_tokens::words;
use crate::variants::may_match;

/// How well, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Grade {
    /// The whole text.
    Whole,
    /// The text begins so.
    Begins,
    /// A word of it, as the given name, is or begins so.
    Word,
    /// Somewhere within.
    Part,
}

/// A written name, character by character with variants. What was typed is one word, or words in the name's order.
#[must_use]
pub fn name_grade(written: &str, typed: &str) -> Option<Grade> {
    let typed = words(typed).concat();
    let words = words(written);
    let meets = |text: &[char]| text.iter().zip(&typed).all(|(a, b)| may_match(*a, *b));
    let begins = |text: &[char]| text.len() >= typed.len() && meets(text);
    let text = words.concat();
    if typed.is_empty() || text.len() < typed.len() {
        return None;
    }
    if begins(&text) {
        let whole = text.len() == typed.len();
        return Some(if whole { Grade::Whole } else { Grade::Begins });
    }
    if words.iter().any(|word| begins(word)) {
        return Some(Grade::Word);
    }
    text.windows(typed.len()).any(meets).then_some(Grade::Part)
}

/// A reading, by its search key. A single kana must begin a word.
#[must_use]
pub fn kana_grade(kana: &str, typed: &str) -> Option<Grade> {
    let (key, typed) = (search_key(kana), search_key(typed));
    if typed.is_empty() {
        return None;
    }
    if let Some(rest) = key.strip_prefix(&*typed) {
        return Some(if rest.is_empty() {
            Grade::Whole
        } else {
            Grade::Begins
        });
    }
    let words: Vec<String> = kana.split_whitespace().map(search_key).collect();
    if words.iter().any(|word| word.starts_with(&*typed)) {
        return Some(Grade::Word);
    }
    let within = key.contains(&*typed) || words.iter().any(|word| word.contains(&*typed));
    (within && typed.chars().count() > 1).then_some(Grade::Part)
}

/// An address: 町字 and 番地, or a part of 町字, or of 方書. Numbers alone are nobody's address.
#[must_use]
pub fn address_grade(address: &Address, typed: &str) -> Option<Grade> {
    let typed = fold(typed);
    if typed.chars().count() < 2 || typed.chars().all(|c| c.is_ascii_digit() || c == '-') {
        return None;
    }
    let key = address_key(address);
    if let Some(rest) = key.strip_prefix(&*typed) {
        // 本町1-2 is not the beginning of 本町1-23.
        let cut =
            typed.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit());
        return Some(match (rest.is_empty(), cut) {
            (true, _) => Grade::Whole,
            (false, false) => Grade::Begins,
            (false, true) => Grade::Part,
        });
    }
    let within = key.contains(&*typed) || fold(&address.building).contains(&*typed);
    within.then_some(Grade::Part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_graded() {
        for (typed, grade) in [
            ("山田太郎", Some(Grade::Whole)),
            ("山田 太", Some(Grade::Begins)),
            ("太郎", Some(Grade::Word)),
            ("田太", Some(Grade::Part)),
            ("郎", Some(Grade::Part)),
            ("太田", None),
            ("", None),
        ] {
            assert_eq!(name_grade("山田　太郎", typed), grade, "{typed}");
        }
    }

    #[test]
    fn readings_are_graded() {
        for (typed, grade) in [
            ("やまた たろう", Some(Grade::Whole)),
            ("ヤマ", Some(Grade::Begins)),
            ("タロ", Some(Grade::Word)),
            ("タ", Some(Grade::Word)),
            ("マダ", Some(Grade::Part)),
            ("マ", None),
            ("ー", None),
        ] {
            assert_eq!(kana_grade("ヤマダ　タロウ", typed), grade, "{typed}");
        }
    }

    #[test]
    fn addresses_are_graded() {
        let address = Address {
            town: "本町一丁目".into(),
            block: "23番4号".into(),
            building: "サンハイツ101".into(),
            ..Address::default()
        };
        for (typed, grade) in [
            ("本町1-23-4", Some(Grade::Whole)),
            ("本町", Some(Grade::Begins)),
            ("本町1-23", Some(Grade::Begins)),
            ("本町1-2", Some(Grade::Part)),
            ("町一丁目", Some(Grade::Part)),
            ("ハイツ", Some(Grade::Part)),
            ("23-4", None),
            ("本", None),
            ("北町", None),
        ] {
            assert_eq!(address_grade(&address, typed), grade, "{typed}");
        }
    }
}
