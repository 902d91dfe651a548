//! The page with the buttons.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use madoguchi_virtual_card::{InReader, Lies, OcspBehaviour, Standing, Tries};
use serde::Deserialize;

use super::super::http;
use crate::program::link::lock;

#[derive(Template)]
#[template(path = "desk.html")]
struct Page {
    problem: Option<&'static str>,
    running: bool,
    readers: Vec<Reader>,
    people: Vec<Person>,
    behaviours: Vec<(&'static str, &'static str, bool)>,
}

struct Reader {
    index: usize,
    /// 「1番」
    number: usize,
    lies: Option<String>,
    remove_after: Option<u32>,
}

struct Person {
    id: String,
    name: String,
    note: String,
    tries: String,
    revoked: bool,
    lies: bool,
}

#[derive(Deserialize)]
pub(super) struct Problem {
    problem: Option<String>,
}

pub(super) async fn show(State(state): State<Arc<http::State>>, Query(query): Query<Problem>) -> Response {
    let running = state.running().await;
    let page = {
        let desk = lock(&state.desk);
        let on_readers = desk.readers();
        let people: Vec<Person> = desk
            .people()
            .map(|standing| person(&standing, on_readers))
            .collect();
        Page {
            problem: query.problem.as_deref().map(sentence),
            running,
            readers: on_readers
                .iter()
                .enumerate()
                .map(|(index, found)| reader(index, found, &people))
                .collect(),
            behaviours: behaviours(desk.ocsp_behaviour()),
            people,
        }
    };
    match page.render() {
        Ok(html) => Html(html).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

pub(super) async fn style() -> Response {
    (
        [(CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("../../../assets/desk.css"),
    )
        .into_response()
}

fn sentence(code: &str) -> &'static str {
    match code {
        "reader-in-use" => "そのリーダーには別のカードがあります。先に取り去ってください。",
        "card-in-use" => "そのカードはもう一方のリーダーにあります。",
        "service" => "カードサービスを切り替えられませんでした。",
        _ => "操作できませんでした。もう一度試してください。",
    }
}

fn reader(index: usize, found: &InReader, people: &[Person]) -> Reader {
    let name = |id: &str| {
        people
            .iter()
            .find(|person| person.id == id)
            .map(|person| person.name.clone())
    };
    Reader {
        index,
        number: index + 1,
        lies: match &found.card {
            Some(Lies::CardOf(id)) => name(id).map(|name| format!("{name}さんのカード")),
            Some(Lies::Other) => Some("ほかのICカード".into()),
            None => None,
        },
        remove_after: found.remove_after,
    }
}

fn person(standing: &Standing<'_>, readers: &[InReader]) -> Person {
    let person = standing.person;
    let lies = Lies::CardOf(person.id.clone());
    Person {
        id: person.id.clone(),
        name: person.name.clone(),
        note: person.note.clone(),
        tries: tries(&standing.tries),
        revoked: standing.revoked,
        lies: readers.iter().any(|reader| reader.card.as_ref() == Some(&lies)),
    }
}

/// 「入力補助 3回・利用者証明 3回・署名 5回」
fn tries(tries: &Tries) -> String {
    [
        ("入力補助", tries.attributes),
        ("利用者証明", tries.authentication),
        ("署名", tries.signature),
        ("照合番号A", tries.number_a),
        ("照合番号B", tries.number_b),
    ]
    .iter()
    .filter_map(|(name, left)| {
        left.map(|left| match left {
            0 => format!("{name} ロック"),
            left => format!("{name} {left}回"),
        })
    })
    .collect::<Vec<_>>()
    .join("・")
}

fn behaviours(now: OcspBehaviour) -> Vec<(&'static str, &'static str, bool)> {
    [
        (OcspBehaviour::Good, "good", "正しく答える"),
        (OcspBehaviour::Silent, "silent", "答えない"),
        (OcspBehaviour::TryLater, "try_later", "混み合っていると答える"),
        (
            OcspBehaviour::BadSignature,
            "bad_signature",
            "署名の誤った答えを返す",
        ),
        (OcspBehaviour::Unknown, "unknown", "知らない証明書だと答える"),
        (OcspBehaviour::Stale, "stale", "古い答えを返す"),
    ]
    .map(|(behaviour, code, name)| (code, name, behaviour == now))
    .to_vec()
}
