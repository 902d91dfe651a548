//! Addresses in one spelling.

use unicode_normalization::UnicodeNormalization;

/// An address in one spelling for searching: 「本町一丁目2番3号」, 「本町１－２－３」 and 「本町1丁目2番地の3」 become 「本町1-2-3」.
#[must_use]
pub fn fold_address(address: &str) -> String {
    let mut folded = String::with_capacity(address.len());
    let mut rest: &str = &address.nfkc().collect::<String>();
    while let Some(c) = rest.chars().next() {
        if let Some((number, after)) = chome(rest) {
            folded.push_str(number);
            folded.push('-');
            rest = after;
            continue;
        }
        let after_digit = folded.ends_with(|c: char| c.is_ascii_digit());
        let unit = ["丁目", "番地の", "番地", "番", "号", "の"]
            .into_iter()
            .find(|unit| rest.starts_with(unit));
        match unit {
            Some(unit) if after_digit => {
                folded.push('-');
                rest = &rest[unit.len()..];
            }
            _ => {
                let dash = matches!(c, '-' | '−' | '‐' | '–' | '—' | '―' | 'ー') && after_digit;
                folded.push(if dash { '-' } else { c });
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    // 「3号」 ends with a unit that nothing follows: the number is what counts.
    let mut parts = folded.split_whitespace().map(|part| part.trim_end_matches('-'));
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |line, part| line + " " + part)
}

/// 「十二丁目…」 as ("12", "…"): numbers up to nineteen in kanji.
fn chome(text: &str) -> Option<(&'static str, &str)> {
    const NUMBERS: [(&str, &str); 19] = [
        ("十一", "11"),
        ("十二", "12"),
        ("十三", "13"),
        ("十四", "14"),
        ("十五", "15"),
        ("十六", "16"),
        ("十七", "17"),
        ("十八", "18"),
        ("十九", "19"),
        ("十", "10"),
        ("一", "1"),
        ("二", "2"),
        ("三", "3"),
        ("四", "4"),
        ("五", "5"),
        ("六", "6"),
        ("七", "7"),
        ("八", "8"),
        ("九", "9"),
    ];
    NUMBERS.into_iter().find_map(|(kanji, digits)| {
        let after = text.strip_prefix(kanji)?.strip_prefix("丁目")?;
        Some((digits, after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_one_spelling() {
        for address in [
            "本町一丁目2番3号",
            "本町１丁目２番地の３",
            "本町1-2-3",
            "本町１－２－３",
            "本町1ー2ー3",
        ] {
            assert_eq!(fold_address(address), "本町1-2-3", "{address}");
        }
        assert_eq!(
            fold_address("緑が丘十二丁目5番地　みほんマンション 101号"),
            "緑が丘12-5 みほんマンション 101"
        );
        assert_eq!(fold_address("二番町"), "二番町");
    }
}
