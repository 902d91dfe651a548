//! Written names: a character stands for every member of its candidate set ([`crate::variants`]), so that a query
//! finds a name exactly when the sets meet, character by character.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Groups;
use crate::characters::{base, graphemes};
use crate::kana::katakana;
use crate::variants::{candidates, meeting};

/// The most spellings that the beginning of a name is looked up by.
const SPELLINGS: usize = 48;

/// The tokens of a written name, sorted, each once.
#[must_use]
pub fn name_tokens(written: &str) -> Vec<String> {
    let text = words(written).concat();
    let mut all: Vec<String> = text.iter().flat_map(|c| unigrams(*c)).collect();
    all.extend(text.windows(2).flat_map(bigrams));
    all.sort_unstable();
    all.dedup();
    all
}

/// What a part of a written name asks for. Words parted by spaces may stand in any order.
#[must_use]
pub fn name_groups(typed: &str) -> Groups {
    let mut groups = Vec::new();
    for word in words(typed) {
        if let [only] = &*word {
            groups.push(unigrams(*only).collect());
        }
        groups.extend(word.windows(2).map(|pair| bigrams(pair).collect()));
    }
    groups
}

/// The key by which names are found by their beginning: folded characters, without spaces.
#[must_use]
pub fn name_key(written: &str) -> String {
    words(written).concat().into_iter().collect()
}

/// The keys of the beginnings that may stand for what was typed, the typed spelling first. Very many spellings are cut:
/// tokens find the rest.
#[must_use]
pub fn beginnings(typed: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for c in words(typed).concat() {
        let others = meeting(c);
        let mut longer = Vec::new();
        for d in std::iter::once(c).chain(others.iter().copied().filter(|d| *d != c)) {
            longer.extend(all.iter().map(|before| format!("{before}{d}")));
            if longer.len() >= SPELLINGS {
                break;
            }
        }
        longer.truncate(SPELLINGS);
        all = longer;
    }
    all.retain(|key| !key.is_empty());
    all
}

/// The words of a text, each as folded characters: without selectors, hiragana as katakana, the alphabet in
/// capitals without accents, half-width forms as full-width ones and the reverse for digits and letters. Marks between
/// letters (O'Brien, ・) go.
pub(crate) fn words(text: &str) -> Vec<Vec<char>> {
    let word = |word: &str| {
        let mut folded = Vec::with_capacity(word.len() / 3 + 1);
        // Most names: every character stands alone and for itself.
        if word.chars().all(is_ideograph) {
            folded.extend(word.chars());
        } else {
            for c in graphemes(word).filter_map(base) {
                fold(c, &mut folded);
            }
        }
        folded
    };
    text.split(char::is_whitespace)
        .map(word)
        .filter(|word| !word.is_empty())
        .collect()
}

/// An ideograph that no folding changes.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

fn fold(c: char, folded: &mut Vec<char>) {
    // Compatibility ideographs (﨑 is none, but 神 U+FA19 is) stay apart here: the MJ table brings them together.
    if matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}') {
        folded.push(c);
        return;
    }
    let plain = std::iter::once(c)
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !c.is_whitespace())
        .filter(|c| !matches!(c, '\'' | '’' | '‘' | '・' | '-' | '‐' | '–' | '.' | ','));
    folded.extend(plain.flat_map(|c| katakana(plain_latin(c)).to_uppercase()));
}

/// Letters whose stroke or form is no mark that Unicode takes off.
fn plain_latin(c: char) -> char {
    match c {
        'đ' | 'Đ' | 'ð' | 'Ð' => 'D',
        'ł' | 'Ł' => 'L',
        'ø' | 'Ø' => 'O',
        'ı' => 'I',
        'ħ' | 'Ħ' => 'H',
        'ŧ' | 'Ŧ' => 'T',
        _ => c,
    }
}

fn unigrams(c: char) -> impl Iterator<Item = String> {
    candidates(c).map(String::from)
}

fn bigrams(pair: &[char]) -> impl Iterator<Item = String> {
    let (first, second) = (pair[0], pair[1]);
    candidates(first).flat_map(move |a| candidates(second).map(move |b| [a, b].iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search_grade::name_grade;
    use proptest::prelude::*;

    /// What the index does: every group is met by one of its tokens.
    fn found(written: &str, typed: &str) -> bool {
        let tokens = name_tokens(written);
        let groups = name_groups(typed);
        !groups.is_empty()
            && groups
                .iter()
                .all(|group| group.iter().any(|token| tokens.contains(token)))
    }

    #[test]
    fn an_ideograph_folds_to_itself() {
        for c in ('\u{3400}'..='\u{9FFF}').filter(|c| is_ideograph(*c)) {
            let mut folded = Vec::new();
            fold(c, &mut folded);
            assert_eq!(folded, [c]);
            assert_eq!(graphemes(&format!("{c}{c}")).count(), 2);
        }
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
            ("山田　太郎", "太郎　山田"),
            ("佐藤　さくら", "サクラ"),
            ("SMITH JOHN", "john smith"),
            ("ＮＧＵＹỄＮ　ＶĂＮ", "nguyen van"),
            ("O’BRIEN SEÁN", "o'brien"),
            ("O’BRIEN SEÁN", "obrien sean"),
            ("Đỗ Łukasz", "do lukasz"),
        ] {
            assert!(found(written, typed), "{written} {typed}");
            for word in typed.split_whitespace() {
                assert!(name_grade(written, word).is_some(), "{written} {word}");
            }
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
                !found(written, typed) && name_grade(written, typed).is_none(),
                "{written} {typed}"
            );
        }
        assert!(name_groups("　").is_empty());
    }

    #[test]
    fn the_beginning_is_looked_up_by_every_spelling() {
        assert_eq!(beginnings("高木")[0], "高木");
        assert!(beginnings("高木").contains(&"髙木".to_owned()));
        assert!(beginnings("斎").contains(&"齋".to_owned()) && !beginnings("斎").contains(&"斉".to_owned()));
        assert!(beginnings("渡邊邊邊").len() <= SPELLINGS);
        assert!(beginnings(" ").is_empty());
    }

    proptest! {
        #[test]
        fn what_matches_in_one_word_is_found(
            written in "[一-丏髙高﨑崎邉辺邊あ-おＡ-Ｃa-c]{1,5}　[一-丏太郎花子]{1,3}",
            from in 0usize..6,
            length in 1usize..4,
        ) {
            let part: String = words(&written).concat().into_iter().skip(from).take(length).collect();
            prop_assume!(!part.is_empty());
            prop_assert!(found(&written, &part));
            prop_assert!(name_grade(&written, &part).is_some());
        }

        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = (name_tokens(&text), name_groups(&text), name_grade(&text, &text), beginnings(&text));
        }
    }
}
