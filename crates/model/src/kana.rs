//! One folding of readings and alphabets into search keys (住民記録システム標準仕様書, あいまい検索).
//!
//! A key is for finding candidates only and is never shown: unvoiced sounds stand for voiced ones, large kana
//! for small ones, long vowels are left out, ウ after an オ-sound becomes オ, and spaces, dashes and marks go.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The search key of a reading or of a name in the alphabet. Two texts that sound alike by the standard's rules
/// have one key: ヂ=ジ, ヅ=ズ, ワ=ハ, ヴァ=バ, オ=ヲ, ヒ=ピ, ッ=ツ, コウ=コオ, ー=(nothing), 「ヤマダ　タロウ」=「ﾔﾏﾀﾞﾀﾛｳ」,
/// hiragana = katakana, `é` = `E`. The key of a key is the key.
#[must_use]
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let composed: Vec<char> = if text.chars().all(is_composed) {
        text.chars().map(katakana).collect()
    } else {
        text.nfkc().map(katakana).collect()
    };
    let mut rest = &*composed;
    while let Some((c, after)) = rest.split_first() {
        rest = after;
        if let Some((sound, after)) = foreign_v(*c, after) {
            rest = after;
            key.push(sound);
            continue;
        }
        let c = merged(*c);
        if is_composed(c) {
            sound(unvoiced(c), &mut key);
            continue;
        }
        for plain in c.nfkd() {
            for upper in plain.to_uppercase() {
                sound(upper, &mut key);
            }
        }
    }
    key
}

/// Adds a sound to a key.
fn sound(c: char, key: &mut String) {
    if is_left_out(c) {
        return;
    }
    let after_o = key.chars().next_back().is_some_and(is_o_sound);
    key.push(match large(c) {
        'ウ' if after_o => 'オ',
        large => large,
    });
}

/// Kana as most readings have them, and spaces: already composed, and with no letter case.
fn is_composed(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '　' | ' ')
}

/// A kana without its mark of voicing.
fn unvoiced(c: char) -> char {
    match c {
        'ガ' | 'ギ' | 'グ' | 'ゲ' | 'ゴ' | 'ザ' | 'ジ' | 'ズ' | 'ゼ' | 'ゾ' | 'ダ' | 'ヂ' | 'ヅ' | 'デ'
        | 'ド' | 'バ' | 'ビ' | 'ブ' | 'ベ' | 'ボ' => previous(c, 1),
        'パ' | 'ピ' | 'プ' | 'ペ' | 'ポ' => previous(c, 2),
        'ヴ' => 'ウ',
        _ => c,
    }
}

fn previous(c: char, by: u32) -> char {
    char::from_u32(u32::from(c) - by).unwrap_or(c)
}

/// Whether a character is one of those that readings are written in.
#[must_use]
pub fn is_kana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | 'ゝ' | 'ゞ' | 'ヽ' | 'ヾ' | '・' | 'ｦ'..='ﾟ')
}

/// Hiragana as katakana; everything else as it is.
#[must_use]
pub fn katakana(c: char) -> char {
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        _ => c,
    }
}

/// ヴァ ヴィ ヴェ ヴォ are バ ビ ベ ボ; a ヴ alone is ブ.
fn foreign_v(c: char, after: &[char]) -> Option<(char, &[char])> {
    if c != 'ヴ' {
        return None;
    }
    let sound = match after.first() {
        Some('ァ' | 'ア') => 'ハ',
        Some('ィ' | 'イ') => 'ヒ',
        Some('ェ' | 'エ') => 'ヘ',
        Some('ォ' | 'オ') => 'ホ',
        _ => return Some(('フ', after)),
    };
    Some((sound, &after[1..]))
}

/// Sounds that are one in spite of different letters.
fn merged(c: char) -> char {
    match c {
        'ヂ' => 'シ',
        'ヅ' => 'ス',
        'ヷ' => 'ハ',
        'ヸ' => 'イ',
        'ヹ' => 'エ',
        'ヺ' => 'オ',
        _ => c,
    }
}

