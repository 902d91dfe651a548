//! `POST /admin/analyses/persons`: finds whom the analysis is about, by 宛名番号, which does not get into an address.

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::residents::{self, ResidentSearch, Term};

use super::kind::Kind;
use super::query::Asked;
use super::show::AnalysisPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Page, redirect};
use crate::session::Officer;
use crate::state::AppState;

pub(crate) async fn find(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let mut asked = Asked::read(&form, app.clock.today(), &mut errors);
    asked.resident = None;
    let terms = vec![Term::AddresseeNumber(form.text("person").to_owned())];
    let found = residents::search(&mut tx, &ResidentSearch { terms, limit: 1 }).await?;
    asked.resident = found.hits.first().map(|hit| hit.id);
    if asked.resident.is_none() {
        errors.add(
            "person",
            "この宛名番号の住民はいません。15桁の番号を確かめてください。",
        );
    }
    if errors.is_empty() {
        officer.saw(asked.resident);
        return Ok(redirect(&format!(
            "/admin/analyses/{}?{}",
            Kind::Person.code(),
            asked.query()
        )));
    }
    let page = AnalysisPage::load(&mut tx, &officer, Kind::Person, &asked, &form, &errors).await?;
    Ok(Page::invalid(page))
}
