//! For tests: the desk by JSON. No secret is ever in an answer.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use madoguchi_virtual_card::{InReader, Lies, LogEntry, OcspBehaviour};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::http;
use super::error::Refusal;
use crate::program::link::lock;

type Desk = State<Arc<http::State>>;
type Done = Result<StatusCode, Refusal>;

const DONE: Done = Ok(StatusCode::NO_CONTENT);

pub(super) async fn people(State(state): Desk) -> Json<Value> {
    let desk = lock(&state.desk);
    let people: Vec<Value> = desk
        .people()
        .map(|standing| {
            json!({
                "id": standing.person.id,
                "name": standing.person.name,
                "note": standing.person.note,
                "tries": standing.tries,
                "revoked": standing.revoked,
            })
        })
        .collect();
    Json(json!({ "people": people }))
}

pub(super) async fn readers(State(state): Desk) -> Json<Value> {
    let running = state.running().await;
    let desk = lock(&state.desk);
    let readers: Vec<Value> = desk.readers().iter().map(reader_of).collect();
    Json(json!({ "running": running, "ocsp": desk.ocsp_behaviour(), "readers": readers }))
}

fn reader_of(reader: &InReader) -> Value {
    let (person, other) = match &reader.card {
        Some(Lies::CardOf(person)) => (Some(person), false),
        Some(Lies::Other) => (None, true),
        None => (None, false),
    };
    json!({ "person": person, "other": other, "remove_after": reader.remove_after })
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Put {
    Person { person: String },
    Other { other: bool },
}

pub(super) async fn put(State(state): Desk, Path(reader): Path<usize>, Json(put): Json<Put>) -> Done {
    let person = match put {
        Put::Person { person } => Some(person),
        Put::Other { other: true } => None,
        Put::Other { other: false } => {
            return Err(Refusal(
                StatusCode::UNPROCESSABLE_ENTITY,
                "no card is named".into(),
            ));
        }
    };
    state
        .move_card(reader, |desk| desk.put(reader, person.as_deref()))
        .await?;
    DONE
}

pub(super) async fn take(State(state): Desk, Path(reader): Path<usize>) -> Done {
    state.move_card(reader, |desk| desk.take(reader)).await?;
    DONE
}

#[derive(Deserialize)]
pub(super) struct RemoveAfter {
    commands: u32,
}

pub(super) async fn remove_after(
    State(state): Desk,
    Path(reader): Path<usize>,
    Json(after): Json<RemoveAfter>,
) -> Done {
    lock(&state.desk).remove_after(reader, after.commands)?;
    DONE
}

pub(super) async fn stop(State(state): Desk) -> Done {
    state.run_service(false).await?;
    DONE
}

pub(super) async fn start(State(state): Desk) -> Done {
    state.run_service(true).await?;
    DONE
}

pub(super) async fn reset(State(state): Desk, Path(id): Path<String>) -> Done {
    lock(&state.desk).reset(&id)?;
    DONE
}

#[derive(Deserialize)]
pub(super) struct Revoked {
    revoked: bool,
}

pub(super) async fn revoked(State(state): Desk, Path(id): Path<String>, Json(body): Json<Revoked>) -> Done {
    lock(&state.desk).set_revoked(&id, body.revoked)?;
    DONE
}

#[derive(Deserialize)]
pub(super) struct Behaviour {
    #[serde(rename = "as")]
    behaviour: OcspBehaviour,
}

pub(super) async fn ocsp_behaviour(State(state): Desk, Json(body): Json<Behaviour>) -> Done {
    lock(&state.desk).set_ocsp_behaviour(body.behaviour);
    DONE
}

pub(super) async fn log(State(state): Desk) -> Json<Vec<LogEntry>> {
    Json(lock(&state.desk).log())
}
