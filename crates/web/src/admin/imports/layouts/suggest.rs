//! Which item of a standard layout a column of a file probably is, by its name. A person confirms it.

use std::collections::BTreeSet;

use madoguchi_import::Layout;
use unicode_normalization::UnicodeNormalization;

/// Names that mean the same, as they are found in files; compared after [`plain`].
const SAME: [(&str, &str); 12] = [
    ("カナ", "フリガナ"),
    ("ふりがな", "フリガナ"),
    ("コード番号", "番号"),
    ("宛名コード", "宛名番号"),
    ("個人コード", "宛名番号"),
    ("世帯コード", "世帯番号"),
    ("誕生日", "生年月日"),
    ("異動日", "異動年月日"),
    ("郵便no", "郵便番号"),
    ("アパート名", "方書"),
    ("番地", "番地号表記"),
    ("国籍", "国籍名等"),
];
/// Names that are less alike are not suggested, in hundredths.
const ALIKE: usize = 60;

/// For each column of the file, the item of the standard layout; none where nothing is like it. No item twice.
pub(super) fn suggest(names: &[String], standard: &Layout) -> Vec<Option<String>> {
    let items: Vec<(String, &str)> = standard
        .columns
        .iter()
        .map(|column| (plain(&column.item), &*column.item))
        .collect();
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let name = plain(name);
        for (of, (item, _)) in items.iter().enumerate() {
            let alike = alike(&name, item);
            if alike >= ALIKE {
                pairs.push((alike, at, of));
            }
        }
    }
    // The most alike first; of equals, what stands first.
    pairs.sort_by_key(|(alike, at, of)| (std::cmp::Reverse(*alike), *at, *of));
    let mut suggested = vec![None; names.len()];
    let mut taken = BTreeSet::new();
    for (_, at, of) in pairs {
        let Some(place) = suggested.get_mut(at) else {
            continue;
        };
        if place.is_none()
            && taken.insert(of)
            && let Some((_, item)) = items.get(of)
        {
            *place = Some((*item).to_owned());
        }
    }
    suggested
}

/// A name without what people write differently: width, case, spaces, marks, synonyms.
fn plain(name: &str) -> String {
    let mut plain: String = name
        .nfkc()
        .filter(|c| c.is_alphanumeric() || *c == 'ー')
        .flat_map(char::to_lowercase)
        .collect();
    for (other, ours) in SAME {
        if !plain.contains(ours) {
            plain = plain.replace(other, ours);
        }
    }
    plain
}

/// How alike two names are, in hundredths: what they share of their pairs of characters.
fn alike(one: &str, other: &str) -> usize {
    if one == other {
        return 100;
    }
    let pairs = |name: &str| -> Vec<(char, char)> { name.chars().zip(name.chars().skip(1)).collect() };
    let (one, mut other) = (pairs(one), pairs(other));
    let all = one.len() + other.len();
    let mut shared = 0_usize;
    for pair in one {
        if let Some(at) = other.iter().position(|known| *known == pair) {
            other.swap_remove(at);
            shared += 1;
        }
    }
    // Never quite the same: a name that is equal comes first.
    (shared * 200).checked_div(all).unwrap_or(0).min(99)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(layout: &str, names: &[&str]) -> Vec<Option<String>> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        suggest(&names, Layout::find(layout).unwrap())
    }

    #[test]
    fn every_standard_item_finds_itself() {
        for layout in Layout::all() {
            let names: Vec<String> = layout.columns.iter().map(|column| column.item.clone()).collect();
            let found: Vec<String> = suggest(&names, layout).into_iter().flatten().collect();
            assert_eq!(found, names, "{}", layout.id);
        }
    }

    #[test]
    fn names_that_are_written_otherwise_are_found_and_strange_ones_are_not() {
        let found = of(
            "residents",
            &[
                "宛名コード",
                "氏名（ﾌﾘｶﾞﾅ）",
                "住所＿方書",
                "性 別",
                "備考",
                "氏名",
            ],
        );
        let found: Vec<&str> = found
            .iter()
            .map(|item| item.as_deref().unwrap_or_default())
            .collect();
        assert_eq!(
            found,
            ["宛名番号", "氏名_フリガナ", "住所_方書", "性別", "", "氏名"]
        );
    }
}
