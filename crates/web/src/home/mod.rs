//! `GET /`: the first page. Each part is there only for those who may use it.

mod administration;
mod counter;
mod work;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::error::PageError;
use crate::page::{Area, Chrome, Page};
use crate::policy::{Action, Resource};
use crate::session::Officer;
use crate::state::AppState;

use administration::Administration;
use counter::Counter;
use work::Work;

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    chrome: Chrome,
    counter: Option<Counter>,
    work: Option<Work>,
    administration: Option<Administration>,
}

/// Shows the first page.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let counter = match officer.may(Resource::Resident, Action::List) {
        true => Some(Counter::load(&mut tx, &officer).await?),
        false => None,
    };
    let work = match officer.may(Resource::QueueItem, Action::List) {
        true => Some(Work::load(&mut tx, &officer).await?),
        false => None,
    };
    let administration = match officer.may(Resource::StaffAccount, Action::List) {
        true => Some(Administration::load(&mut tx).await?),
        false => None,
    };
    let chrome = officer.page("トップ", Area::Home);
    Ok(Page(HomePage { chrome, counter, work, administration }).into_response())
}
