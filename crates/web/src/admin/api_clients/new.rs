//! `GET /admin/api-clients/new`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::staff::Section;
use madoguchi_store::sections;

use super::fields::{ClientFields, Typed};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

/// The form for a new client.
#[derive(Template)]
#[template(path = "admin/api_clients/new.html")]
pub(super) struct NewPage {
    chrome: Chrome,
    fields: ClientFields,
}

impl NewPage {
    pub(super) fn new(officer: &Officer, sections: &[Section], typed: &Typed, errors: &FormErrors) -> Self {
        Self {
            chrome: officer
                .page("連携先を登録する", Area::ApiClients)
                .above("連携先", "/admin/api-clients")
                .narrow()
                .errors(errors),
            fields: typed.fields(sections, errors),
        }
    }
}

/// Shows the form.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let sections = sections::list(&mut tx).await?;
    let page = NewPage::new(&officer, &sections, &Typed::empty(), &FormErrors::new());
    Ok(Page(page).into_response())
}
