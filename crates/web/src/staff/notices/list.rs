//! `GET /notices`: who comes today, and what else was told beforehand.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_jobs::notices::mappings;
use madoguchi_link::portals::Mapping;
use madoguchi_model::prepared_case::NoticeState;
use madoguchi_store::TenantTx;
use madoguchi_store::portal_notices::{self, Notice, NoticeFilter};

use super::fetch::FetchFields;
use super::words::{about, applicant, status, visit};
use crate::components::{EmptyState, FormErrors, SelectField, SelectOption, Status, TextField};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

/// The most on one page.
const LIMIT: u16 = 200;

const OPEN: [NoticeState; 2] = [NoticeState::Received, NoticeState::Prepared];

#[derive(Template)]
#[template(path = "staff/notices/list.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    tabs: Vec<Tab>,
    number: TextField,
    rows: Vec<Row>,
    empty: EmptyState,
    can_receive: bool,
    mapping: SelectField,
    file_error: String,
    fetch: Option<FetchFields>,
    /// What a file came to that was only looked at, or not taken.
    report: Option<Report>,
}

struct Tab {
    label: &'static str,
    href: &'static str,
    current: bool,
}

struct Row {
    href: String,
    visit: String,
    name: String,
    about: String,
    number: String,
    source: &'static str,
    state: Status,
}

/// What a file came to.
pub(super) struct Report {
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    /// Place, item, problem, effect.
    pub(super) problems: Vec<[String; 4]>,
}

pub(crate) async fn list(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = ListPage::load(&mut tx, &app, &officer, &query, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}

impl ListPage {
    /// The page as it is asked for: `day=today`, `state=closed`, or a receipt number.
    pub(super) async fn load(
        tx: &mut TenantTx,
        app: &AppState,
        officer: &Officer,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let (day, state, number) = (form.raw("day"), form.raw("state"), form.raw("number").trim());
        let today = app.clock.today();
        let notices = if number.is_empty() {
            let only_today = (day == "today").then_some(today);
            let filter = NoticeFilter {
                states: if state == "closed" {
                    vec![NoticeState::Visited, NoticeState::Withdrawn]
                } else {
                    OPEN.to_vec()
                },
                from: only_today,
                until: only_today,
                limit: LIMIT,
                ..NoticeFilter::default()
            };
            portal_notices::list(tx, &filter).await?
        } else {
            portal_notices::by_receipt_number(tx, number).await?
        };
        let tab = |label, href, current| Tab { label, href, current };
        let plain = number.is_empty();
        Ok(Self {
            chrome: officer
                .page("事前の申請", Area::Notices)
                .lead("マイナポータル、引越しワンストップなどで、来庁の前に届いた申請です。受付を始めると、届いた内容が入った画面になります。")
                .errors(errors),
            tabs: vec![
                tab("来庁前", "/notices", plain && day.is_empty() && state.is_empty()),
                tab("今日の来庁", "/notices?day=today", plain && day == "today"),
                tab("来庁済み・取下げ", "/notices?state=closed", plain && state == "closed"),
            ],
            number: TextField::new("number", "受付番号で探す").value(number),
            rows: notices.iter().map(row).collect(),
            empty: EmptyState::new("事前の申請はありません")
                .line("届いたファイルは、下の「ファイルから取り込む」で入れます。定期の取込みは運用者が設定します。"),
            can_receive: officer.may(Resource::Notice, Action::Create),
            mapping: choices(&mappings(tx).await?, form, errors),
            file_error: errors.on("file").unwrap_or_default().to_owned(),
            fetch: FetchFields::load(tx, form, errors).await?,
            report: None,
        })
    }

    pub(super) fn with(self, report: Report) -> Self {
        Self {
            report: Some(report),
            ..self
        }
    }
}

fn choices(all: &[Mapping], form: &FormData, errors: &FormErrors) -> SelectField {
    let options = all
        .iter()
        .map(|mapping| SelectOption::new(mapping.id.clone(), mapping.title.clone()));
    SelectField::new("mapping", "ファイルの種類", options)
        .value(form.raw("mapping"))
        .blank("選んでください")
        .error(errors.on("mapping"))
        .required()
}

fn row(notice: &Notice) -> Row {
    Row {
        href: format!("/notices/{}", notice.id),
        visit: visit(&notice.prepared),
        name: applicant(&notice.prepared),
        about: about(&notice.prepared),
        number: notice.prepared.receipt_number.clone(),
        source: notice.prepared.source.label(),
        state: status(notice.state),
    }
}
