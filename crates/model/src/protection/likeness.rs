//! Whether somebody at the counter may be whom a measure is directed against. A candidate for a person to ask about,
//! never a proof: it errs on the side of asking.

use chrono::NaiveDate;

use crate::kana::search_key;
use crate::variants::may_match;

/// What is known of one of the two.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Known<'a> {
    /// 氏名 as written.
    pub name: &'a str,
    /// フリガナ; empty where nobody asked for it.
    pub kana: &'a str,
    /// 生年月日, where it is known.
    pub birth_date: Option<NaiveDate>,
}

/// A name without what people write differently: blanks, selectors.
#[must_use]
pub fn name_key(written: &str) -> String {
    let selector = |c: char| matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    written
        .chars()
        .filter(|c| !c.is_whitespace() && !selector(*c))
        .collect()
}

/// Whether the two may be the same person: the same name, variants of characters taken as one, or the same reading.
/// Birth dates only tell apart where both are known; a reading alone, which many share, needs them.
#[must_use]
pub fn may_be_same(one: Known<'_>, other: Known<'_>) -> bool {
    let births = one
        .birth_date
        .zip(other.birth_date)
        .map(|(one, other)| one == other);
    if births == Some(false) {
        return false;
    }
    let readings = [one.kana, other.kana].map(search_key);
    same_name(one.name, other.name)
        || (births == Some(true) && !readings[0].is_empty() && readings[0] == readings[1])
}

fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (name_key(one), name_key(other));
    !one.is_empty()
        && one.chars().count() == other.chars().count()
        && one
            .chars()
            .zip(other.chars())
            .all(|(a, b)| may_match(a, b) || a.eq_ignore_ascii_case(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known<'a>(name: &'a str, kana: &'a str, birth: &str) -> Known<'a> {
        Known {
            name,
            kana,
            birth_date: birth.parse().ok(),
        }
    }

    #[test]
    fn who_may_be_the_same() {
        let against = known("髙橋\u{3000}一郎", "タカハシ\u{3000}イチロウ", "1980-04-01");
        for (name, kana, birth, same) in [
            ("髙橋\u{3000}一郎", "", "", true),
            ("高橋 一郎", "", "", true),
            ("高橋一郎", "", "1980-04-01", true),
            // Another of the same name.
            ("高橋一郎", "", "1990-04-01", false),
            // Another writing with the same reading, born on the same day.
            ("高橋\u{3000}伊知郎", "たかはし いちろう", "1980-04-01", true),
            ("高橋\u{3000}伊知郎", "たかはし いちろう", "", false),
            ("高橋\u{3000}二郎", "タカハシ\u{3000}ジロウ", "1980-04-01", false),
            ("", "", "", false),
        ] {
            assert_eq!(
                may_be_same(against, known(name, kana, birth)),
                same,
                "{name} {birth}"
            );
        }
    }
}
