//! `POST /cases/new`: opens a case. The same form sent twice opens one case. Its buttons for rows of people bring
//! the page back with everything that was typed.

use axum::extract::State;
use axum::response::{IntoResponse, Response};

use super::new::{chrome, way};
use super::open::{Refused, open};
use super::page::ReceptionPage;
use super::{Basis, Typed, choosing, rows, similar};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let resident = form.raw("resident");
    let basis = Basis::of_resident(&mut tx, &officer, resident, form.has("arriving")).await?;
    let known = basis.known(app.clock.today());
    let mut typed = Typed::read(&form);
    if typed.key.is_empty() {
        typed.key = app.random_text::<18>();
    }
    let page = |typed: &Typed, errors: &FormErrors| {
        ReceptionPage::new(chrome(&officer, known), typed, known, errors, way(resident))
    };
    if let Some(row) = rows::changed(&mut typed, &form) {
        return Ok(Page(page(&typed, &FormErrors::new()).with_cursor(&typed, row)).into_response());
    }
    let place = choosing::chosen(&mut typed, &form).unwrap_or_else(|| form.raw("look_up"));
    if !place.is_empty() {
        let choosing = choosing::asked(&mut tx, &typed, known, place).await?;
        return Ok(Page(page(&typed, &FormErrors::new()).choosing(choosing)).into_response());
    }
    let opened = open(&app, &mut tx, &officer, &basis, &typed, |others| {
        similar::decisions(others, &form)
    });
    let opened = match opened.await? {
        Ok(opened) => opened,
        Err(Refused::Mistakes(errors)) => return Ok(Page::invalid(page(&typed, &errors))),
        Err(Refused::Similar(others, errors)) => {
            return Ok(Page::invalid(
                page(&typed, &errors).asking_about(&typed, &others, &form, &errors),
            ));
        }
    };
    officer.commit(tx).await?;
    let next = format!("/cases/{}/interview", opened.case.id);
    Ok(match opened.warning {
        Some(warning) => redirect_with(&next, &Flash::alert(warning)),
        None => redirect(&next),
    })
}
