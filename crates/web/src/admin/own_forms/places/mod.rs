//! `/admin/own-forms/{own_form_id}/places/{page}`: what is written where on one page.

mod page;
mod row;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::OwnFormId;

use self::page::PlacesPage;
use self::row::Row;
use super::Edition;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::{PathId, QueryData};
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Shows the places of a page: those written on, then those that were found and are not used.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, number)): PathId<(OwnFormId, usize)>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let edition = Edition::load(&mut tx, id).await?;
    let mut rows = row::of_page(&edition, number);
    if query.has("add") {
        rows.push(Row::new());
    }
    let page = PlacesPage::new(
        &app,
        &mut tx,
        &officer,
        &edition,
        number,
        rows,
        &FormErrors::new(),
    )
    .await?;
    Ok(Page(page).into_response())
}

/// Keeps the places of a page. A place for which nothing is chosen is not kept.
pub(crate) async fn save(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, number)): PathId<(OwnFormId, usize)>,
    sent: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let edition = Edition::to_change(&mut tx, id).await?;
    let rows = row::sent(&sent);
    let mut errors = FormErrors::new();
    let mut form = edition.form.clone();
    form.placements.retain(|placement| placement.page != number);
    for (n, row) in rows.iter().enumerate().filter(|(_, row)| row.is_used()) {
        match row.placement(number) {
            Err(wrong) => errors.add(format!("p{n}-{}", wrong.field), wrong.text),
            Ok(placement) => match placement.check(&edition.sizes()) {
                Some(error) => errors.add(format!("p{n}-key"), error.to_string()),
                None => form.placements.push(placement),
            },
        }
    }
    if !errors.is_empty() {
        return Ok(Page::invalid(
            PlacesPage::new(&app, &mut tx, &officer, &edition, number, rows, &errors).await?,
        ));
    }
    edition.save(&mut tx, &officer, &sent, &form).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &edition.href(&format!("places/{number}")),
        &Flash::success("欄を保存しました。"),
    ))
}
