//! The pages of an uploaded PDF as the ground that values are written on.

use std::fmt;
use std::sync::Arc;

use krilla::pdf::PdfDocument;
use krilla::{Document, SerializeSettings};
use thiserror::Error;

use super::read::Refusal;

/// Pages to write on. Cloning is cheap.
#[derive(Clone)]
pub struct Ground(Arc<Inner>);

struct Inner {
    pdf: PdfDocument,
    /// The pages as PNG pictures, for the screen.
    pictures: Vec<Vec<u8>>,
    /// Width and height of the pages in points, as they are seen.
    sizes: Vec<(f32, f32)>,
}

/// A file that was stored is no PDF any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("the stored file is no readable PDF")]
pub struct GroundError;

impl Ground {
    /// The pages of a file, with their pictures for the screen.
    ///
    /// # Errors
    /// [`GroundError`] if it is no readable PDF; files are read by [`super::read::read`] before they are kept.
    pub fn new(pdf: &[u8], pictures: Vec<Vec<u8>>) -> Result<Self, GroundError> {
        let pdf = krilla::pdf::Pdf::new(pdf.to_vec()).map_err(|_| GroundError)?;
        let mut sizes = Vec::with_capacity(pdf.pages().len());
        for page in pdf.pages().iter() {
            sizes.push(page.render_dimensions());
        }
        let pdf = PdfDocument::new(Arc::new(pdf));
        Ok(Self(Arc::new(Inner { pdf, pictures, sizes })))
    }

    /// Width and height of the pages in points.
    #[must_use]
    pub fn sizes(&self) -> &[(f32, f32)] {
        &self.0.sizes
    }

    pub(crate) fn pdf(&self) -> &PdfDocument {
        &self.0.pdf
    }

    /// The picture of a page, counted from 0.
    pub(crate) fn picture(&self, page: usize) -> Option<&[u8]> {
        self.0.pictures.get(page).map(Vec::as_slice)
    }

    /// Whether its pages can be printed on.
    pub(super) fn try_out(&self) -> Result<(), Refusal> {
        let mut document = Document::new_with(SerializeSettings::default());
        for (n, (width, height)) in self.0.sizes.iter().enumerate() {
            let size = krilla::geom::Size::from_wh(*width, *height).ok_or(Refusal::Broken)?;
            let settings = krilla::page::PageSettings::from_wh(*width, *height).ok_or(Refusal::Broken)?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            surface.draw_pdf_page(&self.0.pdf, size, n);
            surface.finish();
            page.finish();
        }
        document.finish().map(drop).map_err(|_| Refusal::TooComplex)
    }
}

impl fmt::Debug for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ground")
            .field("pages", &self.0.sizes.len())
            .finish_non_exhaustive()
    }
}

/// The same pages, not only equal ones.
impl PartialEq for Ground {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
