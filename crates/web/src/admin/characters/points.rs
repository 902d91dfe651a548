//! A character in the address of a page and in words: by its code points, never as itself.

/// As an address has it, for example `8FBB-E0102`.
pub(super) fn in_path(written: &str) -> String {
    joined(written, "-", "")
}

/// As people read it, for example `U+8FBB U+E0102`.
pub(super) fn in_words(written: &str) -> String {
    joined(written, " ", "U+")
}

fn joined(written: &str, between: &str, before: &str) -> String {
    let points = written.chars().map(|c| format!("{before}{:04X}", u32::from(c)));
    points.collect::<Vec<_>>().join(between)
}

/// The character of an address; none where it is no code points.
pub(super) fn from_path(path: &str) -> Option<String> {
    let point = |part: &str| char::from_u32(u32::from_str_radix(part, 16).ok()?);
    path.split('-').map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_comes_back_from_its_address() {
        for written in ["辻\u{E0102}", "\u{E000}", "\u{10FFFD}", "カ\u{3099}"] {
            assert_eq!(from_path(&in_path(written)).as_deref(), Some(written));
        }
        assert_eq!(in_words("辻\u{E0102}"), "U+8FBB U+E0102");
        for nonsense in [
            "",
            "points",
            "D800",
            "110000",
            "8FBB--E0102",
            "8FBB-",
            "019aa7c4-3c6d",
        ] {
            assert_eq!(from_path(nonsense), None, "{nonsense}");
        }
    }
}
