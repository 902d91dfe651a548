//! The page's forms. Each leads back to the page, which says what came of it.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use madoguchi_virtual_card::{DeskError, OcspBehaviour};
use serde::Deserialize;

use super::super::http;
use crate::program::link::lock;

type Desk = State<Arc<http::State>>;

/// Back to the page; with the code of what went wrong.
fn back(outcome: Result<(), &'static str>) -> Redirect {
    match outcome {
        Ok(()) => Redirect::to("/"),
        Err(code) => Redirect::to(&format!("/?problem={code}")),
    }
}

/// What the page is told of an error.
fn code(error: &DeskError) -> &'static str {
    match error {
        DeskError::ReaderInUse => "reader-in-use",
        DeskError::CardInUse => "card-in-use",
        _ => "failed",
    }
}

#[derive(Deserialize)]
pub(super) struct Put {
    /// The person; empty for the card of another kind.
    person: String,
}

pub(super) async fn put(State(state): Desk, Path(reader): Path<usize>, Form(form): Form<Put>) -> Redirect {
    let person = (!form.person.is_empty()).then_some(form.person);
    let put = state
        .move_card(reader, |desk| desk.put(reader, person.as_deref()))
        .await;
    back(put.map_err(|error| code(&error)))
}

pub(super) async fn take(State(state): Desk, Path(reader): Path<usize>) -> Redirect {
    let taken = state.move_card(reader, |desk| desk.take(reader)).await;
    back(taken.map_err(|error| code(&error)))
}

#[derive(Deserialize)]
pub(super) struct RemoveAfter {
    commands: u32,
}

pub(super) async fn remove_after(
    State(state): Desk,
    Path(reader): Path<usize>,
    Form(form): Form<RemoveAfter>,
) -> Redirect {
    let set = lock(&state.desk).remove_after(reader, form.commands);
    back(set.map_err(|error| code(&error)))
}

#[derive(Deserialize)]
pub(super) struct Service {
    run: bool,
}

pub(super) async fn service(State(state): Desk, Form(form): Form<Service>) -> Redirect {
    back(state.run_service(form.run).await.map_err(|_| "service"))
}

pub(super) async fn reset(State(state): Desk, Path(id): Path<String>) -> Redirect {
    let reset = lock(&state.desk).reset(&id);
    back(reset.map_err(|error| code(&error)))
}

#[derive(Deserialize)]
pub(super) struct Revoked {
    revoked: bool,
}

pub(super) async fn revoked(
    State(state): Desk,
    Path(id): Path<String>,
    Form(form): Form<Revoked>,
) -> Redirect {
    let set = lock(&state.desk).set_revoked(&id, form.revoked);
    back(set.map_err(|error| code(&error)))
}

#[derive(Deserialize)]
pub(super) struct Ocsp {
    #[serde(rename = "as")]
    behaviour: OcspBehaviour,
}

pub(super) async fn ocsp(State(state): Desk, Form(form): Form<Ocsp>) -> Redirect {
    lock(&state.desk).set_ocsp_behaviour(form.behaviour);
    back(Ok(()))
}
