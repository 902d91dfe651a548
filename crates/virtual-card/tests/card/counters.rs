//! Secrets and their counters.

use crate::support::{JPKI, TEXT, desk, desk_with, send, status, verify};

#[test]
fn a_counter_goes_down_blocks_and_stays_blocked() {
    let mut desk = desk_with("sato");
    status(&mut desk, JPKI);
    status(&mut desk, "00A4020C02 0018");
    assert_eq!(status(&mut desk, "00200080"), 0x63C3);
    assert_eq!(verify(&mut desk, "0000"), 0x63C2);
    assert_eq!(verify(&mut desk, "1234"), 0x9000);
    assert_eq!(status(&mut desk, "00200080"), 0x63C3);
    for expected in [0x63C2, 0x63C1, 0x63C0, 0x6984, 0x6984] {
        assert_eq!(verify(&mut desk, "0000"), expected);
    }
    assert_eq!(verify(&mut desk, "1234"), 0x6984);
    assert_eq!(status(&mut desk, "00200080"), 0x63C0);
    // Not by taking the card away either.
    desk.take(0).unwrap();
    desk.put(1, Some("sato")).unwrap();
    let tries = desk
        .people()
        .find(|standing| standing.person.id == "sato")
        .unwrap()
        .tries;
    assert_eq!(
        (tries.authentication, tries.signature, tries.attributes),
        (Some(0), Some(5), Some(3))
    );
    desk.reset("sato").unwrap();
    let tries = desk
        .people()
        .find(|standing| standing.person.id == "sato")
        .unwrap()
        .tries;
    assert_eq!(tries.authentication, Some(3));
}

#[test]
fn a_wrong_secret_ends_what_the_right_one_opened() {
    let mut desk = desk_with("sato");
    status(&mut desk, TEXT);
    status(&mut desk, "00A4020C02 0011");
    assert_eq!(verify(&mut desk, "1234"), 0x9000);
    assert_eq!(status(&mut desk, "00B0820000"), 0x9000);
    status(&mut desk, "00A4020C02 0011");
    assert_eq!(verify(&mut desk, "4321"), 0x63C2);
    assert_eq!(status(&mut desk, "00B0820000"), 0x6982);
}

#[test]
fn each_secret_opens_its_own_files() {
    let opened = |secret: &str, value: &str| {
        let mut desk = desk_with("sato");
        status(&mut desk, TEXT);
        status(&mut desk, &format!("00A4020C02 {secret}"));
        assert_eq!(verify(&mut desk, value), 0x9000, "{secret}");
        let open = |file: u8| status(&mut desk, &format!("00B0{:02X}0000", 0x80 | file)) == 0x9000;
        (1..=7).map(open).collect::<Vec<_>>()
    };
    let (yes, no) = (true, false);
    assert_eq!(opened("0011", "1234"), [yes; 7]);
    assert_eq!(opened("0014", "900000000010"), [yes, no, yes, yes, yes, yes, yes]);
    assert_eq!(
        opened("0015", "60041220331024"),
        [no, yes, yes, yes, yes, yes, yes]
    );
}

#[test]
fn the_card_begins_with_as_many_tries_as_it_is_told() {
    let mut desk = desk();
    for (person, expected) in [("suzuki-last-try", 0x63C1), ("takahashi-blocked", 0x63C0)] {
        desk.put(0, Some(person)).unwrap();
        status(&mut desk, TEXT);
        status(&mut desk, "00A4020C02 0011");
        assert_eq!(status(&mut desk, "00200080"), expected, "{person}");
        desk.take(0).unwrap();
    }
    // A reference that is blocked on every card.
    desk.put(0, Some("sato")).unwrap();
    status(&mut desk, TEXT);
    status(&mut desk, "00A4020C02 0012");
    assert_eq!(status(&mut desk, "00200080"), 0x63C0);
    assert_eq!(verify(&mut desk, "1234"), 0x6984);
    status(&mut desk, "00A4020C02 0014");
    assert_eq!(status(&mut desk, "00200080"), 0x63CA);
}

