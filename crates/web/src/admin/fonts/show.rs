//! `GET /admin/fonts/{font_id}`: the characters it holds, and where it stands.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_forms::SuppliedFont;
use madoguchi_model::ids::SuppliedFontId;
use madoguchi_model::supplied_font_state::SuppliedFontState;
use madoguchi_store::supplied_fonts;

use super::list::{names, status};
use crate::components::{Banner, Status, Tone};
use crate::error::PageError;
use crate::gate::{PathId, QueryData};
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

/// How many characters one page shows.
const ON_A_PAGE: usize = 120;
/// How many code points a message names.
const NAMED: usize = 20;

#[derive(Template)]
#[template(path = "admin/fonts/show.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one part of the page, independent of the others"
)]
struct ShowPage {
    chrome: Chrome,
    href: String,
    status: Status,
    history: Vec<(&'static str, String)>,
    gone: Option<Banner>,
    characters: Vec<Character>,
    total: usize,
    /// Numbers of the pages, from 1, where there are several.
    pages: Vec<usize>,
    page: usize,
    may_publish: bool,
    own: bool,
    published: bool,
    may_withdraw: bool,
}

struct Character {
    code_point: String,
    picture: String,
}

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<SuppliedFontId>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let stored = supplied_fonts::get(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let font = app.paper_sources.supplied_fonts.load(&mut tx, id).await?;
    let names = names(&mut tx).await?;
    let in_use = supplied_fonts::in_use(&mut tx)
        .await?
        .filter(|other| *other != id);
    let before = match in_use {
        Some(other) => Some(app.paper_sources.supplied_fonts.load(&mut tx, other).await?),
        None => None,
    };
    let who = |(by, at)| {
        let name = names.get(&by).map_or("", String::as_str);
        format!("{name}　{}", time::day_and_clock(at))
    };
    let mut history = vec![
        ("何のためのフォントか", stored.remark.clone()),
        ("フォントの名前", stored.family.clone()),
        ("登録", who(stored.uploaded)),
    ];
    history.extend(stored.published.map(|published| ("公開", who(published))));
    let ending = if stored.state == SuppliedFontState::Replaced {
        "差替え"
    } else {
        "取消し"
    };
    history.extend(stored.ended.map(|ended| (ending, who(ended))));
    let total = font.characters().count();
    let last = total.div_ceil(ON_A_PAGE).max(1);
    let page = query.raw("page").parse().unwrap_or(1).clamp(1, last);
    let waits = stored.state == SuppliedFontState::Uploaded;
    let own = stored.uploaded.0 == officer.staff().id;
    Ok(Page(ShowPage {
        chrome: officer
            .page(format!("外字フォント 第{}版", stored.number), Area::SuppliedFonts)
            .above("外字フォント", "/admin/fonts"),
        href: format!("/admin/fonts/{id}"),
        status: status(stored.state),
        history,
        gone: before.filter(|_| waits).and_then(|before| gone(&before, &font)),
        characters: characters(&font, (page - 1) * ON_A_PAGE),
        total,
        pages: if last > 1 {
            (1..=last).collect()
        } else {
            Vec::new()
        },
        page,
        may_publish: waits && !own,
        own: waits && own,
        published: stored.state == SuppliedFontState::Published,
        may_withdraw: waits || stored.state == SuppliedFontState::Published,
    })
    .into_response())
}

fn characters(font: &SuppliedFont, from: usize) -> Vec<Character> {
    let on_page = font.characters().skip(from).take(ON_A_PAGE);
    on_page
        .map(|character| Character {
            code_point: format!("U+{:04X}", u32::from(character)),
            picture: font.picture(character).unwrap_or_default(),
        })
        .collect()
}

/// Characters of the font in use that this one has not.
fn gone(before: &SuppliedFont, font: &SuppliedFont) -> Option<Banner> {
    let held: BTreeSet<char> = font.characters().collect();
    let gone: Vec<char> = before.characters().filter(|c| !held.contains(c)).collect();
    let named: Vec<String> = gone
        .iter()
        .take(NAMED)
        .map(|character| format!("U+{:04X}", u32::from(*character)))
        .collect();
    let more = match gone.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" ほか{more}字"),
    };
    (!gone.is_empty()).then(|| {
        Banner::new(
            Tone::Alert,
            format!("今のフォントにある{}字が、このフォントにはありません", gone.len()),
        )
        .line(format!("{}{more}", named.join("、")))
        .line("公開すると、これらの文字は〓で印字されます。")
    })
}
