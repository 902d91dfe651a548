//! `GET /admin/portals/new`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::PATH;
use super::fields::{PortalFields, Typed};
use super::list::no_key;
use crate::components::{Banner, FormErrors};
use crate::error::PageError;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

/// The form for a new connection.
#[derive(Template)]
#[template(path = "admin/portals/new.html")]
pub(super) struct NewPage {
    chrome: Chrome,
    no_key: Option<Banner>,
    fields: PortalFields,
}

impl NewPage {
    pub(super) fn new(app: &AppState, officer: &Officer, typed: &Typed, errors: &FormErrors) -> Self {
        Self {
            chrome: officer
                .page("ポータルとの接続を登録する", Area::PortalConnections)
                .above("ポータルとの接続", PATH)
                .narrow()
                .errors(errors),
            no_key: no_key(app),
            fields: typed.fields(errors),
        }
    }
}

/// Shows the form.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let page = NewPage::new(&app, &officer, &Typed::empty(), &FormErrors::new());
    Ok(Page(page).into_response())
}
