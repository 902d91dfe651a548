//! `GET /admin/own-forms/{own_form_id}/try`: the paper filled for people who do not exist, on the screen and as a PDF.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use madoguchi_forms::own_form::{Sample, lay};
use madoguchi_forms::{Laid, PdfMeta, pdf, svg};
use madoguchi_model::ids::OwnFormId;
use madoguchi_model::municipality::Municipality;
use madoguchi_store::{TenantTx, tenants};

use super::Edition;
use crate::components::{Banner, SelectField, SelectOption};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::{PathId, QueryData};
use crate::own_papers;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::staff::applications::alerts;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/own_forms/try.html")]
struct TryPage {
    chrome: Chrome,
    href: String,
    sample: String,
    choose: SelectField,
    alerts: Vec<Banner>,
    pages: Vec<usize>,
    fields: Vec<(String, String)>,
}

/// Which people were chosen.
fn sample(query: &FormData) -> Sample {
    Sample::ALL
        .into_iter()
        .find(|sample| sample.code() == query.raw("sample"))
        .unwrap_or(Sample::Usual)
}

async fn laid(
    app: &AppState,
    tx: &mut TenantTx,
    id: OwnFormId,
    sample: Sample,
) -> Result<(Laid, Municipality), PageError> {
    let paper = own_papers::open(tx, id).await?;
    let municipality = tenants::get(tx).await?;
    let values = sample.values(&paper.form, &municipality, tx.today());
    let laid = lay(&paper.form_id, &paper.form, &paper.ground, &values, app.fonts());
    Ok((laid, municipality))
}

/// Shows the paper filled.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OwnFormId>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let edition = Edition::load(&mut tx, id).await?;
    let sample = sample(&query);
    let (laid, _) = laid(&app, &mut tx, id, sample).await?;
    let page = TryPage {
        chrome: officer
            .page("試しに印字する", Area::OwnForms)
            .above("自治体の様式", "/admin/own-forms")
            .above(edition.name(), edition.href(""))
            .lead("実在しない人の内容で印字します。はみ出しや位置のずれがないか、確かめてください。"),
        href: edition.href("try"),
        sample: sample.code().to_owned(),
        choose: SelectField::new(
            "sample",
            "だれの内容で試すか",
            Sample::ALL.map(|sample| SelectOption::new(sample.code(), sample.label())),
        )
        .value(sample.code()),
        alerts: alerts(&laid),
        pages: (1..=laid.pages.len()).collect(),
        fields: laid
            .fields
            .into_iter()
            .map(|field| (field.label, field.value))
            .collect(),
    };
    Ok(Page(page).into_response())
}

/// A page as it will be printed.
pub(crate) async fn page(
    State(app): State<AppState>,
    officer: Officer,
    PathId((id, page)): PathId<(OwnFormId, String)>,
    query: QueryData,
) -> Result<Response, PageError> {
    let number = page
        .strip_suffix(".svg")
        .and_then(|number| number.parse::<usize>().ok());
    let index = number
        .and_then(|number| number.checked_sub(1))
        .ok_or(PageError::NotFound)?;
    let mut tx = officer.begin(&app).await?;
    let (laid, _) = laid(&app, &mut tx, id, sample(&query)).await?;
    let picture = svg(&laid, index, app.fonts()).ok_or(PageError::NotFound)?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], picture).into_response())
}

/// The paper as it will be printed.
pub(crate) async fn paper(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<OwnFormId>,
    query: QueryData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let (laid, municipality) = laid(&app, &mut tx, id, sample(&query)).await?;
    let meta = PdfMeta {
        title: format!("{}（試し）", laid.title),
        created_at: tx.now(),
        document_id: id.to_string(),
        author: municipality.name,
    };
    let bytes = pdf(&[laid], app.fonts(), &meta).map_err(PageError::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"try.pdf\""),
    ];
    Ok((headers, bytes).into_response())
}
