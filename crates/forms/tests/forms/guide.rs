//! The guide sheet: complete over pages, and its QR code can be read.

use madoguchi_forms::guide_sheet;

use crate::glyphs::runs;
use crate::support::{fonts, guide};
use crate::tools::{file, run, written};

#[test]
fn the_qr_code_says_what_was_handed_in() {
    let laid = guide_sheet(&guide(), &fonts());
    assert!(laid.overflow.is_empty() && laid.missing_glyphs.is_empty());
    let path = written("guide_qr", std::slice::from_ref(&laid));
    let picture = file("guide_qr");
    run(
        "pdftoppm",
        &[
            "-r",
            "150",
            "-f",
            "1",
            "-l",
            "1",
            "-singlefile",
            "-png",
            path.to_str().expect("a path in UTF-8"),
            picture.to_str().expect("a path in UTF-8"),
        ],
    );
    let read = run(
        "zbarimg",
        &[
            "-q",
            "--raw",
            picture.with_extension("png").to_str().expect("a path in UTF-8"),
        ],
    );
    assert_eq!(Some(read.trim()), guide().qr.as_deref());
}

#[test]
fn a_long_sheet_goes_on_over_pages_and_loses_nothing() {
    let mut sheet = guide();
    let one = sheet.left[0].clone();
    for n in 0..12 {
        let mut left = one.clone();
        left.procedure = format!("手続き{n}番");
        left.belongings = (0..20).map(|thing| format!("持ち物{n}の{thing}")).collect();
        sheet.left.push(left);
    }
    sheet.left[0].belongings = vec!["とても長い説明".repeat(600)];
    let laid = guide_sheet(&sheet, &fonts());
    assert!(laid.pages.len() > 5 && laid.overflow.is_empty());
    let text: String = runs(&laid).map(|run| &*run.text).collect();
    for n in 0..12 {
        assert!(
            text.contains(&format!("手続き{n}番")) && text.contains(&format!("持ち物{n}の19")),
            "{n}"
        );
    }
    assert_eq!(text.matches('説').count(), 600);
    // Every page says whose sheet it is.
    assert_eq!(text.matches("08-000123").count(), laid.pages.len());
}

#[test]
fn a_qr_text_too_long_for_a_code_is_reported() {
    let mut sheet = guide();
    sheet.qr = Some("あ".repeat(3000));
    let laid = guide_sheet(&sheet, &fonts());
    assert_eq!(laid.overflow[0].field, "QRコード");
}

#[test]
fn an_empty_sheet_is_a_sheet() {
    let mut sheet = guide();
    sheet.done.clear();
    sheet.left.clear();
    sheet.notes.clear();
    sheet.plain.clear();
    sheet.qr = None;
    assert_eq!(guide_sheet(&sheet, &fonts()).pages.len(), 1);
}
