//! 続柄 in the register's own words (住民記録システム標準仕様書, 続柄; 住民基本台帳事務処理要領).
//!
//! 世帯主 stands alone; a relative is up to four words joined by の (子の子, 妻の父, 子の子の子の子); a relative further
//! off is 縁故者, anyone else 同居人. Words like 孫 or 祖父 are not the register's.

use std::cmp::Ordering;

use thiserror::Error;

use crate::resident::Resident;

/// Most words joined by の.
pub const MOST_GENERATIONS: usize = 4;

/// The word of the head.
pub const HEAD: &str = "世帯主";
/// A relative that the register has no word for.
pub const OTHER_RELATIVE: &str = "縁故者";
/// Someone who is no relative.
pub const LODGER: &str = "同居人";

const SPOUSE_WORDS: [&str; 4] = ["夫", "妻", "夫（未届）", "妻（未届）"];
const WORDS: [&str; 11] = [
    "夫",
    "妻",
    "夫（未届）",
    "妻（未届）",
    "子",
    "父",
    "母",
    "兄",
    "姉",
    "弟",
    "妹",
];

/// Words of daily speech and what the register writes for them.
const SPOKEN: [(&str, &str); 16] = [
    ("孫", "子の子"),
    ("ひ孫", "子の子の子"),
    ("曾孫", "子の子の子"),
    ("祖父", "父の父」又は「母の父"),
    ("祖母", "父の母」又は「母の母"),
    ("おじ", "父の兄」「父の弟」「母の兄」「母の弟"),
    ("おば", "父の姉」「父の妹」「母の姉」「母の妹"),
    ("おい", "兄の子」「弟の子」「姉の子」「妹の子"),
    ("めい", "兄の子」「弟の子」「姉の子」「妹の子"),
    ("いとこ", "父の兄の子」「母の妹の子"),
    ("長男", "子"),
    ("長女", "子"),
    ("嫁", "子の妻"),
    ("婿", "子の夫"),
    ("養子", "子"),
    ("本人", "世帯主"),
];

/// Why a text is no 続柄 of the register. The text is a Japanese sentence that says what to do.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum RelationshipError {
    /// Nothing was written.
    #[error("続柄を入力してください。")]
    Empty,
    /// A word of daily speech.
    #[error("「{word}」は続柄に使えません。「{instead}」と書いてください。")]
    Spoken {
        /// The word.
        word: String,
        /// What the register writes.
        instead: &'static str,
    },
    /// A word the register does not know.
    #[error(
        "「{0}」は続柄に使えません。世帯主、夫、妻、子、父、母、兄、姉、弟、妹を「の」でつなぐか、縁故者、同居人と書いてください。"
    )]
    UnknownWord(String),
    /// More than four words.
    #[error("続柄は4つまでつなげられます。それより遠い親族は「縁故者」と書いてください。")]
    TooFar,
}

/// Checks a 続柄 against the register's words.
pub fn check(relationship: &str) -> Result<(), RelationshipError> {
    if relationship.is_empty() {
        return Err(RelationshipError::Empty);
    }
    if [HEAD, OTHER_RELATIVE, LODGER].contains(&relationship) {
        return Ok(());
    }
    let words: Vec<&str> = relationship.split('の').collect();
    for word in &words {
        if let Some((_, instead)) = SPOKEN.into_iter().find(|(spoken, _)| spoken == word) {
            return Err(RelationshipError::Spoken {
                word: (*word).to_owned(),
                instead,
            });
        }
        if !WORDS.contains(word) {
            return Err(RelationshipError::UnknownWord((*word).to_owned()));
        }
    }
    if words.len() > MOST_GENERATIONS {
        Err(RelationshipError::TooFar)
    } else {
        Ok(())
    }
}

/// Whether it is the head's husband or wife, registered or not yet (未届).
#[must_use]
pub fn is_spouse(relationship: &str) -> bool {
    SPOUSE_WORDS.contains(&relationship)
}

/// The group a member is listed in: ① head, spouse, children ② the children's families ③ parents, brothers and
/// sisters, grandparents ④ other relatives, 縁故者, 同居人.
fn group(relationship: &str) -> u8 {
    let first = relationship.split('の').next().unwrap_or_default();
    let words = relationship.split('の').count();
    match relationship {
        HEAD => 0,
        "子" => 2,
        OTHER_RELATIVE => 9,
        LODGER => 10,
        _ if is_spouse(relationship) => 1,
        // A step-child is listed among the children.
        _ if words == 2 && is_spouse(first) && relationship.ends_with("の子") => 2,
        _ if first == "子" => 3,
        "父" | "母" => 4,
        "兄" | "姉" | "弟" | "妹" => 5,
        "父の父" | "父の母" | "母の父" | "母の母" => 6,
        _ if WORDS.contains(&first) => 7,
        _ => 8,
    }
}

/// The order of members in a household (世帯員の並び順): by group, within it by date of birth (the earliest day it
/// can be), then by 宛名番号.
#[must_use]
pub fn register_order(one: &Resident, other: &Resident) -> Ordering {
    let key = |member: &Resident| (group(&member.relationship), member.birth_date.range());
    key(one)
        .cmp(&key(other))
        .then_with(|| one.addressee_number.cmp(&other.addressee_number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_register_s_words() {
        for good in [
            "世帯主",
            "夫",
            "妻",
            "夫（未届）",
            "妻（未届）",
            "子",
            "子の子",
            "子の子の子の子",
            "子の夫",
            "子の妻",
            "妻の父",
            "父の妹の子",
            "縁故者",
            "同居人",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        assert_eq!(check(""), Err(RelationshipError::Empty));
        assert_eq!(check("子の子の子の子の子"), Err(RelationshipError::TooFar));
        assert_eq!(
            check("孫").unwrap_err().to_string(),
            "「孫」は続柄に使えません。「子の子」と書いてください。"
        );
        assert_eq!(
            check("妻の祖父").unwrap_err().to_string(),
            "「祖父」は続柄に使えません。「父の父」又は「母の父」と書いてください。"
        );
        for bad in [
            "友人",
            "子の",
            "の子",
            "世帯主の子",
            "縁故者の子",
            "妻(未届)",
            "子 ",
        ] {
            assert!(
                matches!(check(bad), Err(RelationshipError::UnknownWord(_))),
                "{bad}"
            );
        }
    }

    #[test]
    fn members_are_listed_in_the_register_s_order() {
        let order = [
            "世帯主",
            "妻",
            "子",
            "子の子",
            "母",
            "弟",
            "父の父",
            "妻の母",
            "縁故者",
            "同居人",
        ];
        let groups: Vec<u8> = order.iter().map(|relationship| group(relationship)).collect();
        assert!(groups.is_sorted() && groups[0] < groups[9], "{groups:?}");
        assert_eq!(group("妻の子"), group("子"));
        assert_eq!(group("子の妻"), group("子の子"));
    }

    proptest! {
        #[test]
        fn up_to_four_words_are_good(words in proptest::collection::vec(proptest::sample::select(&WORDS[..]), 1..7)) {
            let joined = words.join("の");
            prop_assert_eq!(check(&joined).is_ok(), words.len() <= MOST_GENERATIONS);
        }
    }
}
