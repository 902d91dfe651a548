//! `GET /prints`: choose what to print, and the officer's own batches.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_store::TenantTx;
use madoguchi_store::print_batches::{self, Batch, BatchOf, LARGEST};

use super::status;
use crate::components::{Choice, Choices, EmptyState, FormErrors, Status};
use crate::error::PageError;
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

struct Row {
    href: String,
    started: String,
    what: &'static str,
    state: Status,
    done: String,
}

/// The page.
#[derive(Template)]
#[template(path = "staff/batches/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    of: Choices,
    only: Choices,
    rows: Vec<Row>,
    empty: EmptyState,
}

pub(crate) async fn list(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = ListPage::load(&mut tx, &officer, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

/// What the officer may print: the day's cases at the counter, the queue of the own section.
pub(super) fn offered(officer: &Officer, tx: &TenantTx) -> Vec<(&'static str, String, BatchOf)> {
    let mut offered = Vec::new();
    if officer.may(Resource::Case, Action::List) {
        offered.push(("day", "今日受け付けたもの".to_owned(), BatchOf::Day(tx.today())));
    }
    if officer.may(Resource::QueueItem, Action::List) {
        let section = officer.section();
        let label = format!("{}の処理待ち・処理中のもの", section.name);
        offered.push(("section", label, BatchOf::Section(section.id)));
    }
    offered
}

impl ListPage {
    /// The page with what is wrong with its form.
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let mut choices = Vec::new();
        for (value, label, of) in offered(officer, tx) {
            let (all, unprinted) = (
                print_batches::count(tx, of, false).await?,
                print_batches::count(tx, of, true).await?,
            );
            let note = format!("申請書{all}件（まだ印刷していないもの{unprinted}件）");
            choices.push(Choice::new(value, label).note(note));
        }
        let first = offered(officer, tx).first().map(|(value, ..)| *value);
        let batches = print_batches::of_staff(tx, officer.staff().id).await?;
        Ok(Self {
            chrome: officer
                .page("一括印刷", Area::Prints)
                .lead(format!(
                    "何件もの受付の申請書を、まとめて1つの処理で印刷します。一度に{LARGEST}件までです。出来たPDFは1日で消えます。"
                ))
                .errors(errors),
            of: Choices::one("of", "印刷するもの", choices)
                .selected(first)
                .error(errors.on("of"))
                .required(),
            only: Choices::several(
                "only",
                "絞り込み",
                [Choice::new("unprinted", "まだ印刷していない申請書だけにする").checked(true)],
            ),
            rows: batches.iter().map(row).collect(),
            empty: EmptyState::new("一括印刷はまだありません"),
        })
    }
}

fn row(batch: &Batch) -> Row {
    Row {
        href: format!("/prints/{}", batch.id),
        started: time::day_and_clock(batch.started_at),
        what: if batch.section_id.is_some() {
            "課の処理"
        } else {
            "1日の受付"
        },
        state: status(batch),
        done: format!("{}件中{}件", batch.total, batch.done),
    }
}
