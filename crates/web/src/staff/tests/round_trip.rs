//! Names as they are written, from a file by the import's page to every place they are told: the record's page, the API,
//! papers, and the file for a core system; byte for byte.
//!
//! The whole MJ table is in the import, on pages and in the API's answers: 200 characters a name, ten people a
//! household. One household of names from all parts of the table goes on through a case to papers and file; that papers
//! draw each of the table's characters as itself is tested in `crates/forms/tests/forms/characters.rs`.

use std::path::Path;
use std::process::{Command, Stdio};

use madoguchi_import::{Layout, ResidentEntry, Writer, entries};
use madoguchi_jobs::imports::Imports;
use madoguchi_link::places::Places;
use madoguchi_model::addressee_number::AddresseeNumber;
use madoguchi_model::api_client::Scope;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_store::households;
use madoguchi_store::residents::{self, ResidentSearch, Term};

use super::*;
use crate::api::tests::Program;

/// Characters in a name: as many as the longest may have.
const IN_A_NAME: usize = 200;
/// Members of a household.
const MEMBERS: usize = 10;
/// Words for a birth date that is not known.
const UNKNOWN: &str = "昭和15年頃";

/// The characters of the MJ table as written, with their selectors, and private-use characters.
fn characters() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/data/mj_characters.csv");
    let text = std::fs::read_to_string(path).expect("the table of the project");
    let written = |line: &str| line.split(',').nth(1).expect("a character").to_owned();
    let mut all: Vec<String> = text.lines().skip(1).map(written).collect();
    assert_eq!(all.len(), 58_843);
    all.extend(('\u{E000}'..='\u{F8FF}').map(String::from));
    all.extend(('\u{10DE00}'..='\u{10DEFF}').map(String::from));
    all
}

/// Names of thirty characters from all parts of the table, as they go on papers, with what careless programs change.
fn on_paper(characters: &[String]) -> Vec<String> {
    let step = characters.len() / (28 * MEMBERS);
    let spread: Vec<&String> = characters.iter().step_by(step).take(28 * MEMBERS).collect();
    let mut names: Vec<String> = spread
        .chunks(28)
        .map(|name| name.iter().map(|one| one.as_str()).collect())
        .collect();
    let whole = [
        "辻\u{E0102}邉",
        "神\u{FA19}",
        "葛\u{E0101}",
        "\u{E000}\u{10DE92}",
        "か\u{3099}",
    ];
    for (name, end) in names.iter_mut().zip(whole) {
        name.push_str(end);
    }
    names
}

/// A household of people with these names, as a file has it.
fn entered(template: &ResidentEntry, at: usize, names: &[String]) -> Vec<ResidentEntry> {
    let serial = |n: usize| AddresseeNumber::from_serial((7_000_000 + at * 100 + n) as u64).to_string();
    let one = |(n, name): (usize, &String)| {
        let mut entry = template.clone();
        entry.household_number = serial(99);
        entry.head_number = Some(serial(0));
        let resident = &mut entry.resident;
        resident.addressee_number = Some(serial(n));
        resident.position = i16::try_from(n + 1).unwrap();
        resident.relationship = if n == 0 { "世帯主" } else { "子" }.into();
        resident.names.name.written.clone_from(name);
        if n == 1 {
            resident.birth_date = RegisterDate::Unknown {
                earliest: "1940-01-01".parse().unwrap(),
                latest: "1940-12-31".parse().unwrap(),
                text: UNKNOWN.into(),
            };
        }
        entry
    };
    names.iter().enumerate().map(one).collect()
}

/// Everybody: the household that goes on to papers first.
fn everybody(template: &ResidentEntry) -> Vec<Vec<ResidentEntry>> {
    let characters = characters();
    let names: Vec<String> = characters.chunks(IN_A_NAME).map(<[String]>::concat).collect();
    let mut all = vec![on_paper(&characters)];
    all.extend(names.chunks(MEMBERS).map(<[String]>::to_vec));
    all.iter()
        .enumerate()
        .map(|(at, names)| entered(template, at, names))
        .collect()
}

fn file(people: &[Vec<ResidentEntry>]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), Layout::find("residents").unwrap()).unwrap();
    for entry in people.iter().flatten() {
        writer.resident(entry).unwrap();
    }
    writer.finish().unwrap()
}

