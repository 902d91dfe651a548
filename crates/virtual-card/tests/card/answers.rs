//! What commands are answered with.

use crate::support::{COMMON, FACE, JPKI, MANAGER, TEXT, desk, desk_with, send, status, verify};

#[test]
fn applications_and_files_are_selected() {
    let mut desk = desk_with("sato");
    for application in [JPKI, TEXT, FACE, COMMON, MANAGER] {
        assert_eq!(status(&mut desk, application), 0x9000, "{application}");
    }
    // A name that is not there leaves the one selected before.
    assert_eq!(status(&mut desk, JPKI), 0x9000);
    assert_eq!(status(&mut desk, "00A4040C05 A000000001"), 0x6A82);
    assert_eq!(status(&mut desk, "00A4020C02 000A"), 0x9000);
    assert_eq!(status(&mut desk, "00A4020C02 00FF"), 0x6A82);
    assert_eq!(status(&mut desk, "00A4020C01 0A"), 0x6700);
    assert_eq!(status(&mut desk, "00A4080C02 000A"), 0x6A86);
}

#[test]
fn after_power_on_no_application_is_selected() {
    let mut desk = desk_with("sato");
    assert_eq!(status(&mut desk, "00A40000"), 0x6A86);
    assert_eq!(status(&mut desk, "00A4020C02 000A"), 0x6A82);
    assert_eq!(status(&mut desk, "00B0000000"), 0x6986);
    assert_eq!(status(&mut desk, JPKI), 0x9000);
    assert_eq!(status(&mut desk, "00B0000000"), 0x6986);
    // Selecting what a standard calls the master file answers well, and selects nothing.
    assert_eq!(status(&mut desk, "00A4020C02 000A"), 0x9000);
    assert_eq!(status(&mut desk, "00A40000"), 0x9000);
    assert_eq!(status(&mut desk, "00B0000000"), 0x9000);
    desk.power_off(0);
    assert_eq!(status(&mut desk, "00B0000000"), 0x6986);
}

#[test]
fn files_are_read_in_pieces_up_to_their_end() {
    let mut desk = desk_with("sato");
    status(&mut desk, JPKI);
    assert_eq!(status(&mut desk, "00A4020C02 000A"), 0x9000);
    let (head, _) = send(&mut desk, "00B0000004");
    assert_eq!(head[..2], [0x30, 0x82]);
    let length = usize::from(u16::from_be_bytes([head[2], head[3]])) + 4;
    let (all, status_word) = send(&mut desk, "00B00000 000000");
    assert_eq!((all.len(), status_word), (length, 0x9000));
    let mut pieces = Vec::new();
    loop {
        let (piece, status_word) = send(&mut desk, &format!("00B0 {:04X} 00", pieces.len()));
        if status_word == 0x6B00 {
            break;
        }
        assert_eq!(status_word, 0x9000);
        assert_eq!(piece.len(), (length - pieces.len()).min(256));
        pieces.extend(piece);
    }
    assert_eq!(pieces, all);
    // By its short name, which makes it the current one.
    status(&mut desk, JPKI);
    assert_eq!(send(&mut desk, "00B08A0004").0, head);
    assert_eq!(send(&mut desk, "00B0000004").0, head);
    assert_eq!(status(&mut desk, "00B09F0004"), 0x6A82);
    assert_eq!(status(&mut desk, "00B0"), 0x6700);
    assert_eq!(status(&mut desk, "00B00000"), 0x6700);
}

#[test]
fn what_ends_early_is_warned_of_by_a_card_that_does() {
    let mut desk = desk_with("kim-birth-date");
    status(&mut desk, JPKI);
    status(&mut desk, "00A4020C02 0008");
    let (data, status_word) = send(&mut desk, "00B0000000");
    assert_eq!((data, status_word), (vec![0x8F, 0x8F, 0x00], 0x6282));
    assert_eq!(send(&mut desk, "00B0000003"), (vec![0x8F, 0x8F, 0x00], 0x9000));
}

