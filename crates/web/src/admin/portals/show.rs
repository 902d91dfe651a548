//! `GET /admin/portals/{portal_id}`: a connection, what came of it last, and what can be done.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_jobs::notices::mappings;
use madoguchi_jobs::portals::Tried;
use madoguchi_store::TenantTx;
use madoguchi_store::portal_connections::{self, Connection, FetchCounts};
use uuid::Uuid;

use super::PATH;
use super::fields::{PortalFields, Typed};
use super::list::{no_key, status};
use crate::components::{Banner, FormErrors, Status, StatusTone};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page, time};
use crate::session::Officer;
use crate::state::AppState;

/// Problems on the page.
const PROBLEMS: u16 = 20;

/// The page of one connection.
#[derive(Template)]
#[template(path = "admin/portals/show.html")]
pub(super) struct ShowPage {
    chrome: Chrome,
    no_key: Option<Banner>,
    id: String,
    status: Status,
    looked: String,
    outcome: String,
    next: String,
    counts: FetchCounts,
    not_told: i64,
    problems: Vec<(String, String)>,
    /// Each step that was tried: name, badge, words.
    tried: Vec<(&'static str, Status, String)>,
    fields: PortalFields,
}

impl ShowPage {
    pub(super) async fn load(
        app: &AppState,
        tx: &mut TenantTx,
        officer: &Officer,
        connection: &Connection,
        typed: &Typed,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        Ok(Self {
            chrome: officer
                .page(connection.name.clone(), Area::PortalConnections)
                .above("ポータルとの接続", PATH)
                .errors(errors),
            no_key: no_key(app),
            id: connection.id.to_string(),
            status: status(connection),
            looked: connection.looked_at.map(time::day_and_clock).unwrap_or_default(),
            outcome: connection.outcome.clone(),
            next: if connection.active {
                time::day_and_clock(connection.next_at)
            } else {
                String::new()
            },
            counts: portal_connections::fetch_counts(tx, connection.id).await?,
            not_told: portal_connections::waiting_to_tell(tx, connection.id).await?,
            problems: portal_connections::problems(tx, connection.id, PROBLEMS).await?,
            tried: Vec::new(),
            fields: typed.fields(&mappings(tx).await?, errors),
        })
    }

    pub(super) fn tried(self, tried: &[Tried]) -> Self {
        let row = |one: &Tried| {
            let badge = if one.good {
                Status::new(StatusTone::Done, "できた")
            } else {
                Status::new(StatusTone::Error, "できない")
            };
            (one.step.label(), badge, one.words.clone())
        };
        Self {
            tried: tried.iter().map(row).collect(),
            ..self
        }
    }
}

/// Shows a connection.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let connection = portal_connections::connection(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let typed = Typed::of_connection(&connection);
    let page = ShowPage::load(&app, &mut tx, &officer, &connection, &typed, &FormErrors::new()).await?;
    Ok(Page(page).into_response())
}
