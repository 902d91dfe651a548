//! `GET /admin/audit-log`

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, Utc};
use madoguchi_model::ids::{ResidentId, SectionId, StaffId};
use madoguchi_store::audit::{self, AuditEntry, AuditFilter, Phase};
use madoguchi_store::residents::{self, ResidentSearch, Term};
use madoguchi_store::{TenantTx, api_clients, sections, staff};

use super::words;
use crate::components::{
    EmptyState, FormErrors, InputKind, Pagination, SelectField, SelectOption, Status, TextField, Width,
};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

/// Entries read at once; most operations have two.
const PAGE: u16 = 200;

#[derive(Template)]
#[template(path = "admin/audit_log.html")]
struct LogPage {
    chrome: Chrome,
    from: TextField,
    until: TextField,
    staff: SelectField,
    person: TextField,
    /// Chosen by an analysis; empty otherwise.
    resident: String,
    rows: Vec<Row>,
    empty: EmptyState,
    pagination: Pagination,
}

struct Row {
    at: String,
    who: String,
    section: String,
    terminal: String,
    category: &'static str,
    action: String,
    /// What was printed; empty for anything else.
    printed: String,
    screen: String,
    outcome: Status,
    persons: usize,
}

struct Names {
    staff: BTreeMap<StaffId, String>,
    sections: BTreeMap<SectionId, String>,
}

/// Lists entries, newest first. Shows how many residents an entry concerns, not who they are.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut errors = FormErrors::new();
    let mut filter = filter(&query, &mut errors);
    let mut tx = officer.begin(&app).await?;
    filter.person = match query.raw("resident").parse().ok() {
        // An analysis leads here; whose entries are asked for is recorded as well.
        Some(resident) => {
            residents::household_of(&mut tx, resident)
                .await?
                .ok_or(PageError::NotFound)?;
            officer.saw([resident]);
            Some(resident)
        }
        None => person(&mut tx, &officer, query.text("person"), &mut errors).await?,
    };
    let names = names(&mut tx).await?;
    let entries = if errors.is_empty() {
        audit::read(&mut tx, &filter).await?
    } else {
        Vec::new()
    };
    let older = entries
        .last()
        .filter(|_| entries.len() == usize::from(PAGE))
        .map(|last| older(&query, last));
    let newest = query.has("before").then(|| address(&query));
    let page = LogPage {
        chrome: officer.page("操作ログ", Area::AuditLog).errors(&errors),
        from: day_field("from", "この日から", &query, &errors),
        until: day_field("until", "この日まで", &query, &errors),
        staff: SelectField::new(
            "staff",
            "職員",
            names
                .staff
                .iter()
                .map(|(id, name)| SelectOption::new(id.to_string(), name)),
        )
        .blank("全員")
        .value(query.raw("staff")),
        person: TextField::new("person", "対象者の宛名番号")
            .kind(InputKind::Digits)
            .width(Width::Short)
            .value(query.raw("person"))
            .error(errors.on("person")),
        resident: query.raw("resident").to_owned(),
        rows: worth_showing(&entries).map(|entry| row(entry, &names)).collect(),
        empty: EmptyState::new("記録はありません").line("条件を広げてお試しください。"),
        pagination: Pagination::new(newest, older),
    };
    Ok(if errors.is_empty() {
        Page(page).into_response()
    } else {
        Page::invalid(page)
    })
}

/// The resident whose record was looked at, by 宛名番号: who asked for it is recorded too.
async fn person(
    tx: &mut TenantTx,
    officer: &Officer,
    number: &str,
    errors: &mut FormErrors,
) -> Result<Option<ResidentId>, PageError> {
    if number.is_empty() {
        return Ok(None);
    }
    let terms = vec![Term::AddresseeNumber(number.to_owned())];
    let found = residents::search(tx, &ResidentSearch { terms, limit: 1 }).await?;
    let person = found.hits.first().map(|hit| hit.id);
    officer.saw(person);
    if person.is_none() {
        errors.add(
            "person",
            "この宛名番号の住民はいません。15桁の番号を確かめてください。",
        );
    }
    Ok(person)
}

async fn names(tx: &mut TenantTx) -> Result<Names, PageError> {
    let people = staff::list(tx).await?.into_iter();
    let people = people.map(|person| (person.id, person.display_name));
    let programs = api_clients::list(tx).await?.into_iter();
    let programs = programs.map(|client| (client.staff_id, format!("{}（連携先）", client.name)));
    Ok(Names {
        staff: people.chain(programs).collect(),
        sections: sections::list(tx)
            .await?
            .into_iter()
            .map(|section| (section.id, section.name))
            .collect(),
    })
}

fn row(entry: &AuditEntry, names: &Names) -> Row {
    let who = entry
        .staff_id
        .map(|id| names.staff.get(&id).cloned().unwrap_or_else(|| id.to_string()));
    let section = entry.section_id.and_then(|id| names.sections.get(&id).cloned());
    Row {
        at: time::exact(entry.at),
        who: who.unwrap_or_else(|| "（サインイン前・システム）".into()),
        section: section.unwrap_or_default(),
        terminal: entry.terminal.clone(),
        category: words::category(entry.category),
        action: words::action(&entry.action),
        printed: words::printed(&entry.detail),
        screen: entry.screen.clone(),
        outcome: words::outcome(entry),
        persons: entry.persons.len(),
    }
}

