//! Katakana in half width, as older core systems keep readings (JIS X 0201).

const FULL: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";
const VOICED: &str = "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ";
const VOICED_BASE: &str = "カキクケコサシスセソタチツテトハヒフヘホウ";
const HALF_VOICED: &str = "パピプペポ";
const HALF_VOICED_BASE: &str = "ハヒフヘホ";

/// Full-width katakana and spaces in half width; everything else as it is. ヰ, ヱ, ヮ, ヵ and ヶ have no half-width form
/// and stay as they are.
pub(super) fn half_kana(text: &str) -> String {
    let mut half = String::with_capacity(text.len());
    for c in text.chars() {
        let (base, mark) = parted(c);
        match FULL.chars().position(|full| full == base) {
            Some(place) => half.extend(
                u32::try_from(place)
                    .ok()
                    .and_then(|place| char::from_u32(0xFF61 + place)),
            ),
            None if base == '\u{3000}' => half.push(' '),
            None => half.push(base),
        }
        half.extend(mark);
    }
    half
}

fn parted(c: char) -> (char, Option<char>) {
    let of = |marked: &str, bases: &str| {
        let place = marked.chars().position(|known| known == c)?;
        bases.chars().nth(place)
    };
    if let Some(base) = of(VOICED, VOICED_BASE) {
        return (base, Some('ﾞ'));
    }
    if let Some(base) = of(HALF_VOICED, HALF_VOICED_BASE) {
        return (base, Some('ﾟ'));
    }
    (c, None)
}

#[cfg(test)]
mod tests {
    use super::half_kana;

    #[test]
    fn readings_become_half_width() {
        assert_eq!(half_kana("ガッコウ　パピヴァー"), "ｶﾞｯｺｳ ﾊﾟﾋﾟｳﾞｧｰ");
        assert_eq!(half_kana("ヰヶA漢"), "ヰヶA漢");
    }
}
