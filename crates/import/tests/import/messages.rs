//! What people read when a file is broken, word for word.

use std::io::Read;

use madoguchi_import::{Limits, Outcome, Reader, Reject};

use super::support::{file, read, register, residents, today};

/// The first five people, as text.
fn five() -> String {
    String::from_utf8(file(residents(), &register()[..5])).unwrap()
}

/// Line `at` of a text changed.
fn with_line(text: &str, at: usize, change: impl Fn(&str) -> String) -> Vec<u8> {
    let lines = text.split_terminator("\r\n").enumerate();
    let lines = lines.map(|(n, line)| {
        if n + 1 == at {
            change(line)
        } else {
            line.to_owned()
        }
    });
    (lines.collect::<Vec<_>>().join("\r\n") + "\r\n").into_bytes()
}

/// What is told of a file: the fault it ends in, or the lines of its rejects.
fn told(bytes: &[u8]) -> String {
    let (_, rejects, fault) = read(residents(), bytes);
    match fault {
        Some(fault) => fault.to_string(),
        None => rejects.iter().map(Reject::line).collect(),
    }
}

#[test]
fn a_broken_row_is_told_with_row_item_reason_and_remedy() {
    let text = five();
    let torn = "3,\"\",\"引用符が閉じていないか、途中で閉じています。\",\"その行の引用符の対応を確かめて、出力し直してください。\"\r\n";
    assert_eq!(told(&with_line(&text, 3, |line| line.replacen('"', "", 1))), torn);
    let few = "4,\"\",\"項目の数が合いません。\",\"余分な区切り文字や、引用符の抜けがないか確かめてください。\"\r\n";
    assert_eq!(told(&with_line(&text, 4, |_| "\"1\"".into())), few);
    let long = "2,\"\",\"項目が長すぎます。\",\"その行の内容を確かめてください。区切り文字や改行が抜けていることがあります。\"\r\n";
    let ten_megabytes = "あ".repeat(10 * 1024 * 1024 / 3);
    assert_eq!(
        told(&with_line(&text, 2, |line| line.replacen(
            "\"1\"",
            &format!("\"{ten_megabytes}\""),
            1
        ))),
        long
    );
    let nul = told(&with_line(&text, 6, |line| {
        let at = line.rfind('"').unwrap();
        format!("{}\0{}", &line[..at], &line[at..])
    }));
    assert!(
        nul.starts_with("6,\"")
            && nul.contains(
                "\"使えない文字（制御文字）があります。\",\"その文字を取り除いて、出力し直してください。\""
            ),
        "{nul}"
    );
}

#[test]
fn a_file_that_cannot_be_taken_is_told_in_one_sentence() {
    let text = five();
    assert_eq!(told(b""), "ファイルが空です。");
    let without = text.replace("\"氏名\",", "\"名\",");
    assert_eq!(
        told(without.as_bytes()),
        "1行目に次の項目がありません：氏名。取込定義・文字コード・区切り文字を確かめてください。"
    );
    let utf16: Vec<u8> = "\u{FEFF}"
        .chars()
        .chain(text.chars())
        .flat_map(|c| {
            let mut units = [0; 2];
            c.encode_utf16(&mut units)
                .iter()
                .flat_map(|unit| unit.to_le_bytes())
                .collect::<Vec<_>>()
        })
        .collect();
    let wrong = told(&utf16);
    assert!(
        wrong.starts_with("文字コードが違うようです。取込定義は UTF-8 ですが、ファイルは UTF-16"),
        "{wrong}"
    );
    let wrong = told(&as_another_encoding(&text));
    assert!(
        wrong.starts_with("1行目に次の項目がありません：") && wrong.contains("文字コード"),
        "{wrong}"
    );
}

/// The text with every character above ASCII as two bytes that UTF-8 does not have.
fn as_another_encoding(text: &str) -> Vec<u8> {
    text.chars()
        .flat_map(|c| {
            if c.is_ascii() {
                vec![c as u8]
            } else {
                vec![0x8B, 0xC0]
            }
        })
        .collect()
}

/// A sound header, and then the same piece again and again.
struct Endless {
    header: Vec<u8>,
    piece: Vec<u8>,
    left: u64,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if !self.header.is_empty() {
            let some = self.header.len().min(buffer.len());
            buffer[..some].copy_from_slice(&self.header[..some]);
            self.header.drain(..some);
            return Ok(some);
        }
        let some = self
            .piece
            .len()
            .min(buffer.len())
            .min(usize::try_from(self.left).unwrap());
        buffer[..some].copy_from_slice(&self.piece[..some]);
        self.left -= some as u64;
        Ok(some)
    }
}

#[test]
fn a_gigabyte_of_nonsense_is_stopped_after_so_many_rows() {
    let header = five().split_inclusive("\r\n").next().unwrap().as_bytes().to_vec();
    let nonsense = Endless {
        header,
        piece: b"nonsense\r\n".repeat(100),
        left: 1 << 30,
    };
    let mut reader = Reader::new(nonsense, residents(), today(), Limits::default()).unwrap();
    let fault = reader.by_ref().find_map(Result::err).unwrap();
    assert_eq!(
        fault.to_string(),
        "取り込めない行が 10000 件を超えたので、止めました。取込定義とファイルの組み合わせを確かめてください。"
    );
    assert!(reader.bytes_read() < 1 << 20, "the rest is not read");
}

#[test]
fn a_line_without_end_is_one_reject() {
    let header = five().split_inclusive("\r\n").next().unwrap().as_bytes().to_vec();
    let line = Endless {
        header,
        piece: vec![b'x'; 60_000],
        left: 16 << 20,
    };
    let mut reader = Reader::new(line, residents(), today(), Limits::default()).unwrap();
    assert!(matches!(reader.next(), Some(Ok(Outcome::Rejected(_)))));
    assert!(reader.next().is_none());
}
