//! `GET /admin/api-clients`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::api_client::ApiClient;
use madoguchi_model::staff::Section;
use madoguchi_store::{api_clients, sections, tenants};

use crate::components::{Banner, EmptyState, Status, StatusTone, Tone};
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
    sandbox: Banner,
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

fn sandbox_words(sandbox: tenants::Sandbox) -> Banner {
    let banner = Banner::new(Tone::Notice, "試験用の自治体");
    match (sandbox.is_one, sandbox.host) {
        (true, _) => banner.line("ここは試験用です。住民も記録も架空です。実在の人の情報を入れないでください。"),
        (false, Some(host)) => banner.line(format!(
            "連携プログラムは、まず試験用（{host}）で動かしてください。住民は架空で、この自治体の記録には何も起きません。連携先と鍵は、試験用の画面で登録します。"
        )),
        (false, None) => banner.line(
            "この自治体の試験用はまだありません。運用者が madoguchi sandbox で作れます。",
        ),
    }
}

/// Lists every client.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let sections = sections::list(&mut tx).await?;
    let clients = api_clients::list(&mut tx).await?;
    let sandbox = sandbox_words(tenants::sandbox(&mut tx).await?);
    Ok(Page(ListPage {
        sandbox,
        chrome: officer.page("連携先", Area::ApiClients),
        rows: clients.into_iter().map(|client| row(client, &sections)).collect(),
        empty: EmptyState::new("連携先はまだありません")
            .line("ほかのシステムやロボットがAPIを使うときに、ここで登録します。"),
    })
    .into_response())
}
