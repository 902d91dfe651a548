//! `GET /`: the first page. Each part is there only for those who may use it.

mod administration;
mod counter;
mod protection;
mod work;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::error::PageError;
use crate::page::{Area, Chrome, Page};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

use administration::Administration;
use counter::Counter;
use protection::Protection;
use work::Work;

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    chrome: Chrome,
    protection: Protection,
    counter: Option<Counter>,
    work: Option<Work>,
    administration: Option<Administration>,
}

/// Shows the first page.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let counter = if officer.may(Resource::Resident, Action::List) {
        Some(Counter::load(&mut tx, &officer).await?)
    } else {
        None
    };
    let work = if officer.may(Resource::QueueItem, Action::List) {
        Some(Work::load(&mut tx, &officer).await?)
    } else {
        None
    };
    let administration = if officer.may(Resource::StaffAccount, Action::List) {
        Some(Administration::load(&mut tx).await?)
    } else {
        None
    };
    let protection = Protection::load(&mut tx, &officer).await?;
    let chrome = officer.page("トップ", Area::Home);
    Ok(Page(HomePage {
        chrome,
        protection,
        counter,
        work,
        administration,
    })
    .into_response())
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;

    use crate::testing::TestServer;

    #[tokio::test]
    async fn each_role_sees_its_own_part() {
        let server = TestServer::new().await;
        let (search, work, staff) = ("住民を探す", "自分が引き取ったもの", "利用中の職員");
        server
            .signed_in(Role::FrontDesk)
            .await
            .get("/")
            .await
            .is(200)
            .shows(search)
            .hides(work)
            .hides(staff);
        server
            .signed_in(Role::BackOffice)
            .await
            .get("/")
            .await
            .is(200)
            .hides(search)
            .shows(work)
            .hides(staff);
        server
            .signed_in(Role::SectionChief)
            .await
            .get("/")
            .await
            .is(200)
            .shows(search)
            .shows(work)
            .hides(staff);
        server
            .signed_in(Role::Administrator)
            .await
            .get("/")
            .await
            .is(200)
            .hides(search)
            .hides(work)
            .shows(staff);
    }

    #[tokio::test]
    async fn the_own_open_cases_are_listed() {
        let server = TestServer::new().await;
        let page = server.signed_in(Role::FrontDesk).await.get("/").await;
        page.is(200).shows(&server.db.here.case.number).shows("転居");
    }
}