fn large(c: char) -> char {
    match c {
        'ァ' => 'ア',
        'ィ' | 'ヰ' => 'イ',
        'ゥ' => 'ウ',
        'ェ' | 'ヱ' => 'エ',
        'ォ' | 'ヲ' => 'オ',
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        'ッ' => 'ツ',
        'ャ' => 'ヤ',
        'ュ' => 'ユ',
        'ョ' => 'ヨ',
        'ヮ' | 'ワ' => 'ハ',
        _ => c,
    }
}

fn is_o_sound(c: char) -> bool {
    matches!(c, 'オ' | 'コ' | 'ソ' | 'ト' | 'ノ' | 'ホ' | 'モ' | 'ヨ' | 'ロ')
}

/// Marks of voicing and accents, long vowels, dashes, spaces and every other sign: only letters and digits
/// sound.
fn is_left_out(c: char) -> bool {
    c == 'ー' || is_combining_mark(c) || !c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_taken_as_composed_is() {
        for c in ('\u{0}'..='\u{10FFFF}').filter(|c| is_composed(*c) && *c != '\u{3000}') {
            assert_eq!(c.nfkc().collect::<Vec<_>>(), [c]);
            let kana = merged(katakana(c));
            assert_eq!(kana.nfkd().next(), Some(unvoiced(kana)), "{c}");
            assert!(kana.nfkd().skip(1).all(is_combining_mark), "{c}");
            assert_eq!(
                unvoiced(kana).to_uppercase().collect::<Vec<_>>(),
                [unvoiced(kana)]
            );
        }
    }

    #[test]
    fn sounds_alike() {
        for (one, other) in [
            ("ヤマダ　タロウ", "やまた たろう"),
            ("ヤマダ　タロウ", "ﾔﾏﾀﾞﾀﾛｳ"),
            ("ヂ", "ジ"),
            ("ツヅキ", "ツズキ"),
            ("ワ", "ハ"),
            ("ヴァ", "バ"),
            ("ヴィオラ", "ビオラ"),
            ("ヴ", "ブ"),
            ("ヲ", "オ"),
            ("ピ", "ヒ"),
            ("ハットリ", "ハツトリ"),
            ("シヨウコ", "ショウコ"),
            ("コウノ", "コオノ"),
            ("トウル", "トオル"),
            ("ローラ", "ロラ"),
            ("ロ―ラ", "ロ－ラ"),
            ("ロ-ラ", "ロ‐ラ"),
            ("ロｰラ", "ロ—ラ"),
            ("Müller", "MULLER"),
            ("José", "jose"),
            ("ＳＭＩＴＨ　Ｊｏｈｎ", "smith john"),
            ("O'Brien", "OBRIEN"),
            ("イノウエ", "ヰノウヱ"),
            ("カ\u{3099}", "ガ"),
        ] {
            assert_eq!(search_key(one), search_key(other), "{one} {other}");
        }
    }

    #[test]
    fn sounds_different() {
        for (one, other) in [
            ("オノ", "オオノ"),
            ("サトウ", "カトウ"),
            ("ツ", "ス"),
            ("チ", "シ"),
        ] {
            assert_ne!(search_key(one), search_key(other), "{one} {other}");
        }
        assert_eq!(search_key("　ー・"), "");
        assert_eq!(search_key("ゴウトウ　ジョウジ"), "コオトオシヨオシ");
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text in "([ぁ-んァ-ヶーｦ-ﾟA-Za-zÀ-ÿ　 -]{0,30}|.{0,30})") {
            let key = search_key(&text);
            prop_assert_eq!(search_key(&key), key);
        }

        #[test]
        fn the_key_of_a_beginning_begins_the_key(text in "[ァ-ウカ-ヲー　]{0,20}", at in 0usize..20) {
            let beginning: String = text.chars().take(at).collect();
            prop_assert!(search_key(&text).starts_with(&search_key(&beginning)));
        }
    }
}