#[test]
fn each_kind_of_file_takes_its_own_commands() {
    let mut desk = desk_with("sato");
    status(&mut desk, JPKI);
    for (file, command, expected) in [
        ("0018", "00B0000000", 0x6981),
        ("0017", "00B0000000", 0x6981),
        ("0017", "00200080", 0x6981),
        ("000A", "00200080", 0x6981),
        ("000A", "802A0080 01 00 00", 0x6981),
        ("0018", "00200180", 0x6A86),
        ("0018", "002000FF", 0x6A86),
        ("0009", "00B0000000", 0x6982),
        ("0018", "00FF0000", 0x6D00),
        ("0018", "FF000000", 0x6E00),
    ] {
        assert_eq!(status(&mut desk, &format!("00A4020C02 {file}")), 0x9000);
        assert_eq!(status(&mut desk, command), expected, "{file} {command}");
    }
}

#[test]
fn selecting_an_application_ends_what_was_shown() {
    let mut desk = desk_with("sato");
    status(&mut desk, TEXT);
    status(&mut desk, "00A4020C02 0011");
    assert_eq!(verify(&mut desk, "1234"), 0x9000);
    assert_eq!(status(&mut desk, "00B0810000"), 0x9000);
    status(&mut desk, FACE);
    status(&mut desk, TEXT);
    assert_eq!(status(&mut desk, "00B0810000"), 0x6982);
    // So does taking the card away.
    status(&mut desk, "00A4020C02 0011");
    assert_eq!(verify(&mut desk, "1234"), 0x9000);
    desk.take(0).unwrap();
    desk.put(0, Some("sato")).unwrap();
    status(&mut desk, TEXT);
    assert_eq!(status(&mut desk, "00B0810000"), 0x6982);
}

#[test]
fn challenges_are_as_long_as_wanted_and_never_the_same() {
    let mut desk = desk_with("sato");
    let (first, status_word) = send(&mut desk, "0084000010");
    assert_eq!((first.len(), status_word), (16, 0x9000));
    assert_ne!(send(&mut desk, "0084000010").0, first);
    assert_eq!(send(&mut desk, "0084000000").0.len(), 256);
    assert_eq!(status(&mut desk, "0084000000 0101"), 0x6985);
    assert_eq!(status(&mut desk, "0084000110"), 0x6A86);
}

#[test]
fn another_smart_card_has_no_application() {
    let mut desk = desk();
    desk.put(0, None).unwrap();
    for command in [JPKI, TEXT, FACE, "00B0000000", "0084000010"] {
        assert_eq!(status(&mut desk, command), 0x6A82, "{command}");
    }
}

#[test]
fn a_phone_has_certificates_and_nothing_else() {
    let mut desk = desk();
    for (person, last_command) in [("kobayashi-android", 0x6700), ("kato-iphone", 0x9000)] {
        desk.put(0, Some(person)).unwrap();
        assert_eq!(status(&mut desk, TEXT), 0x6A82);
        assert_eq!(status(&mut desk, FACE), 0x6A82);
        assert_eq!(status(&mut desk, JPKI), 0x9000);
        assert_eq!(status(&mut desk, "00B08A0000"), 0x6982);
        status(&mut desk, "00A4020C02 0018");
        assert_eq!(verify(&mut desk, "1234"), 0x9000);
        assert_eq!(status(&mut desk, "00B08A0000"), 0x9000);
        assert_eq!(status(&mut desk, "80FC0000"), last_command);
        desk.take(0).unwrap();
    }
}

#[test]
fn the_card_says_who_issued_it() {
    let mut desk = desk_with("sato");
    assert_eq!(send(&mut desk, "00CA00F000"), (b"13999".to_vec(), 0x9000));
    assert_eq!(status(&mut desk, "00CA00F800"), 0x6700);
    assert_eq!(status(&mut desk, "00CA00F8 000000"), 0x9000);
    assert_eq!(status(&mut desk, "00CA123400"), 0x6A88);
    status(&mut desk, COMMON);
    status(&mut desk, "00A4020C02 0001");
    let (record, status_word) = send(&mut desk, "00B2010C00");
    assert_eq!((record.len(), status_word), (30, 0x9000));
    assert!(record.ends_with(b"1399920330412"));
    assert_eq!(status(&mut desk, "00B2020C00"), 0x6A83);
    assert_eq!(status(&mut desk, "00B0000000"), 0x6981);
    let (signature, status_word) = send(&mut desk, "00880099 04 01020304 00");
    assert_eq!((signature.len(), status_word), (256, 0x9000));
}
