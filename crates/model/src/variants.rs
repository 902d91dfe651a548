//! Variant characters (異体字) that may stand for each other in a search.
//!
//! Each character has a candidate set: itself and its 縮退候補 of the MJ table (`data/mj_candidates.tsv`, CC BY-SA
//! 2.1 JP, see `data/LICENSE.md`). Two characters match if their sets have a member in common. That is not
//! transitive on purpose (斎 and 斉 both match some third character, but not each other). A match is a candidate
//! for a person to confirm, never a proof of identity.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

const TABLE: &str = include_str!("../data/mj_candidates.tsv");

/// The other candidates of each character; parsed once, on first use.
fn table() -> &'static HashMap<char, &'static str> {
    static CANDIDATES: OnceLock<HashMap<char, &'static str>> = OnceLock::new();
    CANDIDATES.get_or_init(|| {
        TABLE
            .lines()
            .filter_map(|line| {
                let (character, others) = line.split_once('\t')?;
                Some((character.chars().next()?, others))
            })
            .collect()
    })
}

/// The candidate set of a character: the character first, then its 縮退候補. Selectors play no part: all forms of
/// one character share a set.
pub fn candidates(character: char) -> impl Iterator<Item = char> {
    std::iter::once(character).chain(table().get(&character).copied().unwrap_or_default().chars())
}

/// Every character that may stand for this one, itself left out where the table does not have it.
#[must_use]
pub fn meeting(character: char) -> &'static [char] {
    static MEETING: OnceLock<HashMap<char, Vec<char>>> = OnceLock::new();
    let meeting = MEETING.get_or_init(|| {
        let mut holders: HashMap<char, Vec<char>> = HashMap::new();
        for holder in table().keys() {
            for member in candidates(*holder) {
                holders.entry(member).or_default().push(*holder);
            }
        }
        let all: BTreeSet<char> = table().keys().chain(holders.keys()).copied().collect();
        let of = |c: char| {
            let meeting: BTreeSet<char> = candidates(c)
                .flat_map(|member| {
                    let holders = holders.get(&member).map(Vec::as_slice).unwrap_or_default();
                    holders.iter().copied().chain([member])
                })
                .collect();
            (c, meeting.into_iter().collect())
        };
        all.into_iter().map(of).collect()
    });
    meeting.get(&character).map(Vec::as_slice).unwrap_or_default()
}

/// Whether two characters may stand for each other.
#[must_use]
pub fn may_match(one: char, other: char) -> bool {
    one == other || candidates(one).any(|a| candidates(other).any(|b| a == b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn variants_of_family_names() {
        for pair in [
            "髙高",
            "﨑崎",
            "嵜崎",
            "邊辺",
            "邉辺",
            "邊邉",
            "濵浜",
            "濱浜",
            "濵濱",
            "嶋島",
            "嶌島",
            "澤沢",
            "廣広",
            "德徳",
            "栁柳",
            "𠮷吉",
            "齋斎",
            "齊斉",
            "冨富",
            "桒桑",
            "瀨瀬",
            "眞真",
            "惠恵",
            "國国",
            "櫻桜",
            "辻辻",
            "神\u{FA19}",
            "塚\u{FA10}",
        ] {
            let (one, other) = two(pair);
            assert!(may_match(one, other) && may_match(other, one), "{pair}");
        }
        for pair in ["斎斉", "齋齊", "井牛", "草艸", "山川"] {
            let (one, other) = two(pair);
            assert!(!may_match(one, other) && !may_match(other, one), "{pair}");
        }
    }

    fn two(pair: &str) -> (char, char) {
        let mut characters = pair.chars();
        (characters.next().unwrap(), characters.next().unwrap())
    }

    #[test]
    fn the_table_is_read_whole() {
        assert_eq!(table().len(), TABLE.lines().count());
        assert!(table().len() > 20_000);
        assert!(table().values().all(|others| !others.is_empty()));
    }

    proptest! {
        #[test]
        fn matching_is_mutual(one in any::<char>(), other in any::<char>()) {
            prop_assert!(may_match(one, one));
            prop_assert_eq!(may_match(one, other), may_match(other, one));
        }

        #[test]
        fn whoever_meets_is_listed(one in "[一-丏高髙辺邊斎斉齋]", other in "[一-丏高髙辺邊斎斉齋]") {
            let (one, other) = (one.chars().next().unwrap(), other.chars().next().unwrap());
            prop_assert_eq!(one == other || meeting(one).contains(&other), may_match(one, other));
        }
    }
}
