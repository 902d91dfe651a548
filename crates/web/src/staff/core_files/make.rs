//! `POST /core-files/kinds/{kind}/make`: 今すぐ作る.

use axum::extract::State;
use axum::response::Response;
use madoguchi_jobs::core_files::{self, MAKE, make, put};
use madoguchi_store::jobs;
use serde_json::json;

use super::kinds::find_kind;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Flash, redirect_with};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

/// How many rows a file that somebody waits for has at most; the rest is made in the background.
pub(crate) const WAITED_FOR: u32 = 500;

pub(crate) async fn make_now(
    State(app): State<AppState>,
    officer: Officer,
    PathId(kind): PathId<String>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    find_kind(&mut tx, &officer, &kind, Resource::CoreFile, Action::Create).await?;
    let made = make(&mut tx, &kind, Some(officer.staff().id), WAITED_FOR)
        .await
        .map_err(PageError::internal)?;
    let mut to = None;
    if let Some(file) = made.file {
        to = put(&mut tx, file, &kind).await?;
        officer.tell("file", json!(file));
        officer.saw(madoguchi_store::core_files::residents_of(&mut tx, file).await?);
    }
    if made.more {
        jobs::enqueue(&mut tx, MAKE, &json!({ "kind": kind }), None).await?;
    }
    officer.commit(tx).await?;
    let (href, flash) = told(&kind, made, to.is_some());
    Ok(redirect_with(&href, &flash))
}

fn told(kind: &str, made: core_files::Made, goes: bool) -> (String, Flash) {
    let mut words = Vec::new();
    let href = if let Some(file) = made.file {
        words.push("ファイルを作りました。".to_owned());
        words.push(if goes {
            "まもなく、置き場に置きます。".into()
        } else {
            "置き場が決まっていないので、「ファイルを保存する」で取り出してください。".into()
        });
        format!("/core-files/{file}")
    } else {
        words.push("書き出す行はありませんでした。".into());
        format!("/core-files/kinds/{kind}")
    };
    if made.by_hand > 0 {
        words.push(format!(
            "{}行は書き出せないので、手作業で引き継いでください。",
            made.by_hand
        ));
    }
    if made.unchanged > 0 {
        words.push(format!(
            "{}行は、前に書き出した内容と同じでした。",
            made.unchanged
        ));
    }
    if made.more {
        words.push("残りの行は、続けて別のファイルにします。".into());
    }
    let words = words.concat();
    let flash = if made.by_hand > 0 {
        Flash::alert(words)
    } else {
        Flash::success(words)
    };
    (href, flash)
}
