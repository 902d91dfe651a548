//! Names as they are written: every character of the MJ table with its variation selector, private-use characters,
//! half-width kana, unknown dates and the longest names. File → register → file, byte for byte, in every encoding.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use madoguchi_import::{Layout, ResidentEntry, Writer, encode};
use madoguchi_model::addressee_number::AddresseeNumber;
use madoguchi_model::characters::length;
use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::name::WrittenName;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{ForeignStatus, Resident};
use madoguchi_store::imports::{self, Bounds, Imported, Order, RunState};
use madoguchi_store::residents::{self, ResidentSearch, Term};
use madoguchi_store::testing::TestDatabase;

use super::support::{digest, households, rejects};

/// Characters in one name. The longest name of the standard has twice as many.
const IN_A_NAME: usize = 100;

/// The characters of the MJ table as written, with their selectors.
fn table() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/data/mj_characters.csv");
    let text = std::fs::read_to_string(path).expect("the table of the project");
    let written = |line: &str| line.split(',').nth(1).expect("a character").to_owned();
    let all: Vec<String> = text.lines().skip(1).map(written).collect();
    assert_eq!(all.len(), 58_843);
    all
}

/// Private-use characters of all three areas, and what names have beside ideographs.
fn others() -> Vec<String> {
    let private = ('\u{E000}'..='\u{F8FF}')
        .chain('\u{F0000}'..='\u{F00FF}')
        .chain('\u{10DE00}'..='\u{10DEFF}');
    let kana = ('\u{3041}'..='\u{3096}').chain('\u{30A1}'..='\u{30FE}');
    let half = '\u{FF61}'..='\u{FF9F}';
    let latin = ('A'..='Z')
        .chain('a'..='z')
        .chain('\u{C0}'..='\u{17F}')
        .chain('\u{1E00}'..='\u{1EFF}');
    let compatible = '\u{F900}'..='\u{FA6D}';
    private
        .chain(kana)
        .chain(half)
        .chain(latin)
        .chain(compatible)
        .map(String::from)
        .collect()
}

/// Combinations that a careless program composes, decomposes or drops.
const WHOLE: [&str; 8] = [
    "ﾊﾞﾝ\u{3000}ﾌﾟﾛ",
    "か\u{3099}くち\u{3000}は\u{309A}",
    "神\u{FA19}祐\u{FE00}\u{3000}福\u{FE01}",
    "葛\u{E0100}\u{3000}葛\u{E0101}葛",
    "NGUYỄN\u{3000}Thị Bé",
    "NGUYE\u{302}\u{303}N Thi\u{323}",
    "\u{10DE92}\u{3000}\u{E000}\u{E757}\u{F8FF}",
    " 前後\u{3000}の空白 ",
];

fn person(template: &ResidentEntry, at: usize, name: String) -> ResidentEntry {
    let mut entry = template.clone();
    let serial = 7_000_000 + 2 * at as u64;
    let number = AddresseeNumber::from_serial(serial).to_string();
    entry.household_number = AddresseeNumber::from_serial(serial + 1).to_string();
    entry.head_number = Some(number.clone());
    entry.resident.addressee_number = Some(number);
    entry.resident.position = 1;
    "世帯主".clone_into(&mut entry.resident.relationship);
    entry.resident.names.name.written = name;
    entry
}

/// A text of so many characters, from a row of them.
fn long(characters: &[String], length: usize) -> String {
    characters
        .iter()
        .cycle()
        .take(length)
        .map(String::as_str)
        .collect()
}

/// Everything a person can be called, as long as it may be.
fn longest(template: &ResidentEntry, at: usize, characters: &[String]) -> ResidentEntry {
    let mut entry = person(template, at, long(characters, 200));
    let voiced: Vec<String> = ["ガ", "ﾊﾞ", "カ\u{3099}"].map(String::from).into();
    let name = |written: usize, kana: usize| WrittenName {
        written: long(characters, written),
        kana: long(&voiced, kana),
        kana_confirmed: true,
    };
    let resident = &mut entry.resident;
    resident.names.name = name(200, 400);
    resident.names.former_family_name = Some(name(100, 200));
    resident.names.alias = Some(name(200, 400));
    let latin: Vec<String> = ["Ễ", "E\u{302}\u{303}", " ", "z"].map(String::from).into();
    resident.names.alphabet = Some(long(&latin, 200));
    resident.address.block = long(characters, 200);
    resident.address.building = long(characters, 300);
    resident.registered_domicile = long(characters, 300).into();
    resident.family_register_head = long(characters, 200).into();
    entry
}

fn foreign(mut entry: ResidentEntry, characters: &[String]) -> ResidentEntry {
    entry.resident.registered_domicile = String::new().into();
    entry.resident.family_register_head = String::new().into();
    entry.resident.foreign = Some(ForeignStatus {
        nationality: long(characters, 100).into(),
        residence_status: long(characters, 100).into(),
        expires_on: Some("2030-01-31".parse().unwrap()).into(),
    });
    entry
}

