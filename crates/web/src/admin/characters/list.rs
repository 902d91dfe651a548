//! `GET /admin/characters`: characters of people's names and addresses that neither the system's fonts nor the
//! municipality's hold, how many people have them, and what can be done. Counts only, made in the background; whose names
//! have one is a page of its own, for those who may see residents.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_forms::Fonts;
use madoguchi_forms::fonts::is_private_use;
use madoguchi_model::mj;
use madoguchi_store::rare_characters::{self, CharacterUse, Freshness};
use madoguchi_store::supplied_fonts;

use super::points;
use crate::components::EmptyState;
use crate::error::PageError;
use crate::page::{Area, Chrome, Page, time};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/characters.html")]
struct ListPage {
    chrome: Chrome,
    counted: String,
    stale: bool,
    may_recount: bool,
    may_register: bool,
    rows: Vec<Row>,
    empty: EmptyState,
}

/// A character that no font has.
struct Row {
    code_points: String,
    /// Where those whose names have it are listed; empty where the officer may not see them.
    href: String,
    /// What kind it is, in words.
    kind: &'static str,
    /// MJ文字図形名; empty where the table has none.
    mj: String,
    residents: u32,
    history: u32,
    cases: u32,
    /// 縮退候補.
    substitutes: String,
}

pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let supplied = match supplied_fonts::in_use(&mut tx).await? {
        Some(id) => Some(app.paper_sources.supplied_fonts.load(&mut tx, id).await?),
        None => None,
    };
    let freshness = rare_characters::freshness(&mut tx).await?;
    let used = rare_characters::list(&mut tx).await?;
    let fonts = app.fonts.with_supplied(supplied);
    let links = officer.may(Resource::RareCharacter, Action::View);
    let rows = tokio::task::spawn_blocking(move || rows(&fonts, &used, links))
        .await
        .map_err(PageError::internal)?;
    let may_register = officer.may(Resource::SuppliedFont, Action::List);
    let mut chrome = officer
        .page("フォントのない文字", Area::RareCharacters)
        .lead("住民・履歴・受付の氏名と住所に使われていて、備え付けのフォントにも外字フォントにもない文字です。申請書では〓になり、手で書きます。");
    if may_register {
        chrome = chrome.above("外字フォント", "/admin/fonts");
    }
    Ok(Page(ListPage {
        chrome,
        counted: counted(freshness),
        stale: freshness.stale,
        may_recount: officer.may(Resource::RareCharacter, Action::Edit),
        may_register,
        rows,
        empty: if freshness.counted_at.is_some() {
            EmptyState::new("フォントのない文字はありません")
                .line("使われている文字は、すべて画面と申請書に出せます。")
        } else {
            EmptyState::new("まだ数えていません")
                .line("まもなく数え終わります。この画面を開き直してください。")
        },
    })
    .into_response())
}

fn counted(freshness: Freshness) -> String {
    freshness.counted_at.map_or_else(String::new, |at| {
        format!("{}に数えました", time::day_and_clock(at))
    })
}

fn rows(fonts: &Fonts, used: &[CharacterUse], links: bool) -> Vec<Row> {
    let missing = used.iter().filter(|one| !fonts.hold(&one.written));
    let mut rows: Vec<Row> = missing.map(|one| row(one, links)).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.residents, row.history, row.cases)));
    rows
}

fn row(used: &CharacterUse, links: bool) -> Row {
    let written = &*used.written;
    Row {
        code_points: points::in_words(written),
        href: if links {
            format!("/admin/characters/{}", points::in_path(written))
        } else {
            String::new()
        },
        kind: kind(written),
        mj: mj::find(written).map(|row| row.name()).unwrap_or_default(),
        residents: used.residents,
        history: used.history,
        cases: used.cases,
        substitutes: mj::shrink_candidates(written).join("、"),
    }
}

fn kind(written: &str) -> &'static str {
    use madoguchi_model::characters::is_variation_selector;
    if written.chars().any(is_private_use) {
        "外字"
    } else if written.chars().any(is_variation_selector) {
        "異体字"
    } else {
        "そのほか"
    }
}
