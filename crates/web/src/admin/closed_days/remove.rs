//! `POST /admin/closed-days/{day}/remove`

use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use madoguchi_store::closed_days;

use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Removes a closed day.
pub(crate) async fn remove(
    State(app): State<AppState>,
    officer: Officer,
    PathId(day): PathId<NaiveDate>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    if !closed_days::remove(&mut tx, day).await? {
        return Err(PageError::NotFound);
    }
    officer.commit(tx).await?;
    let path = format!("/admin/closed-days?year={}", day.year());
    Ok(redirect_with(&path, &Flash::success("閉庁日を取り消しました。")))
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;

    use crate::testing::TestServer;

    #[tokio::test]
    async fn a_removed_day_is_gone() {
        let server = TestServer::new().await;
        let mut admin = server.signed_in(Role::Administrator).await;
        admin
            .post(
                "/admin/closed-days",
                &[("day", "2027-01-04"), ("name", "開庁記念日")],
            )
            .await
            .is(303);
        admin
            .post("/admin/closed-days/2027-01-04/remove", &[])
            .await
            .is(303);
        admin
            .get("/admin/closed-days?year=2027")
            .await
            .hides("開庁記念日");
        admin
            .post("/admin/closed-days/2027-01-04/remove", &[])
            .await
            .is(404);
    }
}