/// A date that is not known, in these words, of this year.
fn unknown(text: &str, year: i32) -> RegisterDate {
    let day = |month, day| chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
    RegisterDate::Unknown {
        earliest: day(1, 1),
        latest: day(12, 31),
        text: text.into(),
    }
}

/// Everybody, each with an entry of the history before the newest, which has the name of the next.
fn register(characters: &[String]) -> Vec<ResidentEntry> {
    let template = super::support::register(&households()[..1]).remove(0);
    let names = characters.chunks(IN_A_NAME).map(<[String]>::concat);
    let names: Vec<String> = names.chain(WHOLE.map(String::from)).collect();
    let mut people: Vec<ResidentEntry> = names
        .iter()
        .enumerate()
        .map(|(at, name)| person(&template, at, name.clone()))
        .collect();
    let wide: Vec<String> = characters
        .iter()
        .filter(|character| character.len() == 8)
        .take(200)
        .cloned()
        .collect();
    if wide.len() == 200 {
        people.push(longest(&template, people.len(), &wide));
        let abroad = longest(&template, people.len(), &wide);
        people.push(foreign(abroad, &wide));
    }
    for words in ["昭和15年頃", "昭和15年月日不詳", "辻\u{E0100}の年の生まれ"] {
        let mut entry = person(&template, people.len(), "不詳\u{3000}太郎".into());
        entry.resident.birth_date = unknown(words, 1940);
        entry.resident.address_since = unknown(words, 1940);
        entry.resident.resident_since = unknown(words, 1940);
        people.push(entry);
    }
    let mut all = Vec::with_capacity(2 * people.len());
    for (at, mut entry) in people.iter().cloned().enumerate() {
        let mut before = entry.clone();
        let next = &people[(at + 1) % people.len()].resident;
        before
            .resident
            .names
            .name
            .written
            .clone_from(&next.names.name.written);
        before
            .resident
            .address
            .building
            .clone_from(&entry.resident.names.name.written);
        entry.history_number = before.history_number + 1;
        all.extend([before, entry]);
    }
    all
}

fn layout(encoding: &str) -> Layout {
    let text = Layout::text("residents").unwrap();
    let changed = text.replace("encoding = \"utf-8\"", &format!("encoding = \"{encoding}\""));
    assert!(encoding == "utf-8" || changed != text);
    Layout::parse(&changed).unwrap()
}

fn file(layout: &Layout, entries: &[ResidentEntry]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), layout).unwrap();
    for entry in entries {
        writer.resident(entry).unwrap();
    }
    writer.finish().unwrap()
}

/// The entries of a person in the register, the oldest first, as a file has them.
async fn stored(db: &TestDatabase, number: &str) -> Vec<ResidentEntry> {
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let search = ResidentSearch {
        terms: vec![Term::AddresseeNumber(number.into())],
        limit: 1,
    };
    let hit = residents::search(&mut tx, &search).await.unwrap().hits.remove(0);
    let person = residents::get(&mut tx, hit.id).await.unwrap().unwrap();
    assert_eq!(
        hit.names().name,
        person.names.name,
        "a hit shows the name as written"
    );
    let entries = imports::history_of(&mut tx, hit.id).await.unwrap();
    assert_eq!(entries[0].resident.names, person.names);
    tx.commit().await.unwrap();
    let entries = entries.into_iter().rev().map(|entry| ResidentEntry {
        row: 0,
        history_number: entry.history_number,
        household_number: entry.household_number,
        head_number: Some(number.to_owned()),
        changed_on: entry.changed_on.unwrap(),
        change_reason: entry.change_reason,
        resident: Resident {
            id: ResidentId(uuid::Uuid::nil()),
            household_id: HouseholdId(uuid::Uuid::nil()),
            ..entry.resident
        },
    });
    entries.collect()
}

fn order(layout: &Layout, file: &[u8]) -> Order {
    Order {
        layout: Arc::new(layout.clone()),
        file_digest: digest(file),
        full: true,
        dry_run: false,
        by: None,
        file_name: "residents.csv".into(),
        file_bytes: None,
        queued: None,
        limits: madoguchi_import::Limits::default(),
        bounds: Bounds {
            accept_removals: true,
            ..Bounds::default()
        },
    }
}

/// Imports people from a file of an encoding, and writes the same file from what the register has.
async fn round_trip(encoding: &str, characters: &[String]) -> TestDatabase {
    let db = TestDatabase::new().await;
    let layout = layout(encoding);
    let people = register(characters);
    let given = file(&layout, &people);
    let order = order(&layout, &given);
    let done = imports::carry_out(
        &db.store,
        &db.here.scope,
        Cursor::new(given.clone()),
        &order,
        &mut |_| {},
    )
    .await
    .unwrap();
    let Imported::Done(done) = done else {
        panic!("{done:?}")
    };
    assert_eq!(done.refusal, None);
    assert_eq!(rejects(&db.store, &db.here.scope, &done.run).await, []);
    assert_eq!(done.run.state, RunState::Applied);
    assert_eq!(done.run.counts.added, people.len() as u64 / 2);
    let mut found = Vec::with_capacity(people.len());
    for pair in people.chunks(2) {
        let number = pair[0].resident.addressee_number.clone().unwrap();
        found.extend(stored(&db, &number).await);
    }
    for (found, written) in found.iter().zip(&people) {
        assert_eq!(found.resident.names, written.resident.names);
        assert_eq!(found.resident.birth_date, written.resident.birth_date);
    }
    let taken = file(&layout, &found);
    assert!(
        taken == given,
        "{encoding}: the file from the register is another"
    );
    db
}

