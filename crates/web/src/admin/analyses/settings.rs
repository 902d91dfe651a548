//! `POST /admin/analyses/settings`: sets what the analyses are measured against.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveTime;
use madoguchi_store::analyses::{self, AnalysisSettings};

use super::list::ListPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn save(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let Some(settings) = read(&form, &mut errors) else {
        let page = ListPage::load(&mut tx, &officer, Some(&form), &errors).await?;
        return Ok(Page::invalid(page));
    };
    analyses::save_settings(&mut tx, &settings, officer.staff().id).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/admin/analyses",
        &Flash::success("分析の基準を保存しました。"),
    ))
}

fn read(form: &FormData, errors: &mut FormErrors) -> Option<AnalysisSettings> {
    let mut clock = |name: &str| {
        let time = NaiveTime::parse_from_str(form.text(name), "%H:%M").ok();
        if time.is_none() {
            errors.add(name, "時刻として読めません。8:30 のように入れてください。");
        }
        time
    };
    let (opens, closes) = (clock("opens"), clock("closes"));
    if let (Some(opens), Some(closes)) = (opens, closes)
        && opens >= closes
    {
        errors.add("closes", "終わりは、始まりより後の時刻にしてください。");
    }
    let mut number = |name: &str, range: std::ops::RangeInclusive<i32>| {
        let found = form
            .text(name)
            .parse()
            .ok()
            .filter(|number| range.contains(number));
        if found.is_none() {
            errors.add(
                name,
                format!("{}から{}までの数字で入れてください。", range.start(), range.end()),
            );
        }
        found
    };
    let (searches, times, papers) = (
        number("searches", 1..=100_000),
        number("times", 2..=100),
        number("papers", 1..=100_000),
    );
    let settings = AnalysisSettings {
        opens: opens?,
        closes: closes?,
        searches_a_day: searches?,
        times_average: times?,
        papers_a_day: papers?,
    };
    errors.is_empty().then_some(settings)
}
