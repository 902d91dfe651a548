//! Every character of the MJ table, its variation sequences, private use, unknown dates and the longest names: from an
//! uploaded file through the database to pages, papers, the API and files for core systems, code point by code point.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Command, Stdio};

use madoguchi_forms::testing::TinyFont;
use madoguchi_forms::{FilledCase, FormDefinition, PdfMeta, SuppliedFont, layout, pdf};
use madoguchi_import::{Layout, Writer, entries};
use madoguchi_jobs::core_files;
use madoguchi_jobs::imports::Imports;
use madoguchi_link::places::Places;
use madoguchi_model::addressee_number::AddresseeNumber;
use madoguchi_model::api_client::Scope;
use madoguchi_model::case::{Case, CaseMember};
use madoguchi_model::characters::graphemes;
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_model::municipality::Municipality;
use madoguchi_model::name::WrittenName;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_store::cases::NewCase;
use madoguchi_store::core_files as kept;
use madoguchi_store::hand_offs::SectionHandOff;
use madoguchi_store::testing::resident;
use madoguchi_store::{cases, hand_offs, households, residents, tenants};

use super::*;
use crate::api::tests::Program;

/// 文字情報基盤 as the model carries it.
const TABLE: &str = include_str!("../../../../model/data/mj_characters.csv");

/// Characters in a name: as many as the files for core systems take.
const NAME: usize = 100;
/// As many code points as the register's own file takes.
const LONGEST: usize = 200;
const HOUSEHOLD: usize = 50;
const UNKNOWN: &str = "昭和15年頃";

/// Every row of the table and every private-use character of the basic plane, and the ends of planes 15 and 16.
fn characters() -> Vec<String> {
    let rows = TABLE.lines().skip(1).filter_map(|line| line.split(',').nth(1));
    let mut all: Vec<String> = rows.map(str::to_owned).collect();
    assert_eq!(all.len(), 58_843);
    all.extend(('\u{E000}'..='\u{F8FF}').map(String::from));
    all.extend(['\u{F0000}', '\u{FFFFD}', '\u{100000}', '\u{10FFFD}'].map(String::from));
    all.extend(["辻\u{E01EF}", "カ\u{3099}", "e\u{301}"].map(String::from));
    all
}

/// Households of fifty; the last is of one, whose name is as long as a name can be.
fn everybody() -> Vec<Household> {
    let all = characters();
    let mut written: Vec<String> = all.chunks(NAME).map(<[String]>::concat).collect();
    written.push("髙".repeat(LONGEST));
    let last = written.len() - 1;
    let mut made: Vec<Household> = Vec::new();
    for (at, name) in written.into_iter().enumerate() {
        let serial = u64::try_from(at).unwrap() + 10_000;
        let number = AddresseeNumber::from_serial(serial);
        let begins = at % HOUSEHOLD == 0 || at == last;
        if begins {
            made.push(Household {
                id: HouseholdId(uuid::Uuid::from_u128(u128::from(serial))),
                household_number: number.as_str().to_owned(),
                members: Vec::new(),
            });
        }
        let household = made.last_mut().unwrap();
        let name = WrittenName {
            written: name,
            kana: "カナ".into(),
            kana_confirmed: true,
        };
        let id = ResidentId(uuid::Uuid::from_u128(u128::from(serial)));
        let mut person = resident(id, household.id, number.as_str(), name);
        person.circumstances = None;
        person.position = i16::try_from(household.members.len() + 1).unwrap();
        person.relationship = if begins { "世帯主" } else { "同居人" }.into();
        if at % 2 == 1 {
            person.birth_date = RegisterDate::Unknown {
                earliest: "1940-01-01".parse().unwrap(),
                latest: "1940-12-31".parse().unwrap(),
                text: UNKNOWN.into(),
            };
        }
        household.members.push(person);
    }
    made
}

/// Uploads a file of the register as an administrator does, and waits until it is carried out.
async fn imported(server: &TestServer, households: &[Household]) {
    let mut writer = Writer::new(Vec::new(), Layout::find("residents").unwrap()).unwrap();
    for entry in households.iter().flat_map(entries) {
        writer.resident(&entry).unwrap();
    }
    let mut admin = server.signed_in(Role::Administrator).await;
    let real = [("layout", "residents"), ("rows", "difference"), ("mode", "real")];
    let file = writer.finish().unwrap();
    let sent = admin.upload("/admin/imports", &real, &file).await;
    let order = sent.is(303).location().to_owned();
    let spool = server.state.spool.clone().unwrap();
    Imports::new(server.db.store.clone(), Places::default(), spool.files)
        .round()
        .await;
    admin.get(&order).await.is(200).shows("反映しました");
}

/// The imported households as the database has them.
async fn read(server: &TestServer, written: &[Household]) -> Vec<Household> {
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let mut all = Vec::new();
    for household in written {
        let number = household.members[0].addressee_number.clone().unwrap();
        let search = residents::ResidentSearch {
            terms: vec![residents::Term::AddresseeNumber(number)],
            limit: 2,
        };
        let hits = residents::search(&mut tx, &search).await.unwrap().hits;
        let found = households::of_resident(&mut tx, hits[0].id).await.unwrap();
        all.push(found.unwrap());
    }
    all
}

