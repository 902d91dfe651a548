//! Broken files: each a clear report, and what is not broken is read.

use std::io::Read;

use madoguchi_import::{Fault, Limits, Outcome, Reader, Reason, Reject};

use super::support::{changed, file, read, register, residents, today};

/// A file of the register with one line changed; the first of people is line 2.
fn with_line(at: usize, change: impl Fn(&str) -> String) -> Vec<u8> {
    let bytes = file(residents(), &register()[..20]);
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<String> = text
        .split_terminator("\r\n")
        .enumerate()
        .map(|(n, line)| {
            if n + 1 == at {
                change(line)
            } else {
                line.to_owned()
            }
        })
        .collect();
    (lines.join("\r\n") + "\r\n").into_bytes()
}

/// All rows but one are read; that one is rejected for a reason.
fn one_is_rejected(bytes: &[u8], row: u64, reason: Reason) -> Vec<Reject> {
    let (entries, rejects, fault) = read(residents(), bytes);
    assert!(fault.is_none(), "{fault:?}");
    assert_eq!(entries.len(), 19, "{rejects:?}");
    assert!(rejects.iter().all(|reject| reject.row == row), "{rejects:?}");
    assert!(
        rejects.iter().any(|reject| reject.reason == reason),
        "{rejects:?}"
    );
    rejects
}

#[test]
fn one_torn_quote_costs_one_row() {
    one_is_rejected(
        &with_line(5, |line| line.replacen("\"1\"", "\"1", 1)),
        5,
        Reason::TornQuote,
    );
    one_is_rejected(
        &with_line(5, |line| line.replacen("\"1\"", "1\"", 1)),
        5,
        Reason::TornQuote,
    );
    one_is_rejected(
        &with_line(21, |line| line[..line.len() - 1].to_owned()),
        21,
        Reason::TornQuote,
    );
    one_is_rejected(&with_line(5, |line| format!("{line}\"")), 5, Reason::TornQuote);
}

#[test]
fn long_cells_and_control_characters_cost_one_row() {
    let long = "あ".repeat(3_500_000);
    one_is_rejected(
        &with_line(3, |line| line.replacen("\"1\"", &format!("\"{long}\""), 1)),
        3,
        Reason::TooLong,
    );
    let name = register()[0].resident.names.name.written.clone();
    let nul = with_line(2, |line| line.replacen(&name, "辻\0花", 1));
    let rejects = one_is_rejected(&nul, 2, Reason::ControlCharacter);
    assert_eq!(rejects[0].item, "氏名");
    assert_eq!(
        rejects[0].addressee_number,
        register()[0].resident.addressee_number
    );
    let mut other = with_line(2, |line| line.replacen(&name, "@@@@", 1));
    let at = other.windows(4).position(|four| four == b"@@@@").unwrap();
    other[at..at + 4].copy_from_slice(b"\x93\xFA\x96\x7B");
    one_is_rejected(&other, 2, Reason::WrongEncoding);
    one_is_rejected(
        &with_line(9, |line| line.replacen("\",\"", "", 1)),
        9,
        Reason::CellCount,
    );
}

/// Limits count letters as people count them, and bytes where a letter has marks without end.
#[test]
fn limits_count_letters_and_not_code_points() {
    let people = register();
    let with_name = |name: &str| {
        let mut one = people[0].clone();
        one.resident.names.name.written = name.into();
        read(residents(), &file(residents(), &[one]))
    };
    for letter in ["山", "辻\u{E0100}", "\u{2000B}\u{E0100}", "か\u{3099}", "ﾊﾞ"] {
        let (entries, rejects, _) = with_name(&letter.repeat(200));
        assert_eq!((entries.len(), rejects.len()), (1, 0), "{letter}");
        let (entries, rejects, _) = with_name(&letter.repeat(201));
        assert!(entries.is_empty());
        let told: Vec<_> = rejects
            .iter()
            .map(|reject| (&*reject.item, reject.reason))
            .collect();
        assert_eq!(told, [("氏名", Reason::TooManyCharacters)], "{letter}");
    }
    let one_letter = format!("か{}", "\u{3099}".repeat(600));
    assert_eq!(with_name(&one_letter).1[0].reason, Reason::TooManyCharacters);
}

