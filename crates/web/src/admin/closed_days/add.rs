//! `POST /admin/closed-days`

use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use madoguchi_store::closed_days;

use super::list::ListPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Adds a closed day, or renames it.
pub(crate) async fn add(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let day = NaiveDate::parse_from_str(form.text("day"), "%Y-%m-%d").ok();
    if day.is_none() {
        errors.add(
            "day",
            "日付を選んでください。文字で入れるときは 2027-01-01 のように入れます。",
        );
    }
    if form.text("name").is_empty() {
        errors.add("name", "名前を入れてください。");
    }
    let Some(day) = day.filter(|_| errors.is_empty()) else {
        let year = day.map_or(tx.today().year(), |day| day.year());
        return Ok(Page::invalid(
            ListPage::load(&mut tx, &officer, year, &form, &errors).await?,
        ));
    };
    closed_days::add(&mut tx, day, form.text("name")).await?;
    officer.commit(tx).await?;
    let path = format!("/admin/closed-days?year={}", day.year());
    Ok(redirect_with(&path, &Flash::success("閉庁日を加えました。")))
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;

    use crate::testing::TestServer;

    #[tokio::test]
    async fn what_is_no_date_is_explained_and_the_name_is_kept() {
        let server = TestServer::new().await;
        let mut admin = server.signed_in(Role::Administrator).await;
        let page = admin
            .post("/admin/closed-days", &[("day", "元日"), ("name", "元日")])
            .await;
        page.is(422)
            .shows("日付を選んでください。")
            .shows("name=\"name\" type=\"text\" value=\"元日\"");
    }
}
