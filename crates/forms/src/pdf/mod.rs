//! Laid forms → one PDF that is PDF/A-2a and PDF/UA-1 at once; on a municipality's own paper, plain tagged PDF.

mod draw;
mod tags;

use chrono::{DateTime, Datelike, Timelike, Utc};
// Named only for its back end, which compresses the streams that krilla writes.
use flate2 as _;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, PdfVersion};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Identifier, TagTree};
use krilla::{Document, SerializeSettings};
use madoguchi_model::clock::in_japan;
use thiserror::Error;

use crate::fonts::Fonts;
use crate::layout::Laid;

/// What a file says of itself. Nothing here may name a person: it can be read without opening the pages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PdfMeta {
    /// The document's title, for example 「住民異動届」.
    pub title: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// An id of the document, for example the application's.
    pub document_id: String,
    /// Who issues it, for example 「みほん市」.
    pub author: String,
}

/// Why a PDF could not be made.
#[derive(Debug, Error)]
pub enum PdfError {
    /// There is no page.
    #[error("a PDF needs at least one page")]
    NoPages,
    /// krilla refused it: the file would not be what PDF/A-2a and PDF/UA-1 ask for.
    #[error("the PDF would not conform to PDF/A-2a and PDF/UA-1: {0}")]
    Refused(String),
}

/// Makes one PDF of several laid forms. The same input gives the same bytes. If any of them lies on a municipality's
/// own paper, the whole is plain tagged PDF: a foreign page cannot be vouched for.
pub fn pdf(forms: &[Laid], fonts: &Fonts, meta: &PdfMeta) -> Result<Vec<u8>, PdfError> {
    if forms.iter().all(|form| form.pages.is_empty()) {
        return Err(PdfError::NoPages);
    }
    let wanted = ConfigurationBuilder::new();
    let wanted = if forms.iter().any(Laid::on_own_paper) {
        wanted.with_version(PdfVersion::Pdf17)
    } else {
        wanted
            .with_archival_validator(Archival::A2_A)
            .with_accessibility_validator(Accessibility::UA1)
    };
    let configuration = wanted
        .finish()
        .map_err(|error| PdfError::Refused(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    document.set_metadata(metadata(meta));
    let mut tree = TagTree::new();
    let mut outline = Outline::new();
    let mut number = 0;
    for form in forms.iter().filter(|form| !form.pages.is_empty()) {
        let destination = XyzDestination::new(number, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(form.title.clone(), destination));
        let mut pages = Vec::with_capacity(form.pages.len());
        for page in &form.pages {
            let settings = PageSettings::from_wh(page.width, page.height).ok_or(PdfError::NoPages)?;
            let mut sheet = document.start_page_with(settings);
            let mut surface = sheet.surface();
            if let Some((ground, number)) = &page.ground {
                draw::ground(&mut surface, ground, *number);
            }
            let identifiers: Vec<Option<Identifier>> = page
                .items
                .iter()
                .map(|item| draw::item(&mut surface, item, fonts))
                .collect();
            surface.finish();
            sheet.finish();
            pages.push((page, identifiers));
            number += 1;
        }
        tree.push(tags::part(&pages));
    }
    document.set_tag_tree(tree);
    document.set_outline(outline);
    document
        .finish()
        .map_err(|error| PdfError::Refused(refusal(&error)))
}

fn refusal(error: &krilla::error::KrillaError) -> String {
    format!("{error:?}")
}

fn metadata(meta: &PdfMeta) -> Metadata {
    let at = in_japan(meta.created_at);
    let small = |n: u32| u8::try_from(n).unwrap_or(0);
    let date = krilla::metadata::DateTime::new(u16::try_from(at.year()).unwrap_or(9999))
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(9)
        .utc_offset_minute(0);
    Metadata::new()
        .title(meta.title.clone())
        .language("ja-JP".into())
        .creator("Madoguchi".into())
        .authors(vec![meta.author.clone()])
        .creation_date(date)
        .document_id(meta.document_id.clone())
}
