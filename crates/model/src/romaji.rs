//! One folding of readings and of ローマ字 into one spelling, for finding places. A key is never shown.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::kana::katakana;

/// Two kana that are one sound.
const DIGRAPHS: [(&str, &str); 33] = [
    ("キャ", "kya"),
    ("キュ", "kyu"),
    ("キョ", "kyo"),
    ("シャ", "sha"),
    ("シュ", "shu"),
    ("ショ", "sho"),
    ("チャ", "cha"),
    ("チュ", "chu"),
    ("チョ", "cho"),
    ("ニャ", "nya"),
    ("ニュ", "nyu"),
    ("ニョ", "nyo"),
    ("ヒャ", "hya"),
    ("ヒュ", "hyu"),
    ("ヒョ", "hyo"),
    ("ミャ", "mya"),
    ("ミュ", "myu"),
    ("ミョ", "myo"),
    ("リャ", "rya"),
    ("リュ", "ryu"),
    ("リョ", "ryo"),
    ("ギャ", "gya"),
    ("ギュ", "gyu"),
    ("ギョ", "gyo"),
    ("ジャ", "ja"),
    ("ジュ", "ju"),
    ("ジョ", "jo"),
    ("ビャ", "bya"),
    ("ビュ", "byu"),
    ("ビョ", "byo"),
    ("ピャ", "pya"),
    ("ピュ", "pyu"),
    ("ピョ", "pyo"),
];

/// Kana, and the letters of each.
const KANA: &str = "アイウエオカキクケコガギグゲゴサシスセソザジズゼゾタチツテトダヂヅデドナニヌネノハヒフヘホバビブベボパピプペポマミムメモヤユヨラリルレロワヰヱヲンヴァィゥェォャュョヮヵヶ";
const LETTERS: &str = "a i u e o ka ki ku ke ko ga gi gu ge go sa shi su se so za ji zu ze zo ta chi tsu te to da ji zu de do na ni nu ne no ha hi fu he ho ba bi bu be bo pa pi pu pe po ma mi mu me mo ya yu yo ra ri ru re ro wa i e o n bu a i u e o ya yu yo wa ka ga";

/// What other spellings are in this one, in this order.
const SPELLINGS: [(&str, &str); 22] = [
    ("sya", "sha"),
    ("syu", "shu"),
    ("syo", "sho"),
    ("tya", "cha"),
    ("tyu", "chu"),
    ("tyo", "cho"),
    ("zya", "ja"),
    ("zyu", "ju"),
    ("zyo", "jo"),
    ("jya", "ja"),
    ("jyu", "ju"),
    ("jyo", "jo"),
    ("tch", "cch"),
    ("tu", "tsu"),
    ("hu", "fu"),
    ("si", "shi"),
    ("ti", "chi"),
    ("zi", "ji"),
    ("di", "ji"),
    ("du", "zu"),
    ("mb", "nb"),
    ("mp", "np"),
];

/// The key of a reading in kana or of ローマ字 (Hepburn or 訓令式, long vowels written in any way or not at all):
/// 「ほんちょう」, `honchō`, `Honcho`, `hontyou` are one. Digits stay; other characters have no sound and go.
#[must_use]
pub fn romaji_key(text: &str) -> String {
    let composed: Vec<char> = text.nfkc().map(katakana).collect();
    let mut letters = String::with_capacity(composed.len() * 2);
    let mut doubled = false;
    let mut at = 0;
    while let Some(c) = composed.get(at).copied() {
        let (sound, length) = sound(c, composed.get(at + 1).copied());
        at += length;
        if c == 'ッ' {
            doubled = true;
            continue;
        }
        if std::mem::take(&mut doubled) {
            letters.extend(sound.chars().next().filter(|first| !"aiueo".contains(*first)));
        }
        letters.push_str(&sound);
    }
    one_spelling(letters)
}

/// The letters of one sound, and how many characters it is written with.
fn sound(c: char, next: Option<char>) -> (String, usize) {
    if let Some(next) = next {
        let pair: String = [c, next].iter().collect();
        if let Some((_, letters)) = DIGRAPHS.iter().find(|(kana, _)| *kana == pair) {
            return ((*letters).to_owned(), 2);
        }
    }
    let of_kana = KANA.chars().zip(LETTERS.split(' ')).find(|(kana, _)| *kana == c);
    let letters = match of_kana {
        Some((_, letters)) => letters.to_owned(),
        None => std::iter::once(c)
            .nfd()
            .filter(|plain| plain.is_ascii_alphanumeric() && !is_combining_mark(*plain))
            .map(|plain| plain.to_ascii_lowercase())
            .collect(),
    };
    (letters, 1)
}

fn one_spelling(mut letters: String) -> String {
    loop {
        let before = letters.len();
        let was = letters.clone();
        for (other, ours) in SPELLINGS {
            letters = letters.replace(other, ours);
        }
        // tsu and shu hold what 訓令式 writes tu and hu.
        letters = letters
            .replace("ttsu", "tsu")
            .replace("sshu", "shu")
            .replace("sfu", "shu")
            .replace("cfu", "chu");
        for (long, short) in [
            ("ou", "o"),
            ("oo", "o"),
            ("uu", "u"),
            ("aa", "a"),
            ("ii", "i"),
            ("ee", "e"),
        ] {
            letters = letters.replace(long, short);
        }
        letters = long_h(&letters);
        if letters.len() == before && letters == was {
            return letters;
        }
    }
}

/// `ohno` is オオノ: an h after o before a consonant or the end only makes it long.
fn long_h(letters: &str) -> String {
    let characters: Vec<char> = letters.chars().collect();
    let vowel = |c: Option<&char>| c.is_some_and(|c| "aiueoy".contains(*c));
    characters
        .iter()
        .enumerate()
        .filter(|&(at, c)| {
            let after_o = at > 0 && characters.get(at - 1) == Some(&'o');
            !(*c == 'h' && after_o && !vowel(characters.get(at + 1)))
        })
        .map(|(_, c)| *c)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_place_has_one_key() {
        for (key, texts) in [
            (
                "honcho",
                &[
                    "ほんちょう",
                    "ホンチョウ",
                    "ﾎﾝﾁｮｳ",
                    "honchō",
                    "Honcho",
                    "HONTYOU",
                    "ｈｏｎｃｈｏ",
                ][..],
            ),
            ("shinbashi", &["しんばし", "Shimbashi", "sinbasi"]),
            ("onodori", &["おおのどおり", "Ohno-dori", "ōno dōri"]),
            ("fuchu", &["ふちゅう", "hutyuu", "Fuchū"]),
            ("tsuji", &["ツジ", "tuzi", "tsuji"]),
            (
                "nishishinjuku1",
                &["ニシシンジュク１", "nishi-shinjuku 1", "nisisinzyuku1"],
            ),
        ] {
            for text in texts {
                assert_eq!(romaji_key(text), key, "{text}");
            }
        }
        assert_eq!(romaji_key("本町"), "");
        assert_eq!(romaji_key("はっとり"), "hattori");
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text in "([ぁ-んァ-ヶーa-zA-Z' -]{0,20}|.{0,20})") {
            let key = romaji_key(&text);
            prop_assert_eq!(romaji_key(&key), key);
        }
    }
}