#[test]
fn cells_that_are_not_what_their_column_is_are_told_one_by_one() {
    let first = register()[0].clone();
    let number = first.resident.addressee_number.clone().unwrap();
    let wrong = with_line(2, |line| {
        let born = first.resident.birth_date.range().0.to_string();
        line.replace(&born, "1980-13-45")
            .replacen(&number, "000000000000018", 1)
    });
    let rejects = one_is_rejected(&wrong, 2, Reason::NotADate);
    assert!(rejects.iter().any(|reject| reject.reason == Reason::NotANumber));
    assert!(rejects.iter().all(|reject| reject.addressee_number.is_none()));
}

#[test]
fn a_file_of_another_encoding_is_told_from_the_layouts() {
    let utf16 = changed(&[("encoding = \"utf-8\"", "encoding = \"utf-16le\"")]);
    let bytes = file(&utf16, &register());
    assert!(matches!(
        read(residents(), &bytes).2,
        Some(Fault::Encoding { found: "UTF-16", .. })
    ));
    let marked = [b"\xFF\xFE".as_slice(), &bytes].concat();
    assert!(matches!(
        read(residents(), &marked).2,
        Some(Fault::Encoding {
            found: "UTF-16LE",
            ..
        })
    ));
    let sjis = changed(&[("encoding = \"utf-8\"", "encoding = \"shift_jis\"")]);
    let (entries, _, fault) = read(residents(), &file(&sjis, &register()));
    assert!(
        entries.is_empty() && matches!(fault, Some(Fault::MissingColumns(_))),
        "{fault:?}"
    );
    let headless = changed(&[
        ("header = true", "header = false"),
        ("bom = \"either\"", "bom = \"required\""),
    ]);
    assert!(matches!(read(&headless, b"x").2, Some(Fault::Mark("UTF-8"))));
}

#[test]
fn missing_and_double_columns_are_named() {
    let without = with_line(1, |line| line.replace("\"氏名\"", "\"名前\""));
    let Some(Fault::MissingColumns(items)) = read(residents(), &without).2 else {
        panic!()
    };
    assert_eq!(items, ["氏名"]);
    let twice = with_line(1, |line| line.replace("\"旧氏\"", "\"氏名\""));
    assert!(matches!(read(residents(), &twice).2, Some(Fault::DoubleColumn(item)) if item == "氏名"));
    assert!(matches!(read(residents(), b"").2, Some(Fault::Empty)));
    assert!(matches!(
        read(residents(), b"\"\xE5\xAE\x9B").2,
        Some(Fault::Header)
    ));
}

#[test]
fn swapped_columns_are_read_by_their_names_and_found_without() {
    let swap = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        let swapped = text.lines().map(|line| {
            let mut cells: Vec<&str> = line.split("\",\"").collect();
            cells.swap(2, 22);
            cells.swap(5, 10);
            cells.join("\",\"") + "\r\n"
        });
        swapped.collect::<String>().into_bytes()
    };
    let people = register();
    let plain = read(residents(), &file(residents(), &people));
    let swapped = swap(file(residents(), &people));
    assert_eq!(read(residents(), &swapped).0, plain.0);
    assert!(
        Reader::new(&*swapped, residents(), today(), Limits::default())
            .unwrap()
            .is_reordered()
    );
    let headless = changed(&[("header = true", "header = false")]);
    let (entries, rejects, _) = read(&headless, &swap(file(&headless, &people)));
    assert!(entries.is_empty() && rejects.len() >= people.len());
}

