//! Readings, folded by [`search_key`]: any two kana in a row, and the first kana of each word.

use super::Groups;
use crate::kana::search_key;

/// The tokens of a reading. Family and given name count as one text, as the standard has it (the space between them
/// makes no difference), and each for itself.
#[must_use]
pub fn kana_tokens(kana: &str) -> Vec<String> {
    let mut all = pairs(&search_key(kana));
    for word in kana.split_whitespace() {
        let key = search_key(word);
        all.extend(key.chars().next().map(first));
        all.extend(pairs(&key));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// What one part of a reading asks for. A single kana asks for a word that begins with it.
#[must_use]
pub fn kana_groups(typed: &str) -> Groups {
    let key = search_key(typed);
    let pairs = pairs(&key);
    let tokens = match (pairs.is_empty(), key.chars().next()) {
        (true, Some(only)) => vec![first(only)],
        _ => pairs,
    };
    tokens.into_iter().map(|token| vec![token]).collect()
}

fn pairs(key: &str) -> Vec<String> {
    let characters: Vec<char> = key.chars().collect();
    characters
        .windows(2)
        .map(|pair| format!("k{}{}", pair[0], pair[1]))
        .collect()
}

fn first(c: char) -> String {
    format!("k^{c}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search_grade::kana_grade;
    use proptest::prelude::*;

    fn found(kana: &str, typed: &str) -> bool {
        let tokens = kana_tokens(kana);
        let groups = kana_groups(typed);
        !groups.is_empty() && groups.iter().flatten().all(|token| tokens.contains(token))
    }

    #[test]
    fn any_part_of_a_reading_is_found() {
        for typed in [
            "やまだ",
            "マタ",
            "タロ",
            "たろう",
            "タロー",
            "ダタ",
            "タ",
            "ヤ",
            "ﾀﾞﾛｳ",
        ] {
            assert!(found("ヤマダ　タロウ", typed), "{typed}");
        }
        assert!(!found("ヤマダ　タロウ", "ロ") && !found("ヤマダ　タロウ", "タマ"));
        // ウ after an オ-sound is オ, but not where a word begins.
        assert!(found("ヒロ　ウエダ", "ウエダ") && found("ヒロ　ウエダ", "ヒロウエダ"));
    }

    proptest! {
        #[test]
        fn what_the_grade_accepts_is_found(kana in "[ア-ン]{1,5}　[ア-ンー]{1,5}", from in 0usize..8, length in 2usize..5) {
            let typed: String = search_key(&kana).chars().skip(from).take(length).collect();
            if typed.chars().count() > 1 && kana_grade(&kana, &typed).is_some() {
                prop_assert!(found(&kana, &typed));
            }
        }
    }
}
