//! `GET /admin/closed-days`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use madoguchi_store::{TenantTx, closed_days};

use crate::components::{EmptyState, FormErrors, InputKind, TextField, Width};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

/// The closed days of one year and the form for another.
#[derive(Template)]
#[template(path = "admin/closed_days.html")]
pub(super) struct ListPage {
    chrome: Chrome,
    year: i32,
    days: Vec<Day>,
    empty: EmptyState,
    day: TextField,
    name: TextField,
}

struct Day {
    code: String,
    text: String,
    name: String,
}

impl ListPage {
    pub(super) async fn load(
        tx: &mut TenantTx,
        officer: &Officer,
        year: i32,
        form: &FormData,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let ends = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31));
        let (first, last) = ends.ok_or(PageError::NotFound)?;
        let days = closed_days::between(tx, first, last)
            .await?
            .into_iter()
            .map(|closed| Day {
                code: closed.day.to_string(),
                text: time::date(closed.day),
                name: closed.name,
            });
        Ok(Self {
            chrome: officer
                .page("閉庁日", Area::ClosedDays)
                .lead("土曜日と日曜日のほかに窓口を閉じる日です。届出の期限の計算に使います。")
                .errors(errors),
            year,
            days: days.collect(),
            empty: EmptyState::new(format!("{year}年の閉庁日は登録されていません"))
                .line("祝日と年末年始を登録してください。登録がないと、期限を正しく計算できません。"),
            day: TextField::new("day", "日付")
                .kind(InputKind::Date)
                .width(Width::Short)
                .value(form.raw("day"))
                .error(errors.on("day"))
                .required(),
            name: TextField::new("name", "名前")
                .hint("例：元日、年末年始")
                .value(form.raw("name"))
                .error(errors.on("name"))
                .required(),
        })
    }
}

/// Shows the closed days of a year, this year unless asked otherwise.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let year = match query.text("year") {
        "" => tx.today().year(),
        year => year.parse().map_err(|_| PageError::NotFound)?,
    };
    let page = ListPage::load(&mut tx, &officer, year, &FormData::default(), &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}
