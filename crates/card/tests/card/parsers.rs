//! Parsers are tolerant of how files are written, strict about what they say, and survive anything.

use madoguchi_card::files::{
    Attributes, CardDate, CardRecord, CertificateAvailability, Face, FileError, KeyCertificate, ProofRecord,
    RsaKey, Sex, SignedKey, SurfaceInformation, TextInformation, TokenKind, individual_number,
};
use madoguchi_card::{Evidence, chip_proof, genuineness};
use proptest::prelude::*;

use crate::support::files::{Length, attributes, object, short};
use crate::support::{fixture, keys};

const FIXTURES: [&str; 11] = [
    "text-0001-physical.bin",
    "text-0002.bin",
    "text-0003.bin",
    "text-0004.bin",
    "text-0005.bin",
    "text-0007.bin",
    "surface-0001.bin",
    "surface-0002.bin",
    "surface-0003.bin",
    "surface-0004.bin",
    "jpki-auth-cert.der",
];

fn written(birth: &[u8], sex: &[u8]) -> Result<Attributes, FileError> {
    Attributes::parse(&attributes("見本　太郎", "東京都", birth, sex, Length::Shortest))
}

#[test]
fn codes_of_sex_are_four() {
    for (code, sex) in [
        (b"1", Sex::Male),
        (b"2", Sex::Female),
        (b"9", Sex::NotApplicable),
        (b"0", Sex::Unknown),
    ] {
        assert_eq!(written(b"19800217", code).unwrap().sex, sex);
    }
    for code in [&b""[..], b"3", b"\x01", b"11", "１".as_bytes()] {
        assert_eq!(
            written(b"19800217", code).unwrap_err(),
            FileError::Wrong(0xDF25),
            "{code:?}"
        );
    }
}

#[test]
fn an_unknown_birth_date_is_a_value() {
    let unknown = written(b"19400000", b"2").unwrap().birth_date;
    assert_eq!(
        unknown,
        CardDate::Unknown {
            year: Some(1940),
            month: None,
            day: None
        }
    );
    assert_eq!(written(b"        ", b"2").unwrap().birth_date.to_string(), "不詳");
    assert_eq!(written(b"1980021", b"2").unwrap_err(), FileError::Wrong(0xDF24));
    assert_eq!(written(b"198002177", b"2").unwrap_err(), FileError::Wrong(0xDF24));
}

#[test]
fn texts_are_utf_8_without_control_characters() {
    let file = |name: &[u8]| {
        let value = [
            short(0xDF22, name),
            short(0xDF23, b""),
            short(0xDF24, b"19800217"),
            short(0xDF25, b"1"),
        ];
        Attributes::parse(&short(0xFF20, &value.concat()))
    };
    // Without offsets, and with an empty address: nothing says that there must be one.
    assert_eq!(file("𠮷田".as_bytes()).unwrap().name, "𠮷田");
    for name in [
        &b""[..],
        b"\xFF",
        b"\x83\x65",
        b"a\0",
        b"a\nb",
        "a\u{85}".as_bytes(),
    ] {
        assert_eq!(file(name).unwrap_err(), FileError::Wrong(0xDF22), "{name:?}");
    }
}

#[test]
fn what_later_cards_add_is_kept() {
    let mut value = attributes("見本　太郎", "東京都", b"19800217", b"1", Length::Shortest)[3..].to_vec();
    value.extend(short(0xDF26, "ミホン".as_bytes()));
    let read = Attributes::parse(&short(0xFF20, &value)).unwrap();
    assert_eq!(read.others, [(0xDF26, "ミホン".as_bytes().to_vec())]);
    value.extend(short(0xDF22, "別人".as_bytes()));
    assert_eq!(
        Attributes::parse(&short(0xFF20, &value)).unwrap_err(),
        FileError::Twice(0xDF22)
    );
}

