//! An analysis as a table: the same for the page and for the file.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::ids::StaffId;
use madoguchi_model::open_days::OpenDays;
use madoguchi_store::analyses::{self, AnalysisSettings, Near};
use madoguchi_store::{TenantTx, closed_days, staff};

use super::kind::Kind;
use super::query::Asked;
use crate::admin::audit_log::action_words;
use crate::error::PageError;
use crate::page::time;

/// How many people under a protective measure are looked at.
const PROTECTED: i64 = 20_000;

/// A table.
pub(super) struct Table {
    /// The columns; those that are numbers are told.
    pub(super) columns: Vec<(&'static str, bool)>,
    /// The rows.
    pub(super) rows: Vec<Row>,
    /// There is more than is given.
    pub(super) cut: bool,
}

/// A row with the address of the entries behind it.
pub(super) struct Row {
    pub(super) cells: Vec<String>,
    pub(super) href: String,
}

/// Makes the table of an analysis.
pub(super) async fn table(
    tx: &mut TenantTx,
    kind: Kind,
    asked: &Asked,
    settings: &AnalysisSettings,
) -> Result<Table, PageError> {
    let names = names(tx).await?;
    let (columns, rows) = match kind {
        Kind::OffHours => off_hours(tx, asked, settings, &names).await?,
        Kind::Searches => searches(tx, asked, settings, &names).await?,
        Kind::Person => person(tx, asked, &names).await?,
        Kind::Protected => protected(tx, asked, &names).await?,
        Kind::Near => near(tx, asked, &names).await?,
        Kind::AfterEnd => after_end(tx, asked, &names).await?,
        Kind::Lifts => lifts(tx, asked, &names).await?,
        Kind::Prints => prints(tx, asked, settings, &names).await?,
    };
    Ok(Table {
        columns,
        cut: i32::try_from(rows.len()).is_ok_and(|rows| rows >= analyses::MOST),
        rows,
    })
}

type Made = (Vec<(&'static str, bool)>, Vec<Row>);

struct Names(BTreeMap<StaffId, String>);

impl Names {
    fn of(&self, id: StaffId) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}

async fn names(tx: &mut TenantTx) -> Result<Names, PageError> {
    let staff = staff::list(tx).await?.into_iter();
    Ok(Names(staff.map(|one| (one.id, one.display_name)).collect()))
}

/// The entries of an officer on one day.
fn on_day(staff: StaffId, day: NaiveDate) -> String {
    format!("/admin/audit-log?from={day}&until={day}&staff={staff}")
}

/// The entries of an officer in the period.
fn in_period(staff: StaffId, asked: &Asked, more: &str) -> String {
    format!(
        "/admin/audit-log?from={}&until={}&staff={staff}{more}",
        asked.from, asked.until
    )
}

fn at(at: DateTime<Utc>) -> String {
    time::day_and_clock(at)
}

const STAFF: (&str, bool) = ("職員", false);
const DAY: (&str, bool) = ("日", false);
const OPERATIONS: (&str, bool) = ("操作", true);
const PERSONS: (&str, bool) = ("のべ対象者", true);
const FIRST: (&str, bool) = ("最初", false);
const LAST: (&str, bool) = ("最後", false);

async fn off_hours(
    tx: &mut TenantTx,
    asked: &Asked,
    settings: &AnalysisSettings,
    names: &Names,
) -> Result<Made, PageError> {
    let own = closed_days::between(tx, asked.from, asked.until).await?;
    let open = OpenDays::by_law().with_closed(own);
    let closed: Vec<NaiveDate> = asked.days().filter(|day| !open.is_open(*day)).collect();
    let found = analyses::off_hours(tx, &asked.span(), settings, &closed).await?;
    let rows = found.into_iter().map(|one| Row {
        href: on_day(one.staff, one.day),
        cells: vec![
            names.of(one.staff),
            time::date(one.day),
            open.closed_because(one.day)
                .filter(|_| one.closed_day)
                .unwrap_or("時間外")
                .to_owned(),
            one.operations.to_string(),
            one.persons.to_string(),
            time::clock(one.first),
            time::clock(one.last),
        ],
    });
    Ok((
        vec![STAFF, DAY, ("区分", false), OPERATIONS, PERSONS, FIRST, LAST],
        rows.collect(),
    ))
}

async fn searches(
    tx: &mut TenantTx,
    asked: &Asked,
    settings: &AnalysisSettings,
    names: &Names,
) -> Result<Made, PageError> {
    let found = analyses::searches(tx, &asked.span(), settings).await?;
    let rows = found.into_iter().map(|one| Row {
        href: on_day(one.staff, one.day),
        cells: vec![
            names.of(one.staff),
            time::date(one.day),
            one.searches.to_string(),
            one.pages.to_string(),
            format!("{:.1}", one.average),
            one.persons.to_string(),
        ],
    });
    Ok((
        vec![
            STAFF,
            DAY,
            ("検索", true),
            ("照会", true),
            ("ふだんの1日", true),
            PERSONS,
        ],
        rows.collect(),
    ))
}

async fn person(tx: &mut TenantTx, asked: &Asked, names: &Names) -> Result<Made, PageError> {
    let columns = vec![STAFF, ("操作の種類", false), ("回数", true), FIRST, LAST];
    let Some(resident) = asked.resident else {
        return Ok((columns, Vec::new()));
    };
    let found = analyses::viewers(tx, &asked.span(), &[resident]).await?;
    let rows = found.into_iter().map(|one| Row {
        href: in_period(one.staff, asked, &format!("&resident={resident}")),
        cells: vec![
            names.of(one.staff),
            action_words(&one.action),
            one.operations.to_string(),
            at(one.first),
            at(one.last),
        ],
    });
    Ok((columns, rows.collect()))
}

async fn protected(tx: &mut TenantTx, asked: &Asked, names: &Names) -> Result<Made, PageError> {
    let persons = analyses::protected_persons(tx, PROTECTED).await?;
    let found = analyses::viewers(tx, &asked.span(), &persons).await?;
    // One row for an officer and a person; the person is an id without a name, which leads to the entries.
    let mut pairs: BTreeMap<_, (i64, DateTime<Utc>, DateTime<Utc>)> = BTreeMap::new();
    for one in &found {
        let known = pairs
            .entry((one.staff, one.person))
            .or_insert((0, one.first, one.last));
        known.0 += one.operations;
        known.1 = known.1.min(one.first);
        known.2 = known.2.max(one.last);
    }
    let mut rows: Vec<_> = pairs.into_iter().collect();
    rows.sort_by_key(|(_, (_, _, last))| std::cmp::Reverse(*last));
    let rows = rows
        .into_iter()
        .map(|((staff, person), (operations, first, last))| Row {
            href: in_period(staff, asked, &format!("&resident={person}")),
            cells: vec![
                names.of(staff),
                person.to_string(),
                operations.to_string(),
                at(first),
                at(last),
            ],
        });
    Ok((
        vec![STAFF, ("対象者（番号）", false), ("回数", true), FIRST, LAST],
        rows.collect(),
    ))
}

async fn near(tx: &mut TenantTx, asked: &Asked, names: &Names) -> Result<Made, PageError> {
    let pairs = analyses::near_persons(tx, asked.staff).await?;
    let found = analyses::near_views(tx, &asked.span(), &pairs).await?;
    let rows = found.into_iter().map(|(pair, viewed)| Row {
        href: in_period(pair.staff, asked, &format!("&resident={}", pair.person)),
        cells: vec![
            names.of(pair.staff),
            match pair.near {
                Near::SameName => "同じ氏名の住民",
                Near::SameHousehold => "その世帯の人",
                Near::SameAddress => "同じ住所の人",
            }
            .to_owned(),
            viewed.operations.to_string(),
            at(viewed.first),
            at(viewed.last),
        ],
    });
    Ok((
        vec![STAFF, ("見た相手", false), ("回数", true), FIRST, LAST],
        rows.collect(),
    ))
}

async fn after_end(tx: &mut TenantTx, asked: &Asked, names: &Names) -> Result<Made, PageError> {
    let found = analyses::after_end(tx, &asked.span()).await?;
    let rows = found.into_iter().map(|one| Row {
        href: on_day(one.staff, one.day),
        cells: vec![
            names.of(one.staff),
            one.number,
            at(one.ended),
            time::date(one.day),
            one.operations.to_string(),
            at(one.last),
        ],
    });
    Ok((
        vec![
            STAFF,
            ("受付番号", false),
            ("終わった日時", false),
            ("見た日", false),
            OPERATIONS,
            LAST,
        ],
        rows.collect(),
    ))
}

async fn lifts(tx: &mut TenantTx, asked: &Asked, names: &Names) -> Result<Made, PageError> {
    let found = analyses::lifts(tx, &asked.span()).await?;
    let rows = found.into_iter().map(|one| Row {
        href: on_day(
            one.staff,
            madoguchi_model::clock::in_japan(one.lifted).date_naive(),
        ),
        cells: vec![
            names.of(one.staff),
            one.number.unwrap_or_else(|| "緊急閲覧".into()),
            at(one.lifted),
            one.ended.map_or_else(
                || format!("{}（時間で終了）", time::clock(one.until)),
                |ended| format!("{}（手で終了）", time::clock(ended)),
            ),
            one.reason,
        ],
    });
    Ok((
        vec![
            STAFF,
            ("受付番号", false),
            ("解除した日時", false),
            ("終わり", false),
            ("理由", false),
        ],
        rows.collect(),
    ))
}

async fn prints(
    tx: &mut TenantTx,
    asked: &Asked,
    settings: &AnalysisSettings,
    names: &Names,
) -> Result<Made, PageError> {
    let found = analyses::prints(tx, &asked.span(), settings).await?;
    let rows = found.into_iter().map(|one| Row {
        href: on_day(one.staff, one.day),
        cells: vec![
            names.of(one.staff),
            time::date(one.day),
            one.operations.to_string(),
            one.papers.to_string(),
            one.persons.to_string(),
        ],
    });
    Ok((
        vec![STAFF, DAY, OPERATIONS, ("紙・ファイル", true), PERSONS],
        rows.collect(),
    ))
}
