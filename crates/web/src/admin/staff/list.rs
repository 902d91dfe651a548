//! `GET /admin/staff`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::staff::{Section, Staff};
use madoguchi_store::{sections, staff};

use crate::components::{Status, StatusTone};
use crate::error::PageError;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/staff_list.html")]
struct ListPage {
    chrome: Chrome,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    sign_in_name: String,
    section: String,
    role: &'static str,
    status: Status,
}

fn row(person: Staff, sections: &[Section]) -> Row {
    let section = sections.iter().find(|section| section.id == person.section_id);
    Row {
        href: format!("/admin/staff/{}", person.id),
        section: section.map(|section| section.name.clone()).unwrap_or_default(),
        role: person.role.label(),
        status: if person.active {
            Status::new(StatusTone::Done, "利用中")
        } else {
            Status::new(StatusTone::Plain, "停止中")
        },
        name: person.display_name,
        sign_in_name: person.sign_in_name,
    }
}

/// Lists everybody.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let sections = sections::list(&mut tx).await?;
    let rows = staff::list(&mut tx)
        .await?
        .into_iter()
        .map(|person| row(person, &sections))
        .collect();
    Ok(Page(ListPage {
        chrome: officer.page("職員", Area::Staff),
        rows,
    })
    .into_response())
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;

    use crate::testing::TestServer;

    #[tokio::test]
    async fn everybody_of_this_municipality_is_listed() {
        let server = TestServer::new().await;
        let page = server
            .signed_in(Role::Administrator)
            .await
            .get("/admin/staff")
            .await;
        page.is(200).shows("4人").shows("課長・係長").shows("利用中");
    }
}
