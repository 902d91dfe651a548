//! `GET /admin/background-work`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_store::jobs::{self, Counts, DeadLetter};
use madoguchi_store::{hand_offs, print_batches};

use crate::components::EmptyState;
use crate::error::PageError;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/background_work.html")]
struct WorkPage {
    chrome: Chrome,
    counts: Counts,
    rows: Vec<Row>,
    empty: EmptyState,
}

struct Row {
    id: String,
    kind: String,
    enqueued_at: String,
    died_at: String,
    attempts: i32,
    error: String,
}

impl From<DeadLetter> for Row {
    fn from(letter: DeadLetter) -> Self {
        Self {
            id: letter.id.to_string(),
            kind: kind(&letter.kind),
            enqueued_at: time::exact(letter.enqueued_at),
            died_at: time::exact(letter.died_at),
            attempts: letter.attempts,
            error: letter.last_error,
        }
    }
}

/// What a kind of work is for; the code itself where it has no word.
fn kind(code: &str) -> String {
    match code {
        hand_offs::DELIVER => "担当課への引継ぎ".into(),
        print_batches::MAKE_PART => "一括印刷".into(),
        code => code.to_owned(),
    }
}

/// Shows what waits and what could not be done.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = WorkPage {
        chrome: officer
            .page("裏側の処理", Area::BackgroundWork)
            .lead("引継ぎなど、画面の裏側で順に行う処理です。失敗すると間をおいて繰り返し、それでも終わらないものがここに残ります。"),
        counts: jobs::counts(&mut tx).await?,
        rows: jobs::dead_letters(&mut tx, 100).await?.into_iter().map(Into::into).collect(),
        empty: EmptyState::new("終わらなかった処理はありません"),
    };
    Ok(Page(page).into_response())
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;

    use crate::testing::TestServer;

    #[tokio::test]
    async fn nothing_dead_is_said_plainly() {
        let server = TestServer::new().await;
        let mut admin = server.signed_in(Role::Administrator).await;
        admin
            .get("/admin/background-work")
            .await
            .is(200)
            .shows("終わらなかった処理はありません");
    }
}
