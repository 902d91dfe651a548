//! `GET /admin/characters/{points}`: residents whose names have a character, for those who may see residents. Whose
//! addresses or 本籍 have it is not told: that would tell a part of what is withheld.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::ResidentId;
use madoguchi_store::rare_characters::{self, Holder, MOST_HOLDERS};

use super::points;
use crate::components::EmptyState;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/character_holders.html")]
struct HoldersPage {
    chrome: Chrome,
    rows: Vec<Holder>,
    /// There may be more than are listed.
    more: bool,
    empty: EmptyState,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(path): PathId<String>,
) -> Result<Response, PageError> {
    let written = points::from_path(&path).ok_or(PageError::NotFound)?;
    let mut tx = officer.begin(&app).await?;
    let used = rare_characters::find(&mut tx, &written)
        .await?
        .ok_or(PageError::NotFound)?;
    let rows = rare_characters::holders(&mut tx, &written).await?;
    let seen: Vec<ResidentId> = rows.iter().map(|holder| holder.id).collect();
    officer.saw(seen);
    Ok(Page(HoldersPage {
        chrome: officer
            .page(
                format!("{} が氏名にある住民", points::in_words(&written)),
                Area::RareCharacters,
            )
            .above("フォントのない文字", "/admin/characters")
            .lead(format!(
                "この文字を使う住民は{}人です。氏名・旧氏・通称にある人を出します。住所・本籍・筆頭者だけにある人は出しません。",
                used.residents
            )),
        more: rows.len() >= MOST_HOLDERS,
        rows,
        empty: EmptyState::new("氏名にこの文字がある住民はいません")
            .line("住所・本籍・筆頭者、過去の履歴、または受付で入力した人にだけあります。"),
    })
    .into_response())
}
