//! `GET /residents/{id}/history`: the entries of a person's record with what changed in each, and the person and the
//! household as of a day.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::record_change::RecordField;
use madoguchi_model::wareki;
use madoguchi_store::households;
use madoguchi_store::imports::{self, PastEntry};

use crate::components::{EmptyState, FormErrors, InputKind, ProtectionBanner, Shown, TextField, Width};
use crate::error::PageError;
use crate::gate::{PathId, QueryData};
use crate::page::{Area, Chrome, Page};
use crate::policy::{Action, FieldAccess, Relation, Resource};
use crate::session::Officer;
use crate::staff::people::{day, household_measure, record_text};
use crate::state::AppState;

/// What an entry of the history says of a person; other systems' data has no history here.
const FIELDS: [RecordField; 15] = [
    RecordField::State,
    RecordField::Name,
    RecordField::Kana,
    RecordField::Alphabet,
    RecordField::FormerFamilyName,
    RecordField::Alias,
    RecordField::BirthDate,
    RecordField::Sex,
    RecordField::Relationship,
    RecordField::Address,
    RecordField::AddressSince,
    RecordField::ResidentSince,
    RecordField::RegisteredDomicile,
    RecordField::FamilyRegisterHead,
    RecordField::ForeignStatus,
];

/// An entry with what is different from the one before.
struct Entry {
    number: i32,
    day: String,
    reason: String,
    newest: bool,
    shown: bool,
    changes: Vec<Change>,
    first: bool,
}

struct Change {
    label: &'static str,
    before: Shown,
    after: Shown,
}

/// The person on the chosen day.
struct Then {
    day: String,
    number: i32,
    facts: Vec<(&'static str, Shown)>,
    household_number: String,
    members: Vec<Member>,
}

struct Member {
    href: String,
    name: String,
    relationship: String,
    state: &'static str,
    this: bool,
}

#[derive(Template)]
#[template(path = "staff/residents/history.html")]
struct HistoryPage {
    chrome: Chrome,
    protection: ProtectionBanner,
    action: String,
    day: TextField,
    then: Option<Then>,
    nobody: Option<EmptyState>,
    entries: Vec<Entry>,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ResidentId>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let household = households::of_resident(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let desk = officer.may(Resource::Case, Action::Create);
    let relation = if desk {
        Relation::OWN
    } else {
        Relation::OTHER_SECTION
    };
    officer.require(relation, Resource::Resident, Action::View)?;
    let fields = officer.fields(&mut tx, false).await?;
    let history = imports::history_of(&mut tx, id).await?;
    let newest = history.first().ok_or(PageError::NotFound)?;
    let mut errors = FormErrors::new();
    let on = asked(query.text("day"), app.clock.today(), &mut errors);
    let entry = history
        .iter()
        .find(|entry| entry.changed_on.is_none_or(|changed| changed <= on));
    let with = match entry {
        Some(entry) => imports::household_as_of(&mut tx, &entry.household_number, on).await?,
        None => Vec::new(),
    };
    officer.saw([id]);
    officer.saw(with.iter().map(|entry| entry.resident.id));
    // Whoever is protected now is protected in the past too, and so are those who lived with them.
    let then = with.iter().map(|entry| &entry.resident);
    let withheld = household_measure(household.members.iter().chain(then)).protects();
    let name = &newest.resident.names.name.written;
    let page = HistoryPage {
        chrome: officer
            .page("記録の履歴", Area::Residents)
            .above("住民を探す", "/residents")
            .above(format!("{name}さん"), format!("/residents/{id}"))
            .errors(&errors),
        protection: ProtectionBanner::for_all(household.members.iter().map(|one| one.protective_measure)),
        action: format!("/residents/{id}/history"),
        day: TextField::new("day", "この日の時点で見る")
            .hint("例：R6.4.1、2024-04-01。空欄は今日です。")
            .kind(InputKind::Text)
            .width(Width::Short)
            .value(query.raw("day"))
            .error(errors.on("day")),
        nobody: entry.is_none().then(|| {
            EmptyState::new(format!("{}には、まだ記録がありません", day(on)))
                .line("いちばん古い記録より前の日です。下の一覧の日付を見て選んでください。")
        }),
        then: entry.map(|entry| as_of(entry, &with, on, fields, withheld)),
        entries: entries(&history, entry, fields, withheld),
    };
    Ok(if errors.is_empty() {
        Page(page).into_response()
    } else {
        Page::invalid(page)
    })
}

/// The day that was asked for; today where none was.
fn asked(typed: &str, today: NaiveDate, errors: &mut FormErrors) -> NaiveDate {
    if typed.is_empty() {
        return today;
    }
    wareki::parse_range(typed).map_or_else(
        |error| {
            errors.add(
                "day",
                format!("日付として読めません（{error}）。R6.4.1 のように入れてください。"),
            );
            today
        },
        |range| range.last,
    )
}

fn as_of(entry: &PastEntry, with: &[PastEntry], on: NaiveDate, fields: FieldAccess, withheld: bool) -> Then {
    let shown = FIELDS.into_iter().map(|field| {
        let text = record_text(field, &entry.resident, "", fields, withheld);
        (field.label(), text)
    });
    Then {
        day: day(on),
        number: entry.history_number,
        facts: shown.filter(|(_, text)| *text != Shown::open("なし")).collect(),
        household_number: entry.household_number.clone(),
        members: with
            .iter()
            .map(|one| Member {
                href: format!("/residents/{}", one.resident.id),
                name: one.resident.names.name.written.clone(),
                relationship: one.resident.relationship.clone(),
                state: one.resident.state.label(),
                this: one.resident.id == entry.resident.id,
            })
            .collect(),
    }
}

/// The entries, newest first, each with what it changed.
fn entries(
    history: &[PastEntry],
    chosen: Option<&PastEntry>,
    fields: FieldAccess,
    withheld: bool,
) -> Vec<Entry> {
    let older = history.iter().skip(1).map(Some).chain([None]);
    let pairs = history.iter().zip(older).enumerate();
    pairs
        .map(|(place, (entry, before))| Entry {
            number: entry.history_number,
            day: entry.changed_on.map_or_else(|| "不明".to_owned(), day),
            reason: entry.change_reason.clone(),
            newest: place == 0,
            shown: chosen.is_some_and(|chosen| chosen.history_number == entry.history_number),
            changes: before
                .map(|before| changes(before, entry, fields, withheld))
                .unwrap_or_default(),
            first: before.is_none(),
        })
        .collect()
}

fn changes(before: &PastEntry, after: &PastEntry, fields: FieldAccess, withheld: bool) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.household_number != after.household_number {
        changes.push(Change {
            label: "世帯番号",
            before: Shown::open(before.household_number.clone()),
            after: Shown::open(after.household_number.clone()),
        });
    }
    let differ = FIELDS
        .into_iter()
        .filter(|field| field.differs(&before.resident, &after.resident));
    changes.extend(differ.map(|field| Change {
        label: field.label(),
        before: record_text(field, &before.resident, "", fields, withheld),
        after: record_text(field, &after.resident, "", fields, withheld),
    }));
    changes
}