#[test]
fn each_object_is_needed() {
    for missing in 0xDF22..=0xDF25_u16 {
        let fields = [
            (0xDF22, "名"),
            (0xDF23, "住所"),
            (0xDF24, "19800217"),
            (0xDF25, "1"),
        ];
        let value: Vec<u8> = fields
            .into_iter()
            .filter(|(tag, _)| *tag != missing)
            .flat_map(|(tag, text)| short(tag, text.as_bytes()))
            .collect();
        let error = Attributes::parse(&short(0xFF20, &value)).unwrap_err();
        assert_eq!(error, FileError::Missing(u32::from(missing)));
    }
}

#[test]
fn stand_ins_are_pointed_out() {
    assert_eq!(Attributes::stand_ins("山〓　太郎"), [1]);
    assert_eq!(Attributes::stand_ins("\u{E000}本●？"), [0, 2, 3]);
    assert!(Attributes::stand_ins("黒桐　幹也").is_empty());
}

#[test]
fn nothing_personal_is_printed() {
    let read = Attributes::parse(&fixture("text-0002.bin")).unwrap();
    assert_eq!(
        format!("{read:?} {:?}", read.birth_date),
        "Attributes(masked) Known(masked)"
    );
    assert_eq!(
        format!("{:?}", Face::parse(&fixture("surface-0002.bin")).unwrap()),
        "Face(masked)"
    );
}

/// Every parser on the same bytes.
fn all(bytes: &[u8]) {
    let _ = (
        Attributes::parse(bytes),
        individual_number(bytes),
        ProofRecord::parse(bytes),
    );
    let _ = (
        KeyCertificate::parse(bytes),
        SignedKey::parse(bytes),
        Face::parse(bytes),
    );
    let _ = (
        TextInformation::parse(bytes),
        SurfaceInformation::parse(bytes),
        CardRecord::parse(bytes),
    );
    let _ = (
        TokenKind::parse(bytes),
        CertificateAvailability::parse(bytes),
        RsaKey::parse(bytes),
    );
    let authorities = [keys::authority()];
    let evidence = Evidence {
        attributes: bytes,
        individual_number: Some(bytes),
        record: Some(bytes),
        certificate: Some(bytes),
    };
    let _ = genuineness(&evidence, &authorities);
    let _ = chip_proof(bytes, bytes, bytes, bytes, &authorities);
}

#[test]
fn a_cut_off_file_is_refused() {
    let file = fixture("text-0002.bin");
    for end in 0..file.len() {
        all(&file[..end]);
        assert!(Attributes::parse(&file[..end]).is_err(), "{end} bytes");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        all(&bytes);
    }

    #[test]
    fn any_damage_is_read_or_refused(
        which in 0..FIXTURES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = fixture(FIXTURES[which]);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        all(&bytes);
    }

    #[test]
    fn what_is_written_is_read_again(
        name in "[一-龠ぁ-ん𠀀-𪛖]{1,40}",
        address in "[一-龠０-９－]{0,60}",
        (year, month, day) in (1900..2100_u16, 1..=12_u8, 1..=28_u8),
        sex in 0..4_usize,
        length in 0..=4_usize,
        before in 0..=4_usize,
        filler in 0..=20_usize,
    ) {
        let length = if length == 0 { Length::Shortest } else { Length::In(length) };
        let birth = format!("{year:04}{month:02}{day:02}");
        let (code, sex) = [("1", Sex::Male), ("2", Sex::Female), ("9", Sex::NotApplicable), ("0", Sex::Unknown)][sex];
        let file = attributes(&name, &address, birth.as_bytes(), code.as_bytes(), length);
        let file = [vec![0; before], file, vec![0xFF; filler]].concat();
        let read = Attributes::parse(&file).unwrap();
        prop_assert_eq!((read.name, read.address, read.sex), (name, address, sex));
        prop_assert_eq!(read.birth_date.to_string(), format!("{year}年{month}月{day}日"));
    }

    #[test]
    fn objects_of_any_length_form_hold_a_number(length in 1..=4_usize, before in 0..=4_usize) {
        let file = [vec![0xFF; before], object(0xFF10, b"000000000000", Length::In(length)), vec![0xFF; 2]].concat();
        let number = individual_number(&file).unwrap();
        prop_assert_eq!(number.expose(), b"000000000000");
    }
}
