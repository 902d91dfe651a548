//! `GET /admin/api-clients`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::api_client::ApiClient;
use madoguchi_model::staff::Section;
use madoguchi_store::{api_clients, sections};

use crate::components::{EmptyState, Status, StatusTone};
use crate::error::PageError;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/api_clients/list.html")]
struct ListPage {
    chrome: Chrome,
    rows: Vec<Row>,
    empty: EmptyState,
}

struct Row {
    href: String,
    name: String,
    section: String,
    role: &'static str,
    scopes: usize,
    status: Status,
}

fn row(client: ApiClient, sections: &[Section]) -> Row {
    let section = sections.iter().find(|section| section.id == client.section_id);
    Row {
        href: format!("/admin/api-clients/{}", client.id),
        section: section.map(|section| section.name.clone()).unwrap_or_default(),
        role: client.role.label(),
        scopes: client.scopes.len(),
        status: if client.active {
            Status::new(StatusTone::Done, "利用中")
        } else {
            Status::new(StatusTone::Plain, "停止中")
        },
        name: client.name,
    }
}

/// Lists every client.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let sections = sections::list(&mut tx).await?;
    let clients = api_clients::list(&mut tx).await?;
    Ok(Page(ListPage {
        chrome: officer.page("連携先", Area::ApiClients),
        rows: clients.into_iter().map(|client| row(client, &sections)).collect(),
        empty: EmptyState::new("連携先はまだありません")
            .line("ほかのシステムやロボットがAPIを使うときに、ここで登録します。"),
    })
    .into_response())
}
