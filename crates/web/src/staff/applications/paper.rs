//! An application laid out on paper, with its signature.

use std::collections::BTreeMap;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use madoguchi_forms::values::Strokes;
use madoguchi_forms::{Fonts, FormDefinition, Laid, PdfMeta, layout, own_form, pdf};
use madoguchi_model::ids::{ApplicationId, SuppliedFontId};
use madoguchi_model::municipality::Municipality;
use madoguchi_store::applications::{Application, ApplicationVersion};
use madoguchi_store::signatures::{Signature, SignatureKind};
use serde_json::Value;

use super::snapshot;
use crate::error::PageError;
use crate::page::time;
use crate::paper_materials::PaperMaterials;
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
        file.refuse_paper(&application.form_id, &application.values)?;
        let laid = lay(
            &Content::of(application, file.standing_signature(application)),
            &file.materials,
            &file.municipality,
            fonts,
        )?;
        Ok(Self {
            application,
            laid: laid.ok_or(PageError::NotFound)?,
        })
    }
}

/// What a paper is laid out from.
pub(crate) struct Content<'a> {
    /// The form's id.
    pub(crate) form_id: &'a str,
    /// The stored values.
    pub(crate) values: &'a Value,
    /// What is printed in the place of characters that no font holds.
    pub(crate) substitutes: &'a BTreeMap<String, String>,
    /// The municipality's font it was made with.
    pub(crate) supplied_font: Option<SuppliedFontId>,
    /// The signature on it.
    pub(crate) signature: Option<&'a Signature>,
}

impl<'a> Content<'a> {
    /// An application as it is now.
    pub(crate) fn of(application: &'a Application, signature: Option<&'a Signature>) -> Self {
        Self {
            form_id: &application.form_id,
            values: &application.values,
            substitutes: &application.substitutes,
            supplied_font: application.supplied_font,
            signature,
        }
    }

    /// A kept version of an application for this form.
    pub(crate) fn of_version(
        form_id: &'a str,
        version: &'a ApplicationVersion,
        signature: Option<&'a Signature>,
    ) -> Self {
        Self {
            form_id,
            values: &version.values,
            substitutes: &version.substitutes,
            supplied_font: version.supplied_font,
            signature,
        }
    }
}

/// Lays a paper out, with the signature on it and its time; none where this program does not know the form.
pub(crate) fn lay(
    content: &Content<'_>,
    materials: &PaperMaterials,
    municipality: &Municipality,
    fonts: &Fonts,
) -> Result<Option<Laid>, PageError> {
    let mut values = snapshot::load(content.values, municipality);
    for (character, with) in content.substitutes {
        values.substitute(character, with);
    }
    if let Some(signature) = content.signature {
        let at = time::on_paper(signature.signed_at);
        let said = match signature.kind {
            SignatureKind::Touch => format!("署名　{at}"),
            SignatureKind::Card => format!("マイナンバーカードの電子署名　{at}"),
            // The pen's stroke is on another sheet: this one says so.
            SignatureKind::Paper => format!("紙に署名済み　{at}"),
        };
        values.text("signature.signed_at", said);
        if let Some(strokes) = signature.strokes.clone() {
            let strokes = serde_json::from_value::<Strokes>(strokes).map_err(PageError::internal)?;
            values.signature("signature", strokes);
        }
    }
    let fonts = materials.fonts(fonts, content.supplied_font);
    if let Some(id) = snapshot::own_form(content.values) {
        let paper = materials.paper(id);
        return Ok(
            paper.map(|paper| own_form::lay(content.form_id, &paper.form, &paper.ground, &values, &fonts))
        );
    }
    Ok(FormDefinition::find(content.form_id).map(|form| layout(form, &values, &fonts)))
}

/// What stands across every page that is only to be looked at.
pub(crate) const PREVIEW: &str = "確認用";

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

/// A page to look at as SVG, with a word across it so that it is no paper. The path's last part is the page's number
/// from 1 with `.svg`.
pub(crate) fn svg_response(
    laid: &Laid,
    page: &str,
    word: &str,
    fonts: &Fonts,
) -> Result<Response, PageError> {
    let number: usize = page
        .strip_suffix(".svg")
        .and_then(|number| number.parse().ok())
        .ok_or(PageError::NotFound)?;
    let page = number.checked_sub(1).ok_or(PageError::NotFound)?;
    let svg = madoguchi_forms::marked_svg(laid, page, word, fonts).ok_or(PageError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, svg).into_response())
}
