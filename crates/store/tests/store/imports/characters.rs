//! Characters from files to the database, whatever the encoding: every one of the MJ table with its variation sequences,
//! private use, names as long as a layout takes, unknown dates. And the search for names with variation sequences.

use madoguchi_import::{Encoding, Layout, Mark, ResidentEntry, Writer, encode, entries};
use madoguchi_model::addressee_number::AddresseeNumber;
use madoguchi_model::characters::is_variation_selector;
use madoguchi_model::household::Household;
use madoguchi_model::ids::{HouseholdId, ResidentId};
use madoguchi_model::name::WrittenName;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::Resident;
use madoguchi_store::residents::Term;
use madoguchi_store::testing::{TestDatabase, resident};
use madoguchi_store::{TenantTx, rare_characters, residents};

use super::support::{FULL, How, import_with, rejects};
use crate::register::{find, names, people, with};

/// 文字情報基盤 as the model carries it.
const TABLE: &str = include_str!("../../../../model/data/mj_characters.csv");

/// As many code points as the layout takes in a name.
const LONGEST: usize = 200;

/// Every row of the table, and private-use characters: all of the basic plane, and the ends of planes 15 and 16.
fn characters() -> Vec<String> {
    let rows = TABLE.lines().skip(1).filter_map(|line| line.split(',').nth(1));
    let mut all: Vec<String> = rows.map(str::to_owned).collect();
    assert_eq!(all.len(), 58_843);
    all.extend(('\u{E000}'..='\u{F8FF}').map(String::from));
    let ends = ['\u{F0000}', '\u{FFFFD}', '\u{100000}', '\u{10FFFD}'];
    all.extend(ends.map(String::from));
    // A form that no font has, marks of their own, and a letter that is two code points.
    all.extend(["辻\u{E01EF}", "カ\u{3099}", "e\u{301}"].map(String::from));
    all
}

/// Households of one whose names are these characters, as many in each as a name may have; every second birth date is
/// unknown in the register's own words.
fn with_names(characters: &[String]) -> Vec<Household> {
    let mut names = vec![String::new()];
    let mut room = LONGEST;
    for written in characters {
        let points = written.chars().count();
        if points > room {
            names.push(String::new());
            room = LONGEST;
        }
        room -= points;
        names.last_mut().unwrap().push_str(written);
    }
    let people = names.into_iter().zip(1_000u64..);
    let one = |(written, serial): (String, u64)| {
        let number = AddresseeNumber::from_serial(serial);
        let name = WrittenName {
            written,
            kana: "カナ".into(),
            kana_confirmed: true,
        };
        let id = HouseholdId(uuid::Uuid::from_u128(u128::from(serial)));
        let mut person = resident(ResidentId(id.0), id, number.as_str(), name);
        person.circumstances = None;
        person.address.building.clone_from(&person.names.name.written);
        person.family_register_head = person.address.building.clone().into();
        if serial % 2 == 0 {
            person.birth_date = RegisterDate::Unknown {
                earliest: "1940-01-01".parse().unwrap(),
                latest: "1940-12-31".parse().unwrap(),
                text: "昭和15年頃（𠮷日）".into(),
            };
        }
        Household {
            id,
            household_number: number.as_str().to_owned(),
            members: vec![person],
        }
    };
    people.map(one).collect()
}

fn written(layout: &Layout, households: &[Household]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), layout).unwrap();
    let all: Vec<ResidentEntry> = households.iter().flat_map(entries).collect();
    for entry in &all {
        writer.resident(entry).unwrap();
    }
    writer.finish().unwrap()
}

fn layout(encoding: Encoding, bom: Mark) -> Layout {
    let mut layout = Layout::find("residents").unwrap().clone();
    layout.file.encoding = encoding;
    layout.file.bom = bom;
    layout
}

/// A person of the file as the database has them.
async fn kept(tx: &mut TenantTx, written: &Resident) -> Resident {
    let number = written.addressee_number.clone().unwrap();
    let found = find(tx, &[Term::AddresseeNumber(number)]).await.hits;
    let [hit] = &found[..] else {
        panic!("{:?} is not there once", written.addressee_number)
    };
    residents::get(tx, hit.id).await.unwrap().unwrap()
}

async fn comes_back(db: &TestDatabase, layout: Layout, households: &[Household]) {
    let file = written(&layout, households);
    let how = How {
        accept_removals: true,
        ..FULL
    };
    let what = format!("{:?} {:?}", layout.file.encoding, layout.file.bom);
    let done = import_with(&db.store, &db.here.scope, &file, how, &layout).await;
    let rejected = rejects(&db.store, &db.here.scope, &done.run).await;
    assert!(
        rejected.is_empty() && done.refusal.is_none(),
        "{what}: {rejected:?}"
    );
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    for household in households {
        let person = &household.members[0];
        let kept = kept(&mut tx, person).await;
        assert!(
            kept.names == person.names
                && kept.address.building == person.address.building
                && kept.family_register_head == person.family_register_head
                && kept.birth_date == person.birth_date,
            "{what}: {} is not as it was written",
            person.addressee_number.as_ref().unwrap()
        );
    }
}

