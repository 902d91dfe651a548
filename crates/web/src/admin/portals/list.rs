//! `GET /admin/portals`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_store::portal_connections::{self, Connection};

use super::PATH;
use crate::components::{Banner, EmptyState, Status, StatusTone, Tone};
use crate::error::PageError;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/portals/list.html")]
struct ListPage {
    chrome: Chrome,
    no_key: Option<Banner>,
    rows: Vec<Row>,
    empty: EmptyState,
}

struct Row {
    href: String,
    name: String,
    host: String,
    looked: String,
    outcome: String,
    status: Status,
}

/// What is said where the operator has given no key.
pub(super) fn no_key(app: &AppState) -> Option<Banner> {
    app.notifier.is_none().then(|| {
        Banner::new(Tone::Alert, "このサーバーでは、ポータルにつなげません").line(
            "秘密を守る鍵がありません。サーバーの運用担当者に、起動時の --webhook-key の指定を依頼してください。",
        )
    })
}

/// How a connection is.
pub(super) fn status(connection: &Connection) -> Status {
    match connection {
        Connection { active: false, .. } => Status::new(StatusTone::Plain, "停止中"),
        Connection { looked_at: None, .. } => Status::new(StatusTone::Progress, "これから"),
        Connection { failed: true, .. } => Status::new(StatusTone::Alert, "確かめてください"),
        _ => Status::new(StatusTone::Done, "正常"),
    }
}

/// Lists every connection.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let connections = portal_connections::connections(&mut tx).await?;
    let rows = connections.iter().map(|connection| Row {
        href: format!("{PATH}/{}", connection.id),
        name: connection.name.clone(),
        host: connection
            .base_url
            .split('/')
            .nth(2)
            .unwrap_or_default()
            .to_owned(),
        looked: connection.looked_at.map(time::day_and_clock).unwrap_or_default(),
        outcome: connection.outcome.clone(),
        status: status(connection),
    });
    Ok(Page(ListPage {
        chrome: officer.page("ポータルとの接続", Area::PortalConnections).lead(
            "電子申請のポータルのAPIから、事前の申請を定期的に取り寄せ、申請の状況を伝えます。",
        ),
        no_key: no_key(&app),
        rows: rows.collect(),
        empty: EmptyState::new("接続はまだありません")
            .line("ポータルから受け取ったアドレス・クライアントID・秘密を、ここで登録します。ファイルで受け取るだけなら、登録は要りません。"),
    })
    .into_response())
}
