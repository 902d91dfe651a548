//! One folding of addresses, for finding. A key is never shown.

use unicode_normalization::UnicodeNormalization;

use crate::address::Address;
use crate::kana::katakana;

/// The key of an address: its 町字 and 番地・号, without 方書.
#[must_use]
pub fn address_key(address: &Address) -> String {
    fold(&[&*address.town, &*address.block].concat())
}

/// Folds a 町字, with or without 番地・号: 「本町一丁目2番3号」, 「本町１−２−３」 and 「本町1丁目2-3」 are one.
/// Width, spaces, ひらがな or カタカナ, 大字 and 字 make no difference; 三ツ木 and 八千代 are names, not numbers.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).map(katakana).collect();
    let plain = plain
        .replace("大字", "")
        .replace("番地ノ", "-")
        .replace("番地", "-");
    let mut key = String::with_capacity(plain.len());
    for (place, part) in plain.split("丁目").enumerate() {
        if place > 0 {
            number_at_end(&mut key);
            key.push('-');
        }
        key.push_str(part);
    }
    let mut folded = String::with_capacity(key.len());
    let mut after_digit = false;
    for c in key.chars() {
        let unit = after_digit && matches!(c, '番' | '号' | 'ノ' | 'ー');
        let between = unit || matches!(c, '-' | '‐' | '−' | '―' | '–' | '—');
        if !between {
            folded.push(c);
        } else if !folded.ends_with('-') {
            folded.push('-');
        }
        after_digit = c.is_ascii_digit();
    }
    folded.trim_end_matches('-').to_owned()
}

/// Turns the kanji numerals at the end into digits: what stood before 丁目 is a number.
fn number_at_end(key: &mut String) {
    let (mut start, mut value) = (key.len(), 0);
    let tail: Vec<(usize, Numeral)> = key
        .char_indices()
        .rev()
        .map_while(|(at, c)| Some((at, numeral(c)?)))
        .collect();
    for (at, _) in &tail {
        start = *at;
    }
    for (_, numeral) in tail.iter().rev() {
        value = match numeral {
            Numeral::One(digit) => value + digit,
            Numeral::Ten => value.max(1) * 10,
        };
    }
    if !tail.is_empty() {
        key.truncate(start);
        key.push_str(&value.to_string());
    }
}

enum Numeral {
    One(u32),
    Ten,
}

fn numeral(c: char) -> Option<Numeral> {
    if c == '十' {
        return Some(Numeral::Ten);
    }
    let digits = "一二三四五六七八九".chars().zip(1..);
    digits
        .into_iter()
        .find(|(kanji, _)| *kanji == c)
        .map(|(_, digit)| Numeral::One(digit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_address_has_one_key() {
        for text in [
            "本町一丁目2番3号",
            "本町１丁目２番３号",
            "本町1-2-3",
            "本町一丁目２−３",
            " 本町 一丁目 2番地の3",
            "大字本町1丁目2番地3",
            "本町１－２－３",
            "本町1ー2ー3",
        ] {
            assert_eq!(fold(text), "本町1-2-3", "{text}");
        }
        assert_eq!(fold("本町十二丁目"), "本町12");
        assert_eq!(fold("本町二十丁目1"), "本町20-1");
        assert_eq!(fold("三ツ木"), "三ツ木");
        assert_eq!(fold("八千代5番"), "八千代5");
        assert_eq!(fold("ほんちょう"), "ホンチョウ");
        assert_eq!(fold("番場町3番地"), "番場町3");
        assert_eq!(fold("二番町"), "二番町");
    }

    proptest! {
        #[test]
        fn a_key_of_a_key_is_the_key(text in "[本町一二三十0-9丁目番地号の \\-]{0,20}") {
            let key = fold(&text);
            prop_assert_eq!(fold(&key), key.clone());
        }
    }
}
