//! `GET /admin/own-forms`: the papers, and where a new one is uploaded.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use madoguchi_forms::own_form::read::{MEGABYTES, PAGES};
use madoguchi_model::own_form_state::OwnFormState;
use madoguchi_store::own_forms::{self, StoredOwnForm};
use madoguchi_store::{TenantTx, staff};

use crate::components::{EmptyState, FormErrors, Status, StatusTone, TextField};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/own_forms/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    rows: Vec<Row>,
    empty: EmptyState,
    title: TextField,
    file_error: String,
    megabytes: usize,
    pages: usize,
}

struct Row {
    href: String,
    title: String,
    edition: i32,
    status: Status,
    from: String,
    changed: String,
}

impl ListPage {
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        sent: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let today = tx.today();
        let people = staff::list(tx).await?;
        let name = |id| {
            let found = people.iter().find(|person| person.id == id);
            found.map_or("", |person| &*person.display_name)
        };
        let all = own_forms::list(tx).await?;
        Ok(Self {
            chrome: officer
                .page("自治体の様式", Area::OwnForms)
                .lead("この自治体の様式（PDF）に、受付の内容を印字できます。PDFを選び、欄に印字する内容を決め、試してから公開します。")
                .errors(errors),
            rows: all
                .iter()
                .map(|one| Row {
                    href: format!("/admin/own-forms/{}", one.id),
                    title: one.title.clone(),
                    edition: one.edition,
                    status: status(one, today),
                    from: one.in_force_from.map(time::date).unwrap_or_default(),
                    changed: format!("{}　{}", name(one.changed_by), time::day_and_clock(one.changed_at)),
                })
                .collect(),
            empty: EmptyState::new("まだ様式はありません").line("申請書は、まどぐちの様式で印字されます。"),
            title: TextField::new("title", "様式名")
                .hint("例：住民異動届")
                .value(sent.raw("title"))
                .error(errors.on("title"))
                .required(),
            file_error: errors.on("file").unwrap_or_default().to_owned(),
            megabytes: MEGABYTES,
            pages: PAGES,
        })
    }
}

/// The state as people say it: a published edition is used, or will be.
pub(super) fn status(one: &StoredOwnForm, today: NaiveDate) -> Status {
    let (tone, word) = match (one.state, one.in_force_from) {
        (OwnFormState::Draft, _) => (StatusTone::Progress, "下書き"),
        (OwnFormState::Published, Some(from)) if today < from => (StatusTone::Done, "公開済み（使用前）"),
        (OwnFormState::Published, _) => (StatusTone::Done, "公開済み"),
        (OwnFormState::Withdrawn, _) => (StatusTone::Plain, "使用終了"),
    };
    Status::new(tone, word)
}

/// Lists the papers.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = ListPage::load(&mut tx, &officer, &FormData::default(), &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}