#[tokio::test]
async fn every_character_comes_from_every_encoding_of_unicode_as_it_is() {
    let households = with_names(&characters());
    assert!(
        households
            .iter()
            .all(|household| household.members[0].names.name.written.chars().count() <= LONGEST)
    );
    assert_eq!(
        households[0].members[0].names.name.written.chars().count(),
        LONGEST
    );
    for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
        for bom in [Mark::Refused, Mark::Required] {
            let db = TestDatabase::new().await;
            comes_back(&db, layout(encoding, bom), &households).await;
        }
    }
}

#[tokio::test]
async fn shift_jis_brings_what_it_has_and_says_nothing_else() {
    // A character of Shift_JIS is one that comes back from its code; 外字 are U+E000 to U+E757 (F040 to F9FC).
    let has = |written: &String| {
        let mut missing = false;
        let bytes = encode(written, Encoding::ShiftJis, |_| {
            missing = true;
            Vec::new()
        });
        !missing && !bytes.is_empty()
    };
    let all: Vec<String> = characters().into_iter().filter(has).collect();
    let private = all
        .iter()
        .filter(|written| ('\u{E000}'..='\u{F8FF}').contains(&written.chars().next().unwrap()));
    assert_eq!(private.count(), 1_880);
    assert!(
        !all.iter()
            .any(|written| written.chars().any(is_variation_selector))
    );
    assert!(all.len() > 6_000, "{}", all.len());
    let db = TestDatabase::new().await;
    let mut households = with_names(&all);
    for household in &mut households {
        if let RegisterDate::Unknown { text, .. } = &mut household.members[0].birth_date {
            "昭和15年頃".clone_into(text);
        }
    }
    comes_back(&db, layout(Encoding::ShiftJis, Mark::Either), &households).await;
}

#[tokio::test]
async fn a_name_with_variation_sequences_is_found_with_and_without_them() {
    let db = TestDatabase::new().await;
    let all = people(
        &db,
        100_001,
        &[
            ("葛\u{E0102}城　辻\u{E0100}子", "カツラギ　ツジコ"),
            ("葛城　花子", "カツラギ　ハナコ"),
            ("\u{E000}田　外子", "ソトダ　ソトコ"),
        ],
    );
    let mut tx: TenantTx = with(&db, all).await;
    let word = |text: &str| vec![Term::Word(text.into())];
    let both = ["葛\u{E0102}城　辻\u{E0100}子", "葛城　花子"];
    for typed in ["葛\u{E0102}城", "葛城", "葛\u{E0100}城"] {
        let mut found = names(&mut tx, &word(typed)).await;
        found.sort_unstable();
        let mut expected = both.map(str::to_owned);
        expected.sort_unstable();
        assert_eq!(found, expected, "{typed}");
    }
    for typed in ["葛\u{E0102}城　辻\u{E0100}子", "葛城 辻子", "葛城　辻\u{E0100}子"] {
        let terms: Vec<Term> = typed.split(['　', ' ']).flat_map(word).collect();
        assert_eq!(names(&mut tx, &terms).await, [both[0]], "{typed}");
    }
    assert_eq!(names(&mut tx, &word("\u{E000}田")).await, ["\u{E000}田　外子"]);
}

#[tokio::test]
async fn characters_are_counted_once_for_each_person_and_again_after_an_import() {
    let db = TestDatabase::new().await;
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    assert!(rare_characters::count(&mut tx).await.unwrap());
    assert!(
        !rare_characters::count(&mut tx).await.unwrap(),
        "nothing has changed"
    );
    let family = rare_characters::find(&mut tx, "辻\u{E0100}")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((family.residents, family.history, family.cases), (4, 0, 0));
    tx.commit().await.unwrap();

    let mut households = with_names(&["\u{E000}".to_owned()]);
    households[0].members[0].address.building = "\u{F0000}\u{E000}荘".into();
    let file = written(Layout::find("residents").unwrap(), &households);
    let how = How { full: false, ..FULL };
    import_with(
        &db.store,
        &db.here.scope,
        &file,
        how,
        Layout::find("residents").unwrap(),
    )
    .await;
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    assert!(rare_characters::freshness(&mut tx).await.unwrap().stale);
    assert!(rare_characters::count(&mut tx).await.unwrap());
    let own = rare_characters::find(&mut tx, "\u{E000}").await.unwrap().unwrap();
    assert_eq!(own.residents, 1, "once, in the name and in the building");
    // Whose names have it; not whose addresses do.
    let whose = rare_characters::holders(&mut tx, "\u{E000}").await.unwrap();
    assert_eq!(whose.len(), 1);
    assert_eq!(whose[0].name, "\u{E000}");
    assert!(
        rare_characters::holders(&mut tx, "\u{F0000}")
            .await
            .unwrap()
            .is_empty()
    );
    let all = rare_characters::list(&mut tx).await.unwrap();
    let all: Vec<&str> = all.iter().map(|one| one.written.as_str()).collect();
    assert_eq!(all, ["辻\u{E0100}", "\u{E000}", "\u{F0000}"]);
    tx.commit().await.unwrap();

    // Once a day for what cases bring; two at once do not count twice.
    db.clock.advance(chrono::TimeDelta::hours(25));
    let mut one = db.store.begin(&db.here.scope).await.unwrap();
    let mut other = db.store.begin(&db.here.scope).await.unwrap();
    assert!(rare_characters::count(&mut one).await.unwrap());
    assert!(!rare_characters::count(&mut other).await.unwrap());
}
