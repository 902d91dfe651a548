//! `GET /residents`: one box that finds a resident.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_store::residents::{self, Hits, ResidentSearch};

use super::hits::HitRow;
use super::words::{self, Words};
use crate::components::{Banner, EmptyState, FormErrors, InputKind, Pagination, TextField, Tone, Width};
use crate::error::PageError;
use crate::gate::QueryData;
use crate::page::{Area, Chrome, Page};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

/// Hits on a page.
const PER_PAGE: u16 = 50;
/// Pages at most: by then another word finds the person faster than reading on.
const PAGES: u16 = 4;

#[derive(Template)]
#[template(path = "staff/residents/search.html")]
struct SearchPage {
    chrome: Chrome,
    box_: TextField,
    rows: Vec<HitRow>,
    told: String,
    many: Option<Banner>,
    empty: Option<EmptyState>,
    pagination: Pagination,
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
    let part = query.raw("page").parse().unwrap_or(1).clamp(1, PAGES);
    let hits = if words.is_empty() {
        None
    } else {
        Some(find(&app, &officer, words, part).await?)
    };
    let empty = match &hits {
        None if errors.is_empty() => Some(how_to()),
        Some(hits) if hits.hits.is_empty() && part > 1 => {
            Some(EmptyState::new("この先に表示する人はいません"))
        }
        Some(hits) if hits.hits.is_empty() => Some(nobody(hits.more)),
        _ => None,
    };
    let (told, many) = hits.as_ref().map(|hits| tell(hits, part)).unwrap_or_default();
    let to = |part: u16| {
        let q: String = form_urlencoded::byte_serialize(q.as_bytes()).collect();
        format!("/residents?q={q}&page={part}")
    };
    let more = hits
        .as_ref()
        .is_some_and(|hits| hits.more && hits.hits.len() == usize::from(PER_PAGE));
    let pagination = Pagination::labelled(
        (format!("前の{PER_PAGE}人"), (part > 1).then(|| to(part - 1))),
        (
            format!("次の{PER_PAGE}人"),
            (more && part < PAGES).then(|| to(part + 1)),
        ),
    );
    let today = app.clock.today();
    let page = SearchPage {
        box_: TextField::new("q", "氏名・カナ・生年月日・住所・電話番号・宛名番号")
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
        told,
        many,
        empty,
        pagination,
        can_receive: officer.may(Resource::Case, Action::Create),
        can_read_card: app.card.is_some() && officer.may(Resource::CardReading, Action::Create),
    };
    Ok(if errors.is_empty() {
        Page(page).into_response()
    } else {
        Page::invalid(page)
    })
}

/// Whoever the words find, the best first; the part of them that a page shows, counted from 1.
pub(crate) async fn find(
    app: &AppState,
    officer: &Officer,
    words: Words,
    part: u16,
) -> Result<Hits, PageError> {
    let mut tx = officer.begin(app).await?;
    let mut hits = Hits::default();
    // Nobody was born then: the digits may have been a number.
    for terms in std::iter::once(words.terms).chain(words.as_number) {
        hits = residents::search(
            &mut tx,
            &ResidentSearch {
                terms,
                limit: PER_PAGE * part,
            },
        )
        .await?;
        if !hits.hits.is_empty() {
            break;
        }
    }
    hits.hits
        .drain(..hits.hits.len().min(usize::from(PER_PAGE * (part - 1))));
    officer.saw(hits.hits.iter().map(|hit| hit.id));
    Ok(hits)
}

/// How many there are, in words; and how to go on where there are too many.
fn tell(hits: &Hits, part: u16) -> (String, Option<Banner>) {
    let count = hits.hits.len();
    if count == 0 {
        return Default::default();
    }
    let before = usize::from(PER_PAGE * (part - 1));
    if before > 0 {
        return (
            format!("{}人目から{}人目までを表示しています", before + 1, before + count),
            None,
        );
    }
    if !hits.more {
        return (format!("{count}人見つかりました"), None);
    }
    let banner = Banner::new(Tone::Notice, "ほかにもいます").line(format!(
        "一致の度合いが高い{count}人を表示しています。空白で区切って、名、生年月日（S55、4月1日など）、性別（男・女）、町名を加えると絞り込めます。"
    ));
    (format!("{count}人まで表示しています"), Some(banner))
}

fn how_to() -> EmptyState {
    EmptyState::new("どれか1つで探せます。空白で区切って続けると絞り込めます（例：ツジ 本町 S55 男）")
        .line("カナ：やまだ、タロウ、マダ（途中の部分でも見つかります。清音・濁音や長音の違いは問いません）")
        .line("漢字・英字：山田、太郎、nguyen（異体字も見つかります）")
        .line("生年月日：S55.4.1、昭和55年4月、1980-04-01、S55、4月1日")
        .line("住所・方書：本町一丁目、本町1-2、コーポ桜（支援措置の世帯は、住所や電話番号では見つかりません）")
        .line("番号：宛名番号は先頭の0を省けます。末尾4桁以上でも探せます。世帯番号は「世帯123」、電話番号は「090-0000-5678」")
        .line("旧氏・通称、過去の氏名・住所でも見つかります。")
}

fn nobody(cut: bool) -> EmptyState {
    let empty = EmptyState::new("該当する人は見つかりませんでした");
    if cut {
        return empty.line("似た人が多いため、すべては調べていません。名や生年月日を加えてお試しください。");
    }
    empty
        .line("読みを短くする、漢字の代わりにカナで探す、生年月日だけで探す、のいずれかをお試しください。")
        .line("旧氏・通称でも探せます。住民登録のない人は見つかりません。")
}
