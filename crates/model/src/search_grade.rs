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

/// What was typed of a written name: one word, or words in the name's order. Folded once, for many names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypedName(Vec<char>);

impl TypedName {
    /// Folds what was typed.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        Self(words(typed).concat())
    }

    /// How a written name meets it, character by character with variants.
    #[must_use]
    pub fn grade(&self, written: &str) -> Option<Grade> {
        let typed = &self.0;
        let words = words(written);
        let length: usize = words.iter().map(Vec::len).sum();
        if typed.is_empty() || length < typed.len() {
            return None;
        }
        let meets = |text: &[char]| text.iter().zip(typed).all(|(a, b)| may_match(*a, *b));
        let begins = |text: &[char]| text.len() >= typed.len() && meets(text);
        let text = words.concat();
        if begins(&text) {
            let whole = text.len() == typed.len();
            return Some(if whole { Grade::Whole } else { Grade::Begins });
        }
        if words.iter().any(|word| begins(word)) {
            return Some(Grade::Word);
        }
        text.windows(typed.len()).any(meets).then_some(Grade::Part)
    }
}

/// What was typed of a reading. Folded once, for many readings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypedReading(String);

impl TypedReading {
    /// Folds what was typed.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        Self(search_key(typed))
    }

    /// How a reading meets it, by its search key. A single kana must begin a word.
    #[must_use]
    pub fn grade(&self, kana: &str) -> Option<Grade> {
        let typed = &*self.0;
        if typed.is_empty() {
            return None;
        }
        let key = search_key(kana);
        if let Some(rest) = key.strip_prefix(typed) {
            return Some(if rest.is_empty() {
                Grade::Whole
            } else {
                Grade::Begins
            });
        }
        let words: Vec<String> = kana.split_whitespace().map(search_key).collect();
        if words.iter().any(|word| word.starts_with(typed)) {
            return Some(Grade::Word);
        }
        let within = key.contains(typed) || words.iter().any(|word| word.contains(typed));
        (within && typed.chars().count() > 1).then_some(Grade::Part)
    }
}

/// What was typed of an address: 町字 and 番地, or a part of 町字, or of 方書. Numbers alone are nobody's address. Folded
/// once, for many addresses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypedAddress(Option<String>);

impl TypedAddress {
    /// Folds what was typed.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let typed = fold(typed);
        let says_something =
            typed.chars().count() > 1 && !typed.chars().all(|c| c.is_ascii_digit() || c == '-');
        Self(says_something.then_some(typed))
    }

    /// How an address meets it.
    #[must_use]
    pub fn grade(&self, address: &Address) -> Option<Grade> {
        self.grade_of_key(&address_key(address), &address.building)
    }

    /// The same where the [`address_key`] is at hand.
    #[must_use]
    pub fn grade_of_key(&self, key: &str, building: &str) -> Option<Grade> {
        let typed = self.0.as_deref()?;
        if let Some(rest) = key.strip_prefix(typed) {
            // 本町1-2 is not the beginning of 本町1-23.
            let cut = typed.ends_with(|c: char| c.is_ascii_digit())
                && rest.starts_with(|c: char| c.is_ascii_digit());
            return Some(match (rest.is_empty(), cut) {
                (true, _) => Grade::Whole,
                (false, false) => Grade::Begins,
                (false, true) => Grade::Part,
            });
        }
        let within = key.contains(typed) || fold(building).contains(typed);
        within.then_some(Grade::Part)
    }
}

/// How a written name meets what was typed, see [`TypedName`].
#[must_use]
pub fn name_grade(written: &str, typed: &str) -> Option<Grade> {
    TypedName::new(typed).grade(written)
}

/// How a reading meets what was typed, see [`TypedReading`].
#[must_use]
pub fn kana_grade(kana: &str, typed: &str) -> Option<Grade> {
    TypedReading::new(typed).grade(kana)
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
            assert_eq!(TypedAddress::new(typed).grade(&address), grade, "{typed}");
        }
    }
}
