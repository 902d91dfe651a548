//! Cells that a spreadsheet program would calculate (formula injection), made harmless in CSV without changing what is
//! read back.
//!
//! A cell that begins with one of these characters is a formula to spreadsheet programs; the full-width ones are to
//! Japanese Excel. An apostrophe before it makes it a text. So that nothing is lost, an apostrophe is put before a cell
//! that begins with apostrophes and then such a character, too: exactly one is taken off when it is read.

const BEGINNINGS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

fn is_marked(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(BEGINNINGS)
}

/// The cell as it is written.
pub(super) fn harmless(text: &str) -> String {
    if is_marked(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The cell as it was meant.
pub(super) fn meant(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_marked(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_formula_is_left_and_every_text_comes_back() {
        for text in [
            "",
            "辻",
            "=1+1",
            "+81",
            "-1",
            "@SUM(A1)",
            "＝A1",
            "'=1",
            "''@",
            "'",
            "'辻",
            "O'Neil",
            "=cmd|' /C calc'!A0",
        ] {
            let written = harmless(text);
            assert!(!written.starts_with(BEGINNINGS), "{written}");
            assert_eq!(meant(&written), text);
        }
    }
}
