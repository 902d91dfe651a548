//! `GET /admin/portals/new`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_jobs::notices::mappings;
use madoguchi_store::TenantTx;

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
    pub(super) async fn load(
        app: &AppState,
        tx: &mut TenantTx,
        officer: &Officer,
        typed: &Typed,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        Ok(Self {
            chrome: officer
                .page("ポータルとの接続を登録する", Area::PortalConnections)
                .above("ポータルとの接続", PATH)
                .narrow()
                .errors(errors),
            no_key: no_key(app),
            fields: typed.fields(&mappings(tx).await?, errors),
        })
    }
}

/// Shows the form.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let page = NewPage::load(&app, &mut tx, &officer, &Typed::empty(), &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}