#[test]
fn a_pin_is_changed_after_the_old_one_was_shown() {
    let mut desk = desk_with("sato");
    status(&mut desk, JPKI);
    status(&mut desk, "00A4020C02 0018");
    assert_eq!(status(&mut desk, "00240180 04 35363738"), 0x6982);
    assert_eq!(verify(&mut desk, "1234"), 0x9000);
    assert_eq!(status(&mut desk, "00240180 03 353637"), 0x6A80);
    assert_eq!(status(&mut desk, "00240180 04 35363738"), 0x9000);
    assert_eq!(verify(&mut desk, "1234"), 0x63C2);
    assert_eq!(verify(&mut desk, "5678"), 0x9000);
    status(&mut desk, "00A4020C02 001B");
    assert_eq!(verify(&mut desk, "ABC123"), 0x9000);
    assert_eq!(status(&mut desk, "00240180 06 616263 313233"), 0x6A80);
    assert_eq!(status(&mut desk, "00240180 06 44454634 3536"), 0x9000);
    desk.reset("sato").unwrap();
    status(&mut desk, JPKI);
    status(&mut desk, "00A4020C02 0018");
    assert_eq!(verify(&mut desk, "1234"), 0x9000);
}

#[test]
fn a_key_signs_only_after_its_own_pin() {
    let mut desk = desk_with("sato");
    status(&mut desk, JPKI);
    assert_eq!(status(&mut desk, "802A0097 01 00 00"), 0x6982);
    status(&mut desk, "00A4020C02 0018");
    verify(&mut desk, "1234");
    let (signature, status_word) = send(&mut desk, "802A0097 01 00 00");
    assert_eq!((signature.len(), status_word), (256, 0x9000));
    assert_eq!(status(&mut desk, "802A009A 01 00 00"), 0x6982);
    assert_eq!(status(&mut desk, "802A0197 01 00 00"), 0x6A86);
    assert_eq!(status(&mut desk, "802A0097 00"), 0x6700);
    let long = "00".repeat(246);
    assert_eq!(status(&mut desk, &format!("802A0097 F6 {long} 00")), 0x6985);
    assert_eq!(
        status(&mut desk, &format!("802A0097 F5 {} 00", &long[2..])),
        0x9000
    );
    // By the key that is selected, too.
    status(&mut desk, "00A4020C02 0017");
    assert_eq!(send(&mut desk, "802A0080 01 00 00").0, signature);
}

#[test]
fn a_card_is_pulled_out_when_it_is_told() {
    let mut desk = desk_with("sato");
    desk.remove_after(0, 2).unwrap();
    assert_eq!(status(&mut desk, JPKI), 0x9000);
    assert!(desk.readers()[0].card.is_some());
    assert_eq!(status(&mut desk, "00A4020C02 000A"), 0x9000);
    assert!(desk.readers()[0].card.is_none());
    let command = [0, 0xB0, 0, 0, 0];
    let answer = madoguchi_card::Transport::transmit(&mut desk.card_on(0), &command);
    assert_eq!(answer, Err(madoguchi_card::TransportError::CardRemoved));
}

#[test]
fn a_card_lies_in_one_place() {
    use madoguchi_virtual_card::DeskError;
    let mut desk = desk_with("sato");
    assert_eq!(desk.put(1, Some("sato")), Err(DeskError::CardInUse));
    assert_eq!(desk.put(0, Some("ito-expired")), Err(DeskError::ReaderInUse));
    assert_eq!(desk.put(2, Some("ito-expired")), Err(DeskError::NoSuchReader));
    assert_eq!(desk.put(1, Some("nobody")), Err(DeskError::NoSuchPerson));
    assert_eq!(desk.put(1, Some("ito-expired")), Ok(()));
}

#[test]
fn no_secret_is_in_the_log() {
    let mut desk = desk_with("sato");
    status(&mut desk, TEXT);
    status(&mut desk, "00A4020C02 0014");
    assert_eq!(verify(&mut desk, "900000000010"), 0x9000);
    assert_eq!(status(&mut desk, "00B0810000"), 0x9000);
    let log = serde_json::to_string(&desk.log()).unwrap();
    assert!(log.contains("00200080"), "the command itself is there");
    assert!(!log.contains(&crate::support::hex("900000000010")));
    assert!(!log.contains("900000000010"));
}