/// Leaves out the beginning of each operation whose end is shown: what is left began and never ended, or
/// ended on the page before.
fn worth_showing(entries: &[AuditEntry]) -> impl Iterator<Item = &AuditEntry> {
    let ended: BTreeSet<_> = entries
        .iter()
        .filter(|entry| entry.phase == Phase::Ended)
        .map(|entry| entry.operation_id)
        .collect();
    entries
        .iter()
        .filter(move |entry| entry.phase == Phase::Ended || !ended.contains(&entry.operation_id))
}

fn day_field(name: &str, label: &str, query: &FormData, errors: &FormErrors) -> TextField {
    TextField::new(name, label)
        .kind(InputKind::Date)
        .width(Width::Short)
        .value(query.raw(name))
        .error(errors.on(name))
}

fn filter(query: &FormData, errors: &mut FormErrors) -> AuditFilter {
    let mut day = |name: &str| {
        let text = query.text(name);
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        if day.is_none() && !text.is_empty() {
            errors.add(name, "日付として読めません。2026-11-24 のように入れてください。");
        }
        day
    };
    let (from, until) = (day("from"), day("until"));
    AuditFilter {
        from: from.and_then(midnight),
        until: until
            .and_then(|day| day.checked_add_days(Days::new(1)))
            .and_then(midnight),
        staff: query.raw("staff").parse().ok(),
        older_than: position(query.raw("before")),
        limit: PAGE,
        ..AuditFilter::default()
    }
}

/// The beginning of a day in Japan.
fn midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    let japan = FixedOffset::east_opt(9 * 60 * 60)?;
    Some(
        day.and_time(NaiveTime::MIN)
            .and_local_timezone(japan)
            .single()?
            .to_utc(),
    )
}

/// `microseconds.entry-id`, where the page before ended.
fn position(text: &str) -> Option<(DateTime<Utc>, uuid::Uuid)> {
    let (micros, id) = text.split_once('.')?;
    Some((
        DateTime::from_timestamp_micros(micros.parse().ok()?)?,
        id.parse().ok()?,
    ))
}

fn address(query: &FormData) -> String {
    let kept = query
        .pairs()
        .filter(|(name, value)| *name != "before" && !value.is_empty());
    let words = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .finish();
    format!("/admin/audit-log?{words}")
}

fn older(query: &FormData, last: &AuditEntry) -> String {
    format!(
        "{}&before={}.{}",
        address(query),
        last.at.timestamp_micros(),
        last.id
    )
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;

    use super::*;
    use crate::testing::TestServer;

    #[tokio::test]
    async fn an_operation_is_one_row() {
        let server = TestServer::new().await;
        let mut admin = server.signed_in(Role::Administrator).await;
        admin.get("/admin/sections").await.is(200);
        let page = admin.get("/admin/audit-log").await;
        page.is(200).shows("課・係：一覧・検索");
        assert_eq!(page.html.matches("GET /admin/sections<").count(), 1);
    }

    #[tokio::test]
    async fn who_looked_at_a_person_is_found_by_number() {
        let server = TestServer::new().await;
        let person = &server.db.here.household.members[0];
        let mut desk = server.signed_in(Role::FrontDesk).await;
        desk.get(&format!("/residents/{}", person.id)).await.is(200);
        let mut admin = server.signed_in(Role::Administrator).await;
        let page = admin
            .get(&format!(
                "/admin/audit-log?person={}",
                person.addressee_number.as_deref().unwrap()
            ))
            .await;
        page.is(200)
            .shows("GET /residents/{resident_id}")
            .hides(&person.names.name.written);
        admin
            .get("/admin/audit-log?person=1")
            .await
            .is(422)
            .shows("この宛名番号の住民はいません");
    }

    #[tokio::test]
    async fn an_unreadable_day_is_explained() {
        let server = TestServer::new().await;
        let mut admin = server.signed_in(Role::Administrator).await;
        admin
            .get("/admin/audit-log?from=x")
            .await
            .is(422)
            .shows("日付として読めません");
    }

    #[test]
    fn a_day_is_a_day_in_japan() {
        let filter = filter(
            &FormData::parse(b"from=2026-11-24&until=2026-11-24"),
            &mut FormErrors::new(),
        );
        assert_eq!(filter.from.unwrap().to_rfc3339(), "2026-11-23T15:00:00+00:00");
        assert_eq!(filter.until.unwrap().to_rfc3339(), "2026-11-24T15:00:00+00:00");
    }

    #[test]
    fn nonsense_is_said_to_be_nonsense() {
        let mut errors = FormErrors::new();
        filter(&FormData::parse("from=きのう".as_bytes()), &mut errors);
        assert!(errors.on("from").is_some());
    }
}
