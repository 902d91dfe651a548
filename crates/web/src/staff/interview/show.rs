//! `GET /cases/{id}/interview`: what is known, what is still to be asked, and what follows so far.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_guidance::FactKey;
use madoguchi_model::ids::CaseId;

use super::page::{InterviewPage, wants_plain};
use super::panel::read_changes;
use super::questions::typed_of;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::{PathId, QueryData};
use crate::page::Page;
use crate::session::Officer;
use crate::staff::cases;
use crate::state::AppState;

pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<CaseId>,
    query: QueryData,
) -> Result<Response, PageError> {
    let (file, editing) = cases::to_edit(&app, &officer, id).await?;
    let again: Option<FactKey> = query
        .raw("change")
        .parse()
        .ok()
        .filter(|key| file.answers.contains_key(key));
    let typed = again
        .as_ref()
        .map(|key| FormData::of(&key.to_string(), &typed_of(&file.answers[key])));
    let changed = read_changes(query.raw("changed"));
    let page = InterviewPage::new(
        &file,
        &officer,
        &editing,
        again.as_ref(),
        &typed.unwrap_or_default(),
        &FormErrors::new(),
        &changed,
    )
    .plain(wants_plain(&query));
    Ok(Page(page).into_response())
}
