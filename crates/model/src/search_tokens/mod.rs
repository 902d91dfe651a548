//! Tokens for finding a part of a written name with an index on whole strings.
//!
//! A text is indexed by the unigrams and bigrams of its folded characters and by the first and last character
//! of each of its words (`^林`, `郎$`). A character stands for every member of its candidate set
//! ([`crate::variants`]), so that a query finds a text exactly when the sets meet, character by character. A
//! query asks for groups of tokens: a text may match if it has at least one token of **every** group.
//!
//! Tokens find candidates, because they do not say where in the text they come from: [`matches`] then decides.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::characters::{base, graphemes};
use crate::kana::katakana;
use crate::variants::{candidates, may_match};

/// The tokens of a query. A text may match if, for every group, it has at least one token of the group.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QueryTokens {
    /// Every group must be met; a group is met by any of its tokens. Empty for a query without characters.
    pub groups: Vec<Vec<String>>,
}

/// The tokens to store for a written name, sorted, each once.
#[must_use]
pub fn name_tokens(written: &str) -> Vec<String> {
    tokens(&words(written))
}

/// The tokens of a query for a written name. Words parted by spaces may stand in any order, but then each ends
/// or begins where a word of the name does: 「林　太」 asks for a word that ends with 林 and one that begins with 太.
#[must_use]
pub fn name_query(typed: &str) -> QueryTokens {
    query(&words(typed))
}

/// Whether a written name meets what was typed, character by character with variants.
#[must_use]
pub fn matches(written: &str, typed: &str) -> bool {
    let text: Vec<char> = words(written).concat();
    words(typed).iter().all(|word| {
        text.windows(word.len())
            .any(|part| part.iter().zip(word).all(|(a, b)| may_match(*a, *b)))
    })
}

/// The words of a text, each as folded characters: without selectors, hiragana as katakana, the alphabet in
/// capitals without accents, half-width forms as full-width ones and the reverse for digits and letters.
fn words(text: &str) -> Vec<Vec<char>> {
    let word = |word: &str| {
        graphemes(word)
            .filter_map(base)
            .flat_map(fold)
            .collect::<Vec<char>>()
    };
    text.split(char::is_whitespace)
        .map(word)
        .filter(|word| !word.is_empty())
        .collect()
}

fn fold(c: char) -> Vec<char> {
    // Compatibility ideographs (﨑 is none, but 神 U+FA19 is) stay apart here: the MJ table brings them together.
    if matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}') {
        return vec![c];
    }
    std::iter::once(c)
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !c.is_whitespace())
        .flat_map(|c| katakana(c).to_uppercase())
        .collect()
}

fn tokens(words: &[Vec<char>]) -> Vec<String> {
    let mut all = BTreeSet::new();
    let text = words.concat();
    for c in &text {
        all.extend(unigrams(*c));
    }
    for pair in text.windows(2) {
        all.extend(bigrams(pair));
    }
    for word in words {
        all.extend(word.first().into_iter().flat_map(|c| starts(*c)));
        all.extend(word.last().into_iter().flat_map(|c| ends(*c)));
    }
    all.into_iter().collect()
}

fn query(words: &[Vec<char>]) -> QueryTokens {
    let mut groups = Vec::new();
    for (n, word) in words.iter().enumerate() {
        if let [only] = &**word {
            groups.push(unigrams(*only).collect());
        }
        groups.extend(word.windows(2).map(|pair| bigrams(pair).collect()));
        if n > 0 {
            groups.extend(word.first().map(|c| starts(*c).collect()));
        }
        if n + 1 < words.len() {
            groups.extend(word.last().map(|c| ends(*c).collect()));
        }
    }
    QueryTokens { groups }
}

fn unigrams(c: char) -> impl Iterator<Item = String> {
    candidates(c).map(String::from)
}

fn bigrams(pair: &[char]) -> impl Iterator<Item = String> {
    let (first, second) = (pair[0], pair[1]);
    candidates(first).flat_map(move |a| candidates(second).map(move |b| [a, b].iter().collect()))
}

fn starts(c: char) -> impl Iterator<Item = String> {
    candidates(c).map(|c| format!("^{c}"))
}

fn ends(c: char) -> impl Iterator<Item = String> {
    candidates(c).map(|c| format!("{c}$"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What the index does: every group is met by one of its tokens.
    fn found(written: &str, typed: &str) -> bool {
        let tokens = name_tokens(written);
        name_query(typed)
            .groups
            .iter()
            .all(|group| group.iter().any(|token| tokens.contains(token)))
    }

    #[test]
    fn finds_parts_and_variants() {
        for (written, typed) in [
            ("辻\u{E0100}　健一", "辻"),
            ("辻　健一", "辻\u{E0100}"),
            ("葛\u{E0100}西　花", "葛西"),
            ("髙橋　一郎", "高橋"),
            ("高橋　一郎", "髙橋"),
            ("山﨑　葵", "山崎葵"),
            ("渡邉　翔", "渡辺"),
            ("渡辺　翔", "渡邊　翔"),
            ("𠮷田　茂", "吉田"),
            ("濵田　優", "浜田優"),
            ("林　太郎", "林太郎"),
            ("林　太郎", "林　太"),
            ("山田　太郎", "田　太"),
            ("佐藤　さくら", "サクラ"),
            ("SMITH JOHN", "john smith"),
            ("ＮＧＵＹỄＮ　ＶĂＮ", "nguyen van"),
        ] {
            assert!(found(written, typed), "{written} {typed}");
            assert!(matches(written, typed), "{written} {typed}");
        }
    }

    #[test]
    fn does_not_find_others() {
        for (written, typed) in [
            ("斎藤　一", "斉藤"),
            ("齋藤　一", "齊藤"),
            ("山田　太郎", "太田"),
            ("林　太郎", "森"),
        ] {
            assert!(
                !found(written, typed) && !matches(written, typed),
                "{written} {typed}"
            );
        }
        // The boundary decides: no word of the name ends with 山.
        assert!(!found("山田　太郎", "山　太郎"));
        assert!(name_query("　").groups.is_empty());
    }

    #[test]
    fn tokens_are_few_and_readable() {
        assert_eq!(
            name_tokens("髙木　花"),
            [
                "^花", "^高", "^髙", "木", "木$", "木花", "花", "花$", "高", "高木", "髙", "髙木"
            ]
        );
        assert_eq!(name_query("高木").groups, [["高木"]]);
    }

    proptest! {
        #[test]
        fn what_matches_in_one_word_is_found(
            written in "[一-丏髙高﨑崎邉辺邊あ-おＡ-Ｃa-c]{1,5}　[一-丏太郎花子]{1,3}",
            from in 0usize..6,
            length in 1usize..4,
        ) {
            let part: String = words(&written).concat().into_iter().skip(from).take(length).collect();
            prop_assert!(found(&written, &part));
            prop_assert!(matches(&written, &part));
        }

        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = (name_tokens(&text), name_query(&text), matches(&text, &text));
        }
    }
}
