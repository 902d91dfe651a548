//! What is written is what is read, character by character, in every encoding and form of file.

use madoguchi_import::{Entry, ResidentEntry};
use madoguchi_model::register_date::RegisterDate;

use super::support::{changed, file, read, register, residents};

fn same(layout: &madoguchi_import::Layout, written: &[ResidentEntry]) {
    let bytes = file(layout, written);
    let (entries, rejects, fault) = read(layout, &bytes);
    assert!(fault.is_none() && rejects.is_empty(), "{fault:?} {rejects:?}");
    let header = u64::from(layout.file.header);
    let expected: Vec<Entry> = written
        .iter()
        .zip(header + 1..)
        .map(|(entry, row)| Entry::Resident(Box::new(ResidentEntry { row, ..entry.clone() })))
        .collect();
    assert_eq!(entries, expected);
}

#[test]
fn people_are_the_same_in_every_form_of_file() {
    let people = register();
    assert!(people.len() > 400);
    let unknown = |entry: &&ResidentEntry| matches!(entry.resident.birth_date, RegisterDate::Unknown { .. });
    assert!(
        people.iter().any(|entry| unknown(&entry)),
        "somebody's birth date is unknown"
    );
    let form = "encoding = \"utf-8\"";
    same(residents(), &people);
    for encoding in ["utf-16le", "utf-16be"] {
        same(
            &changed(&[(form, &format!("encoding = \"{encoding}\""))]),
            &people,
        );
    }
    same(&changed(&[("bom = \"either\"", "bom = \"required\"")]), &people);
    same(&changed(&[("header = true", "header = false")]), &people);
    same(&changed(&[("delimiter = \",\"", "delimiter = \"\\t\"")]), &people);
    same(
        &changed(&[
            ("delimiter = \",\"", "delimiter = \"\\t\""),
            ("quote = \"\\\"\"\n", ""),
            ("line_end = \"any\"", "line_end = \"lf\""),
        ]),
        &people,
    );
    same(
        &changed(&[("line_end = \"any\"", "line_end = \"crlf\"")]),
        &people,
    );
}

#[test]
fn shift_jis_keeps_what_it_has() {
    let layout = changed(&[("encoding = \"utf-8\"", "encoding = \"shift_jis\"")]);
    let people: Vec<ResidentEntry> = register()
        .into_iter()
        .filter(|entry| {
            let text = serde_json::to_string(entry).unwrap();
            !encoding_rs::SHIFT_JIS.encode(&text).2
        })
        .collect();
    assert!(people.len() > 200, "{}", people.len());
    same(&layout, &people);
}

#[test]
fn private_use_characters_become_what_the_layout_says() {
    let mut one = register().remove(0);
    one.resident.names.name.written = "\u{E000}\u{E001}\u{3000}花子".into();
    let layout = changed(&[
        ("encoding = \"utf-8\"", "encoding = \"shift_jis\""),
        (
            "[lists.kind]",
            "[characters]\nF040 = \"辻\\U000E0100\"\n\n[lists.kind]",
        ),
    ]);
    let (entries, _, _) = read(&layout, &file(&layout, &[one]));
    let [Entry::Resident(read)] = &*entries else {
        panic!("{entries:?}")
    };
    assert_eq!(
        read.resident.names.name.written,
        "辻\u{E0100}\u{E001}\u{3000}花子"
    );
}

#[test]
fn selectors_and_rare_characters_survive() {
    let mut one = register().remove(0);
    for name in [
        "葛\u{E0101}\u{3000}一",
        "𠮷野\u{3000}太",
        "\u{10DE92}\u{3000}花",
        "神\u{FA19}祐\u{FE00}",
        "か\u{3099}",
    ] {
        one.resident.names.name.written = name.into();
        for encoding in ["utf-8", "utf-16le", "utf-16be"] {
            let layout = changed(&[("encoding = \"utf-8\"", &format!("encoding = \"{encoding}\""))]);
            same(&layout, std::slice::from_ref(&one));
        }
    }
}