/// Opens a case of a household, as the reception does.
async fn case_of(server: &TestServer, household: &Household) -> Case {
    let here = &server.db.here;
    let members = household.members.iter().map(|member| CaseMember {
        resident_id: member.id,
        moves: true,
        entered: None,
    });
    let mut visitor = here.case.visitor.clone();
    visitor.resident_id = Some(household.members[0].id);
    let new = NewCase {
        household_id: Some(household.id),
        events: here.case.events.clone(),
        members: members.collect(),
        visitor,
        moved_on: None,
        filed_on: here.case.filed_on,
        new_address: None,
        former_address: None,
        release_hash: "test".into(),
        overlay_hash: None,
        idempotency_key: household.household_number.clone(),
    };
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let case = cases::create(&mut tx, &new, here.staff(Role::FrontDesk).id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    case
}

/// What a program takes out of the paper of a case as it is printed, without the spaces of its layout.
fn paper(server: &TestServer, municipality: &Municipality, case: &Case, household: &Household) -> String {
    let answers = BTreeMap::new();
    let filled = FilledCase {
        case,
        household,
        municipality,
        sections: &[],
        staff_name: "窓口　花子",
        answers: &answers,
        concerned: &[],
        new_head: None,
        signature: None,
        today: case.filed_on,
    };
    let own = SuppliedFont::read(&TinyFont::usual().file()).unwrap();
    let fonts = server.state.fonts().with_supplied(Some(own));
    let form = FormDefinition::find("resident_movement_notification").unwrap();
    let laid = layout(form, &filled.values(), &fonts);
    let meta = PdfMeta {
        title: form.title.clone(),
        created_at: case.opened_at,
        document_id: case.id.to_string(),
        author: municipality.name.clone(),
    };
    let bytes = pdf(&[laid], &fonts, &meta).unwrap();
    let mut child = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("poppler-utils is installed");
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Hands the cases off and has the file for the core system made; the bytes, and how many rows go by hand.
async fn exported(server: &TestServer, cases: &[Case]) -> (String, usize) {
    let here = &server.db.here;
    for case in cases {
        let mut tx = server.db.store.begin(&here.scope).await.unwrap();
        let items = [SectionHandOff {
            section_id: here.sections[0].id,
            procedures: vec![HandedProcedure {
                procedure: "TK-01".into(),
                name: "転居届".into(),
                residents: Vec::new(),
            }],
        }];
        let by = here.staff(Role::FrontDesk).id;
        hand_offs::create(&mut tx, case.id, case.version, &items, by)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    let mut worker =
        Worker::new(server.db.store.clone(), Options::default()).with_handler(handlers::DeliverHandOff);
    worker.round().await;
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let made = core_files::make(&mut tx, "move_notice", None, 5_000)
        .await
        .unwrap()
        .unwrap();
    let bytes = kept::bytes(&mut tx, made.id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    (String::from_utf8(bytes).unwrap(), made.by_hand)
}

#[tokio::test]
async fn every_character_goes_from_the_file_to_page_paper_and_export_as_it_is() {
    let server = server().await;
    let written = everybody();
    imported(&server, &written).await;
    let found = read(&server, &written).await;
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let municipality = tenants::get(&mut tx).await.unwrap();
    drop(tx);
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let section = server.db.here.sections[0].id;
    let program = Program::with(&server, Role::FrontDesk, section, &Scope::ALL).await;
    let mut opened = Vec::new();
    let mut lost = BTreeSet::new();
    for (household, kept) in written.iter().zip(&found) {
        let id = kept.members[0].id;
        let page = desk.get(&format!("/residents/{id}")).await;
        let answer = program.get(&format!("/api/v1/residents/{id}")).await;
        let said = answer.is(200).json();
        let said = said["household"].as_array().unwrap();
        let case = case_of(&server, kept).await;
        let text = paper(&server, &municipality, &case, kept);
        assert_eq!(
            (kept.members.len(), said.len()),
            (household.members.len(), household.members.len())
        );
        for (at, (person, read)) in household.members.iter().zip(&kept.members).enumerate() {
            let (name, number) = (
                &person.names.name.written,
                person.addressee_number.as_ref().unwrap(),
            );
            assert!(read.names.name.written == *name, "database: {number}");
            assert_eq!(read.birth_date, person.birth_date, "database: {number}");
            assert!(page.html.contains(name.as_str()), "page: {number}");
            assert!(said[at]["names"]["name"]["written"] == **name, "API: {number}");
            if let RegisterDate::Unknown { text, .. } = &person.birth_date {
                assert_eq!(said[at]["birth_date"]["text"], **text);
            }
            if !text.contains(name.as_str()) {
                lost.extend(
                    graphemes(name)
                        .filter(|one| !text.contains(one))
                        .map(str::to_owned),
                );
                assert!(
                    !lost.is_empty(),
                    "paper: the characters of {number} are in another order"
                );
            }
        }
        assert!(page.html.contains(UNKNOWN) == (household.members.len() > 1));
        opened.push(case);
    }
    assert_eq!(
        lost.into_iter().collect::<Vec<_>>(),
        Vec::<String>::new(),
        "what no paper gives back"
    );

    let (file, by_hand) = exported(&server, &opened).await;
    assert_eq!(
        by_hand, 1,
        "the name of {LONGEST} characters, which the file has no room for"
    );
    for person in written.iter().flat_map(|household| &household.members) {
        let name = &person.names.name.written;
        let fits = graphemes(name).count() <= NAME;
        assert_eq!(
            file.contains(&format!("\"{name}\"")),
            fits,
            "{:?}",
            person.addressee_number
        );
    }
}
