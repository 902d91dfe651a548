//! `GET /notices/{id}`: everything that was told, and who of the register it may be.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::prepared_case::PreparedPerson;
use madoguchi_model::resident::{ProtectiveMeasure, Resident};
use madoguchi_model::wareki;
use madoguchi_store::portal_notices::{self, Notice};
use uuid::Uuid;

use super::Known;
use super::words::{about, applicant, status, visit};
use crate::components::{ProtectionBanner, Status};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::people::AddressLine;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "staff/notices/show.html")]
struct ShowPage {
    chrome: Chrome,
    id: Uuid,
    state: Status,
    open: bool,
    can_receive: bool,
    case: Option<String>,
    protection: ProtectionBanner,
    facts: Vec<(&'static str, String)>,
    places: Vec<(&'static str, AddressLine)>,
    people: Vec<Person>,
    /// Files that came with it: how many kilobytes, its name, and the address; none where they are withheld.
    attachments: Vec<(u64, AddressLine, Option<String>)>,
    /// What was told beside: item and words.
    others: Vec<(String, AddressLine)>,
    arrives: bool,
    residents: Vec<Match>,
}

struct Person {
    name: String,
    kana: String,
    born: String,
    sex: &'static str,
    relationship: String,
    visits: bool,
}

struct Match {
    id: String,
    name: String,
    born: String,
    sex: &'static str,
    state: &'static str,
    address: AddressLine,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let notice = portal_notices::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let known = Known::of(&mut tx, &officer, &notice.prepared).await?;
    Ok(Page(page(&officer, &notice, &known)).into_response())
}

fn page(officer: &Officer, notice: &Notice, known: &Known) -> ShowPage {
    let prepared = &notice.prepared;
    let measure = if known.protected {
        ProtectiveMeasure::InForce
    } else {
        ProtectiveMeasure::None
    };
    let words = |text: &str| AddressLine::words(text, measure, false);
    let mut facts = vec![
        ("用件", about(prepared)),
        ("来庁予定", visit(prepared)),
        (
            "異動日（予定）",
            prepared.moved_on.map(wareki::format_short).unwrap_or_default(),
        ),
        ("届いた先", prepared.source.label().to_owned()),
        ("手続", prepared.procedure_name.clone()),
        ("受付番号", prepared.receipt_number.clone()),
        ("届いた日時", time::day_and_clock(notice.received_at)),
    ];
    facts.retain(|(_, text)| !text.is_empty());
    let address = |address: &Option<madoguchi_model::address::Address>| {
        AddressLine::new(&address.clone().unwrap_or_default(), measure, false)
    };
    let mut places = vec![
        ("これまでの住所", address(&prepared.former_address)),
        ("新しい住所", address(&prepared.new_address)),
        ("電話番号", words(&prepared.phone)),
    ];
    places.retain(|(_, line)| !line.is_empty());
    let told = prepared.answers.iter().chain(&prepared.others);
    let attached = prepared
        .attachments
        .iter()
        .zip(1..)
        .map(|(file, number): (_, usize)| {
            let href = format!("/notices/{}/attachments/{number}", notice.id);
            (
                file.bytes.div_ceil(1024),
                words(&file.name),
                (!known.protected).then_some(href),
            )
        });
    ShowPage {
        chrome: officer
            .page(format!("{}さんの事前の申請", applicant(prepared)), Area::Notices)
            .above("事前の申請", "/notices"),
        id: notice.id,
        state: status(notice.state),
        open: notice.state.is_open(),
        can_receive: officer.may(Resource::Case, Action::Create),
        case: notice.case_id.map(|case| format!("/cases/{case}")),
        protection: ProtectionBanner::new(measure),
        facts,
        places,
        people: prepared.people.iter().map(person).collect(),
        others: told.map(|(item, text)| (item.clone(), words(text))).collect(),
        attachments: attached.collect(),
        arrives: prepared.events.iter().any(|event| event.moves_in()),
        residents: known.residents.iter().map(|one| matching(one, measure)).collect(),
    }
}

fn person(person: &PreparedPerson) -> Person {
    Person {
        name: person.name.written.clone(),
        kana: person.name.kana.clone(),
        born: person
            .birth_date
            .as_ref()
            .map(wareki::format_register)
            .unwrap_or_default(),
        sex: person
            .sex
            .map(madoguchi_model::resident::Sex::label)
            .unwrap_or_default(),
        relationship: person.relationship.clone(),
        visits: person.visits,
    }
}

fn matching(one: &Resident, measure: ProtectiveMeasure) -> Match {
    Match {
        id: one.id.to_string(),
        name: one.names.name.written.clone(),
        born: wareki::format_register(&one.birth_date),
        sex: one.sex.label(),
        state: one.state.label(),
        address: AddressLine::new(&one.address, measure, false),
    }
}
