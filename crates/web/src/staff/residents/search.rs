//! `GET /residents`: one box that finds a resident.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_store::residents::{self, Hits, ResidentSearch, Term};

use super::hits::HitRow;
use super::words::{self, Words};
use crate::components::{Banner, EmptyState, FormErrors, InputKind, TextField, Tone, Width};
use crate::error::PageError;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

/// More hits than this are not shown: another word finds the person faster than reading on.
const LIMIT: u16 = 50;

#[derive(Template)]
#[template(path = "staff/residents/search.html")]
struct SearchPage {
    chrome: Chrome,
    box_: TextField,
    rows: Vec<HitRow>,
    cut: bool,
    many: Option<Banner>,
    empty: Option<EmptyState>,
    can_receive: bool,
    can_read_card: bool,
}

pub(crate) async fn search(
    State(app): State<AppState>,
    officer: Officer,
    query: QueryData,
) -> Result<Response, PageError> {
    let q = query.raw("q");
    let mut errors = FormErrors::new();
    let words = words::read(q).unwrap_or_else(|error| {
        errors.add("q", error);
        Words::default()
    });
    let hits = if words.is_empty() {
        None
    } else {
        Some(find(&app, &officer, words).await?)
    };
    let empty = match &hits {
        None if errors.is_empty() => Some(how_to()),
        Some(hits) if hits.hits.is_empty() => Some(nobody()),
        _ => None,
    };
    let more = hits.as_ref().is_some_and(|hits| hits.more);
    let today = app.clock.today();
    let page = SearchPage {
        box_: TextField::new("q", "氏名・カナ・生年月日・住所・宛名番号")
            .value(q)
            .error(errors.on("q"))
            .kind(InputKind::Search)
            .width(Width::Full)
            .shortcut("Alt+K")
            .autofocus(),
        chrome: officer.page("住民を探す", Area::Residents).errors(&errors),
        rows: hits
            .into_iter()
            .flat_map(|hits| hits.hits)
            .map(|hit| HitRow::new(hit, today))
            .collect(),
        cut: more,
        many: more.then(|| {
            Banner::new(Tone::Notice, "もっとあります").line(format!(
                "{LIMIT}人までを表示しています。生年月日や名を加えて絞り込んでください。"
            ))
        }),
        empty,
        can_receive: officer.may(Resource::Case, Action::Create),
        can_read_card: app.card.is_some() && officer.may(Resource::CardReading, Action::Create),
    };
    Ok(if errors.is_empty() {
        Page(page).into_response()
    } else {
        Page::invalid(page)
    })
}

async fn find(app: &AppState, officer: &Officer, words: Words) -> Result<Hits, PageError> {
    let terms = (words.addressee_number.into_iter().map(Term::AddresseeNumber))
        .chain(words.kana.into_iter().map(Term::KanaPrefix))
        .chain(words.written.into_iter().map(Term::NamePart))
        .chain(words.address.into_iter().map(Term::AddressPrefix))
        .chain(words.born.map(|days| Term::Born(days.first, days.last)))
        .collect();
    let mut tx = officer.begin(app).await?;
    let hits = residents::search(&mut tx, &ResidentSearch { terms, limit: LIMIT }).await?;
    officer.saw(hits.hits.iter().map(|hit| hit.id));
    Ok(hits)
}

fn how_to() -> EmptyState {
    EmptyState::new("どれか1つで探せます。空白で区切ると絞り込めます")
        .line("カナの初めの部分：やまだ、ヤマダ タ")
        .line("漢字の一部：山田、太郎（異体字も見つかります）")
        .line("生年月日：S55.4.1、昭和55年4月、1980-04-01、S55")
        .line("住所：本町一丁目、本町1-2（支援措置の世帯は、住所では見つかりません）")
        .line("宛名番号：15桁の数字")
}

fn nobody() -> EmptyState {
    EmptyState::new("該当する人は見つかりませんでした")
        .line("読みを短くする、漢字の代わりにカナで探す、生年月日だけで探す、のいずれかをお試しください。")
        .line("旧氏・通称でも探せます。住民登録のない人は見つかりません。")
}
