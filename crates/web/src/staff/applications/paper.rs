//! An application laid out on paper, with its signature.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use madoguchi_forms::values::Strokes;
use madoguchi_forms::{Fonts, FormDefinition, Laid, PdfMeta, layout, pdf};
use madoguchi_model::ids::ApplicationId;
use madoguchi_store::applications::Application;

use super::snapshot;
use crate::error::PageError;
use crate::staff::cases::CaseFile;
use crate::staff::protection::refuse_papers;

/// An application of a case on its pages.
pub(crate) struct Paper<'a> {
    /// The application.
    pub(crate) application: &'a Application,
    /// Its pages.
    pub(crate) laid: Laid,
}

/// The application of a case with this id.
pub(crate) fn find(file: &CaseFile, id: ApplicationId) -> Result<&Application, PageError> {
    file.applications
        .iter()
        .find(|application| application.id == id)
        .ok_or(PageError::NotFound)
}

impl<'a> Paper<'a> {
    /// Lays an application out, with the signature that stands on it. Stopped by a protective measure.
    pub(crate) fn new(
        file: &CaseFile,
        application: &'a Application,
        fonts: &Fonts,
    ) -> Result<Self, PageError> {
        refuse_papers(file)?;
        let form = FormDefinition::find(&application.form_id).ok_or(PageError::NotFound)?;
        let mut values = snapshot::load(&application.values, &file.municipality);
        for (character, with) in &application.substitutes {
            values.substitute(character, with);
        }
        let strokes = file
            .standing_signature(application)
            .and_then(|signature| signature.strokes.clone());
        if let Some(strokes) = strokes {
            values.signature(
                "signature",
                serde_json::from_value::<Strokes>(strokes).map_err(PageError::internal)?,
            );
        }
        Ok(Self {
            application,
            laid: layout(form, &values, &file.fonts.of(fonts, application)),
        })
    }
}

/// Several papers in one PDF. The file's name and what it says of itself name no person.
pub(crate) fn pdf_response(
    file: &CaseFile,
    papers: &[Laid],
    fonts: &Fonts,
    title: String,
    document_id: String,
    at: DateTime<Utc>,
) -> Result<Response, PageError> {
    let name = format!("{}-{document_id}.pdf", file.case.number);
    let meta = PdfMeta {
        title,
        created_at: at,
        document_id,
        author: file.municipality.name.clone(),
    };
    let bytes = pdf(papers, fonts, &meta).map_err(PageError::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// A page as SVG. The path's last part is the page's number from 1 with `.svg`.
pub(crate) fn svg_response(laid: &Laid, page: &str, fonts: &Fonts) -> Result<Response, PageError> {
    let number: usize = page
        .strip_suffix(".svg")
        .and_then(|number| number.parse().ok())
        .ok_or(PageError::NotFound)?;
    let page = number.checked_sub(1).ok_or(PageError::NotFound)?;
    let svg = madoguchi_forms::svg(laid, page, fonts).ok_or(PageError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, svg).into_response())
}
