//! `GET /protection`: the measures, those first that need a decision; on another page those that ended.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::protection::{MeasureState, Standing, Term};
use madoguchi_store::protective_measures::{self, Listed};

use super::charge;
use crate::components::{Banner, EmptyState, Status, StatusTone, Tone};
use crate::error::PageError;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::staff::people::day;
use crate::state::AppState;

/// How many are shown.
const SHOWN: u16 = 1_000;

#[derive(Template)]
#[template(path = "staff/protection/list.html")]
struct ListPage {
    chrome: Chrome,
    ended: bool,
    waiting: Option<Banner>,
    rows: Vec<Row>,
    empty: EmptyState,
}

struct Row {
    href: String,
    name: String,
    others: i64,
    state: Status,
    from: String,
    until: String,
    standing: Option<Status>,
}

pub(crate) async fn list(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    charge::require(&officer, Resource::ProtectiveMeasure, Action::List)?;
    let ended = query.has("ended");
    let mut tx = officer.begin(&app).await?;
    let found = protective_measures::list(&mut tx, ended, SHOWN).await?;
    officer.saw(found.iter().map(|measure| measure.resident_id));
    let counts = protective_measures::counts(&mut tx).await?;
    let today = tx.today();
    let waits = counts.overdue + counts.ends_soon + counts.not_in_file;
    Ok(Page(ListPage {
        chrome: officer
            .page("支援措置", Area::Protection)
            .lead("期間が過ぎても、職員が終了を決めるまで保護は続きます。"),
        ended,
        waiting: (waits > 0 && !ended).then(|| {
            Banner::new(Tone::Alert, format!("確かめるものが{waits}件あります")).line(format!(
                "期間の経過 {}件、1か月以内に満了 {}件、基幹システムのデータに無いもの {}件",
                counts.overdue, counts.ends_soon, counts.not_in_file
            ))
        }),
        rows: found
            .into_iter()
            .map(|measure| row(measure, today, ended))
            .collect(),
        empty: EmptyState::new("該当する支援措置はありません")
            .line("登録は、住民の画面の「支援措置を登録する」から始めます。"),
    })
    .into_response())
}

fn row(measure: Listed, today: chrono::NaiveDate, ended: bool) -> Row {
    let unknown = || "不明".to_owned();
    Row {
        href: format!("/protection/{}", measure.id),
        name: measure.name,
        others: measure.others,
        state: state(measure.state),
        from: measure.term.map_or_else(unknown, |term| day(term.from)),
        until: measure.term.map_or_else(unknown, |term| day(term.until)),
        standing: if ended {
            None
        } else {
            standing(measure.term, measure.not_in_file, today)
        },
    }
}

/// How far a measure is, as a sign.
pub(super) fn state(state: MeasureState) -> Status {
    let tone = match state {
        MeasureState::Provisional => StatusTone::Alert,
        MeasureState::InForce => StatusTone::Progress,
        MeasureState::Ended => StatusTone::Plain,
    };
    Status::new(tone, state.label())
}

/// What somebody has to decide, as a sign.
pub(super) fn standing(term: Option<Term>, not_in_file: bool, today: chrono::NaiveDate) -> Option<Status> {
    if not_in_file {
        return Some(Status::new(StatusTone::Error, "基幹システムのデータに無い"));
    }
    match term?.standing(today) {
        Standing::Overdue => Some(Status::new(StatusTone::Error, "期間が過ぎています")),
        Standing::EndsSoon => Some(Status::new(StatusTone::Alert, "1か月以内に満了")),
        Standing::Running => None,
    }
}
