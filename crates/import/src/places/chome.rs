//! Lists in the brackets of a 町域: 「１～１９丁目」, 「第１地割～第３地割」, 「宮村、美流渡」.

/// The most that one 町域 can be.
const MOST: u32 = 200;

/// 丁目 of a list that is nothing but 丁目; none otherwise.
pub(super) fn chome(list: &str) -> Option<Vec<u32>> {
    if !list.contains("丁目") {
        return None;
    }
    numbers(list, |part| part.strip_suffix("丁目").unwrap_or(part))
}

/// 地割 of a list, with the name before them: 「種市第１５地割～第２１地割」 is 種市 and 15 to 21.
pub(super) fn jiwari(list: &str) -> Option<(&str, Vec<u32>)> {
    let at = list
        .find('第')
        .or_else(|| list.find(|c: char| digit(c).is_some()))?;
    let (stem, rest) = list.split_at(at);
    if !rest.contains("地割") {
        return None;
    }
    let number = |part: &'_ str| -> Option<u32> {
        let part = part.strip_prefix(stem).unwrap_or(part);
        let part = part.strip_prefix('第').unwrap_or(part);
        whole(part.strip_suffix("地割").unwrap_or(part))
    };
    Some((stem, ranges(rest, number)?))
}

/// Names of a list that is nothing but names: neither numbers nor conditions.
pub(super) fn names(list: &str) -> Option<Vec<&str>> {
    const CONDITIONS: [&str; 12] = [
        "除く",
        "以外",
        "その他",
        "番地",
        "丁目",
        "含む",
        "階",
        "及び",
        "号",
        "線",
        "以上",
        "以下",
    ];
    let names: Vec<&str> = list.split('、').map(str::trim).collect();
    let plain = |name: &&str| {
        !name.is_empty()
            && !name
                .chars()
                .any(|c| digit(c).is_some() || "「」～〜−－・（）".contains(c))
            && !CONDITIONS.iter().any(|word| name.contains(word))
    };
    names.iter().all(plain).then_some(names)
}

/// A number as 漢数字, as 丁目 has it: 12 is 十二.
pub(super) fn kanji(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS.get(n as usize).copied().unwrap_or_default();
    match number {
        0..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number - 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

/// A number in full-width digits, as 地割 has it.
pub(super) fn wide(number: u32) -> String {
    let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c);
    number.to_string().chars().map(wide).collect()
}

fn numbers(list: &str, bare: fn(&str) -> &str) -> Option<Vec<u32>> {
    ranges(list, |part| whole(bare(part)))
}

/// Numbers parted by 、, each one or from to.
fn ranges(list: &str, number: impl Fn(&str) -> Option<u32>) -> Option<Vec<u32>> {
    let mut all = Vec::new();
    for part in list.split('、') {
        let mut ends = part.trim().split(['～', '〜', '−', '－']);
        let first = number(ends.next()?.trim())?;
        let until = match ends.next() {
            Some(until) => number(until.trim())?,
            None => first,
        };
        if ends.next().is_some() || until < first || until - first > MOST {
            return None;
        }
        all.extend(first..=until);
    }
    (all.len() <= MOST as usize).then_some(all)
}

fn whole(text: &str) -> Option<u32> {
    let mut value = 0u32;
    for c in text.chars() {
        value = value.checked_mul(10)?.checked_add(digit(c)?)?;
    }
    (!text.is_empty()).then_some(value)
}

fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => c.to_digit(10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_or_left_as_conditions() {
        assert_eq!(chome("１～３丁目"), Some(vec![1, 2, 3]));
        assert_eq!(chome("１丁目、３〜４丁目"), Some(vec![1, 3, 4]));
        assert_eq!(chome("１～３丁目、その他"), None);
        assert_eq!(chome("１～３番地"), None);
        assert_eq!(
            jiwari("種市第１５地割～第１７地割"),
            Some(("種市", vec![15, 16, 17]))
        );
        assert_eq!(
            jiwari("折壁第１地割～折壁第２地割、折壁第５地割"),
            Some(("折壁", vec![1, 2, 5]))
        );
        assert_eq!(jiwari("第４０地割「５７番地」～第４５地割"), None);
        assert_eq!(names("宮村、美流渡"), Some(vec!["宮村", "美流渡"]));
        for condition in [
            "次のビルを除く",
            "その他",
            "１番地",
            "国道３号線",
            "西の丸～東の丸",
        ] {
            assert_eq!(names(condition), None, "{condition}");
        }
        assert_eq!(
            [1, 10, 12, 20, 35].map(kanji),
            ["一", "十", "十二", "二十", "三十五"]
        );
        assert_eq!(wide(15), "１５");
    }
}