/// Without a header, columns of one kind can stand in one another's place; what only such a file says tells.
#[test]
fn swapped_columns_of_one_kind_are_noticed() {
    let headless = changed(&[("header = true", "header = false")]);
    let people = register();
    let bytes = file(&headless, &people);
    let at = |item: &str| headless.column(item).unwrap();
    for (one, other, reason) in [
        ("氏名", "氏名_フリガナ", Reason::Swapped),
        ("生年月日", "異動年月日", Reason::BornLater),
        ("生年月日", "氏名", Reason::NotADate),
        ("宛名番号", "住所_郵便番号", Reason::NotANumber),
        ("性別", "氏名", Reason::UnknownCode),
    ] {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let swapped = text.lines().map(|line| {
            let mut cells: Vec<&str> = line.trim_matches('"').split("\",\"").collect();
            cells.swap(at(one), at(other));
            format!("\"{}\"\r\n", cells.join("\",\""))
        });
        let swapped: String = swapped.collect();
        let (entries, rejects, _) = read(&headless, swapped.as_bytes());
        let noticed = rejects.iter().filter(|reject| reject.reason == reason).count();
        let (most, all) = (people.len() * 4 / 5, people.len());
        assert!(
            noticed > most,
            "{one} and {other}: {noticed} of {all}, {} read",
            entries.len()
        );
    }
    let plain = read(&headless, &bytes);
    assert!(plain.1.is_empty(), "nobody of the others is told: {:?}", plain.1);
}

/// Bytes that follow from a number, without end but for a limit.
struct Nonsense {
    state: u64,
    left: u64,
}

impl Read for Nonsense {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let some = buffer.len().min(usize::try_from(self.left).unwrap());
        for byte in &mut buffer[..some] {
            self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *byte = (self.state >> 56) as u8;
        }
        self.left -= some as u64;
        Ok(some)
    }
}

#[test]
fn nonsense_ends_early_with_a_reason() {
    for form in ["utf-8", "shift_jis", "utf-16le", "utf-16be"] {
        let form = format!("encoding = \"{form}\"");
        for header in [true, false] {
            let layout = changed(&[
                ("encoding = \"utf-8\"", &form),
                ("header = true", &format!("header = {header}")),
            ]);
            let limits = Limits {
                rejected_rows: 1_000,
                ..Limits::default()
            };
            let nonsense = Nonsense {
                state: 1,
                left: 32 << 20,
            };
            let mut reader = match Reader::new(nonsense, &layout, today(), limits) {
                Ok(reader) => reader,
                Err(fault) => {
                    assert!(
                        header && matches!(fault, Fault::Header | Fault::MissingColumns(_)),
                        "{fault}"
                    );
                    continue;
                }
            };
            let mut read = 0;
            let fault = reader.by_ref().find_map(|outcome| {
                read += 1;
                assert!(!matches!(outcome, Ok(Outcome::Entry(_))), "nonsense says nothing");
                outcome.err()
            });
            // UTF-16 has few line feeds by chance.
            let few = form.contains("utf-16") && fault.is_none() && read > 10;
            assert!(
                few || matches!(fault, Some(Fault::TooManyRejects(1_000))),
                "{fault:?}"
            );
            assert!(reader.next().is_none(), "nothing comes after a fault");
            assert!(
                few || reader.bytes_read() < 32 << 20,
                "it did not read on to the end"
            );
        }
    }
}

#[test]
fn where_cells_may_hold_line_breaks_a_quote_without_end_is_the_files_fault() {
    let layout = changed(&[("header = true", "header = true\nline_breaks_in_cells = true")]);
    let mut one = register().remove(0);
    one.resident.address.building = "\"引用\"、その2".into();
    let bytes = file(&layout, &[one]);
    assert_eq!(read(&layout, &bytes).0.len(), 1);
    let torn = [&*bytes, b"\"000000000000019\",\"x\r\n\r\n"].concat();
    assert!(matches!(read(&layout, &torn).2, Some(Fault::TornQuote(3))));
}

#[test]
fn reading_goes_on_where_it_was() {
    let people = register();
    let bytes = file(residents(), &people);
    let all = read(residents(), &bytes).0;
    let mut reader = Reader::new(&*bytes, residents(), today(), Limits::default()).unwrap();
    for _ in 0..100 {
        assert!(matches!(reader.next(), Some(Ok(Outcome::Entry(_)))));
    }
    let row = reader.row();
    let mut again = Reader::new(&*bytes, residents(), today(), Limits::default()).unwrap();
    again.skip_to(row, 0).unwrap();
    let entry = |outcome| match outcome {
        Ok(Outcome::Entry(entry)) => entry,
        other => panic!("{other:?}"),
    };
    let rest: Vec<_> = again.map(entry).collect();
    assert_eq!(rest, all[100..]);
}