#[tokio::test]
async fn every_character_comes_back_from_a_file_in_utf_8() {
    let characters: Vec<String> = table().into_iter().chain(others()).collect();
    let db = round_trip("utf-8", &characters).await;
    // What is stored is also found: by the name exactly as written, and without its selectors.
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    for (at, name) in [(3, "葛\u{E0101}葛"), (3, "葛葛"), (0, "ﾊﾞﾝ")] {
        let search = ResidentSearch {
            terms: vec![Term::NamePart(name.into())],
            limit: 50,
        };
        let hits = residents::search(&mut tx, &search).await.unwrap().hits;
        let found = hits.iter().any(|hit| hit.names().name.written == WHOLE[at]);
        assert!(found, "{name}");
    }
}

#[tokio::test]
async fn every_character_comes_back_from_a_file_in_utf_16() {
    let characters: Vec<String> = table().into_iter().chain(others()).collect();
    for encoding in ["utf-16le", "utf-16be"] {
        round_trip(encoding, &characters).await;
    }
}

/// `Shift_JIS` has no selectors; what it has, its own private-use area included, comes back.
#[tokio::test]
async fn what_shift_jis_has_comes_back() {
    let encoding = madoguchi_import::Encoding::ShiftJis;
    let has = |text: &String| {
        let mut missing = false;
        let bytes = encode(text, encoding, |_| {
            missing = true;
            Vec::new()
        });
        !missing && !bytes.is_empty()
    };
    let characters: Vec<String> = table().into_iter().chain(others()).filter(has).collect();
    let private = characters
        .iter()
        .filter(|one| ("\u{E000}".."\u{F900}").contains(&one.as_str()));
    assert_eq!(private.count(), 1_880, "F040 to F9FC");
    assert!(characters.len() > 6_000, "{}", characters.len());
    let template = super::support::register(&households()[..1]).remove(0);
    let db = TestDatabase::new().await;
    let layout = layout("shift_jis");
    let people: Vec<ResidentEntry> = characters
        .chunks(IN_A_NAME)
        .enumerate()
        .map(|(at, name)| person(&template, at, name.concat()))
        .collect();
    let given = file(&layout, &people);
    let order = order(&layout, &given);
    imports::carry_out(
        &db.store,
        &db.here.scope,
        Cursor::new(given.clone()),
        &order,
        &mut |_| {},
    )
    .await
    .unwrap();
    let mut found = Vec::new();
    for entry in &people {
        found.extend(stored(&db, entry.resident.addressee_number.as_deref().unwrap()).await);
    }
    assert!(
        file(&layout, &found) == given,
        "the file from the register is another"
    );
}

/// A letter may stand for a word of eighteen: what people are found by is then many times as long as the name. Such a
/// row is one like others, and does not end the import of everybody.
#[tokio::test]
async fn letters_that_stand_for_words_do_not_end_an_import() {
    let db = TestDatabase::new().await;
    let template = super::support::register(&households()[..1]).remove(0);
    let words: Vec<String> = ["\u{FDFA}", "㍿", "㌖"].map(String::from).into();
    let mut people = [
        longest(&template, 0, &words),
        person(&template, 1, "見本\u{3000}花子".into()),
    ];
    people[0].resident.names.name.kana = long(&words, 400);
    people[0].resident.address.town = long(&words, 200);
    let layout = layout("utf-8");
    let given = file(&layout, &people);
    let order = order(&layout, &given);
    imports::carry_out(
        &db.store,
        &db.here.scope,
        Cursor::new(given.clone()),
        &order,
        &mut |_| {},
    )
    .await
    .unwrap();
    let mut found = Vec::new();
    for entry in &people {
        found.extend(stored(&db, entry.resident.addressee_number.as_deref().unwrap()).await);
    }
    assert!(file(&layout, &found) == given);
}

/// The test itself: every row of the table stands in some name, and each is one character.
#[test]
fn the_names_hold_the_whole_table() {
    let characters = table();
    assert!(characters.iter().all(|one| length(one) == 1));
    let with_selector: BTreeSet<&String> = characters.iter().filter(|one| one.chars().count() == 2).collect();
    assert_eq!(with_selector.len(), 11_382);
    let names = register(&characters);
    let names: BTreeSet<&str> = names
        .iter()
        .map(|entry| &*entry.resident.names.name.written)
        .collect();
    assert!(
        characters
            .chunks(IN_A_NAME)
            .all(|name| names.contains(&*name.concat()))
    );
}
