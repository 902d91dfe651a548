//! `GET /admin/event-receivers`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_store::webhooks::{self, DeliveryCounts, Endpoint};

use super::{PATH, receiver_name, receiver_status};
use crate::components::{Banner, EmptyState, Status, Tone};
use crate::error::PageError;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/event_receivers/list.html")]
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
    kinds: usize,
    counts: DeliveryCounts,
    dead_href: String,
    status: Status,
}

/// What is said where the operator has given no key.
pub(super) fn no_key(app: &AppState) -> Option<Banner> {
    app.notifier.is_none().then(|| {
        Banner::new(Tone::Alert, "このサーバーでは、通知を送れません").line(
            "署名の鍵を守る鍵がありません。サーバーの運用担当者に、起動時の --webhook-key の指定を依頼してください。出来事はためてあり、指定した後に送ります。",
        )
    })
}

fn row(receiver: &Endpoint, counts: DeliveryCounts, status: Status) -> Row {
    Row {
        href: format!("{PATH}/{}", receiver.id),
        name: receiver_name(receiver),
        // What stands after the host may be a secret of the receiver's.
        host: receiver.url.split('/').nth(2).unwrap_or_default().to_owned(),
        kinds: receiver.kinds.len(),
        counts,
        dead_href: format!("/admin/event-deliveries?receiver={}&state=dead", receiver.id),
        status,
    }
}

/// Lists every receiver.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let receivers = webhooks::endpoints(&mut tx).await?;
    let (counts, now) = (webhooks::counts(&mut tx).await?, tx.now());
    let rows = receivers.iter().map(|receiver| {
        let counts = counts.get(&receiver.id).copied().unwrap_or_default();
        row(receiver, counts, receiver_status(receiver, now))
    });
    Ok(Page(ListPage {
        chrome: officer
            .page("通知先", Area::EventReceivers)
            .lead("受付・引継ぎ・担当課の処理などの出来事を、ほかのシステムに知らせます。"),
        no_key: no_key(&app),
        rows: rows.collect(),
        empty: EmptyState::new("通知先はまだありません")
            .line("出来事を知りたいシステムのアドレスを、ここで登録します。"),
    })
    .into_response())
}
