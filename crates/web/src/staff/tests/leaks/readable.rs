//! What whoever gets an answer can read in it.

use std::fmt::Write as _;

use std::io::Write as _;
use std::process::{Command, Stdio};

use axum::http::header;

use super::world::{PHONE, SECRET};
use crate::testing::Answer;

/// The hidden words in an answer: body, headers, and the words of a PDF.
pub(super) fn secrets_in(answer: &Answer) -> impl Iterator<Item = &'static str> {
    let headers: Vec<u8> = answer
        .headers
        .iter()
        .flat_map(|(_, value)| value.as_bytes().iter().copied().chain(*b"\n"))
        .collect();
    let kind = answer.headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let body = match kind {
        "application/pdf" => words_of_pdf(&answer.bytes),
        _ => answer.bytes.clone(),
    };
    // Glyphs are drawn, not written: whoever sees the page reads it all the same.
    let drawn = kind == "image/svg+xml" && answer.status == 200;
    let mut found: Vec<_> = secrets(&body).chain(secrets(&headers)).collect();
    found.extend(drawn.then_some("a paper as a picture"));
    found.into_iter()
}

/// The hidden words in some bytes, however they are written: plain, in an address, in JSON, as entities.
pub(super) fn secrets(bytes: &[u8]) -> impl Iterator<Item = &'static str> + use<> {
    let text = String::from_utf8_lossy(bytes);
    // Layout may put blanks between the letters of a PDF.
    let close: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (mut escaped, mut entities) = (String::new(), String::new());
    for unit in SECRET.encode_utf16() {
        write!(escaped, "\\u{unit:04x}").unwrap();
    }
    for c in SECRET.chars() {
        write!(entities, "&#{};", u32::from(c)).unwrap();
    }
    let in_an_address: String = form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let lower = close.to_lowercase();
    let written = [
        (close.contains(SECRET), "an address"),
        (lower.contains(&escaped), "an address in JSON"),
        (close.contains(&entities), "an address in entities"),
        (
            lower.contains(&in_an_address.to_lowercase()),
            "an address in a URL",
        ),
        (close.contains(PHONE), "a telephone number"),
    ];
    written
        .into_iter()
        .filter_map(|(found, what)| found.then_some(what))
}

fn words_of_pdf(bytes: &[u8]) -> Vec<u8> {
    let mut child = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("poppler-utils is installed");
    let mut input = child.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "the PDF can be read");
    output.stdout
}

#[test]
fn a_word_is_found_however_it_is_written() {
    for text in [
        "前秘所前",
        "秘\n所",
        "\\u79d8\\u6240",
        "%E7%A7%98%E6%89%80",
        "&#31192;&#25152;",
        PHONE,
    ] {
        assert_eq!(secrets(text.as_bytes()).count(), 1, "{text}");
    }
    assert_eq!(secrets("秘密の所".as_bytes()).count(), 0);
}