/// The household as the register has it.
async fn stored(server: &TestServer, people: &[ResidentEntry]) -> Household {
    let number = people[0].resident.addressee_number.clone().unwrap();
    let search = ResidentSearch {
        terms: vec![Term::AddresseeNumber(number)],
        limit: 1,
    };
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let hit = residents::search(&mut tx, &search).await.unwrap().hits.remove(0);
    let household = households::get(&mut tx, hit.household_id).await.unwrap();
    tx.commit().await.unwrap();
    household.unwrap()
}

fn names(people: &[ResidentEntry]) -> Vec<&str> {
    people
        .iter()
        .map(|entry| &*entry.resident.names.name.written)
        .collect()
}

/// The page as it is read: with its entities as what they stand for.
fn read(html: &str) -> String {
    let mut text = html.to_owned();
    for (entity, stands_for) in [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'")] {
        text = text.replace(entity, stands_for);
    }
    text.replace("&#38;", "&")
}

/// The words of a PDF, without the blanks that its reader puts where lines end.
fn words_of_pdf(bytes: &[u8]) -> String {
    let path = std::env::temp_dir().join(format!("madoguchi-round-trip-{}.pdf", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let output = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8"])
        .arg(&path)
        .arg("-")
        .stderr(Stdio::null())
        .output()
        .expect("poppler-utils is installed");
    std::fs::remove_file(&path).unwrap();
    assert!(output.status.success(), "the PDF can be read");
    let text = String::from_utf8(output.stdout).unwrap();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A server whose register came from the file, by its page.
async fn imported(server: &TestServer, people: &[Vec<ResidentEntry>]) {
    let mut admin = server.signed_in(Role::Administrator).await;
    let real = [("layout", "residents"), ("rows", "difference"), ("mode", "real")];
    let order = admin.upload("/admin/imports", &real, &file(people)).await;
    order.is(303);
    let spool = server.state.spool.clone().unwrap();
    Imports::new(server.db.store.clone(), Places::default(), spool.files)
        .round()
        .await;
    let all: usize = people.iter().map(Vec::len).sum();
    admin
        .get(order.location())
        .await
        .is(200)
        .shows("反映済み")
        .shows(&all.to_string())
        .hides("取り込めなかった行の一覧");
}

#[tokio::test]
async fn every_name_is_the_same_on_pages_and_in_the_api() {
    let server = server().await;
    let template = entries(&server.db.here.household).remove(0);
    let people = everybody(&template);
    imported(&server, &people).await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let section = server.db.here.sections[0].id;
    let program = Program::with(&server, Role::FrontDesk, section, &Scope::ALL).await;
    for people in &people {
        let household = stored(&server, people).await;
        let path = format!("/residents/{}", household.members[0].id);
        let page = desk.get(&path).await;
        page.is(200);
        let page = read(&page.html);
        let answer = program.get(&format!("/api/v1{path}")).await;
        let body = answer.is(200).json();
        let told: Vec<&str> = body["household"]
            .as_array()
            .unwrap()
            .iter()
            .map(|member| member["names"]["name"]["written"].as_str().unwrap())
            .collect();
        assert_eq!(told, names(people));
        for name in names(people) {
            assert!(page.contains(name), "{}", name.escape_unicode());
        }
        if people.len() > 1 {
            assert!(page.contains(UNKNOWN));
        }
    }
}

#[tokio::test]
async fn every_name_is_the_same_on_paper_and_in_the_file_for_a_core_system() {
    let server = server().await;
    let template = entries(&server.db.here.household).remove(0);
    let people = everybody(&template);
    imported(&server, &people[..1]).await;
    let household = stored(&server, &people[0]).await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let opened = send(&mut desk, "/cases/new", &received_for(&server, &household, "k")).await;
    opened.is(303);
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    interview(&mut desk, &case).await;
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    let printed = printed(&mut desk, &format!("{case}/applications/print")).await;
    let words = words_of_pdf(&printed.bytes);
    for name in names(&people[0]) {
        assert!(words.contains(name), "{} on paper", name.escape_unicode());
    }
    sign_all(&mut desk, &case).await;
    hand_off(&server, &mut desk, &case).await;
    let mut officer = office(&server, server.db.here.sections[0].id).await;
    let made = officer.post("/core-files/kinds/move_notice/make", &[]).await;
    made.is(303);
    let file = officer.bytes(&format!("{}/content", made.location())).await;
    let file = String::from_utf8(file).unwrap();
    for name in names(&people[0]) {
        assert!(
            file.contains(&format!("\"{name}\"")),
            "{} in the file",
            name.escape_unicode()
        );
    }
}
