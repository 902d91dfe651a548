//! Form definition and values → laid pages → PDF, preview and text.
//!
//! A form is data (`catalogue/forms/*.toml`). [`values::FilledCase`] turns a case into dotted keys and values;
//! [`layout::layout`] places both on pages, as a display list with its logical structure; [`pdf`] and [`svg`]
//! draw that one list, so that the preview equals the print. Fonts are handed in; nothing here touches a network,
//! a clock or a database.

mod codes;
pub mod cover_sheet;
pub mod definition;
pub mod display;
pub mod fonts;
pub mod guide_sheet;
pub mod layout;
pub mod own_form;
pub mod pdf;
pub mod svg;
#[cfg(feature = "testing")]
pub mod testing;
pub mod text;
pub mod values;

pub use cover_sheet::{CoverSheet, cover_sheet};
pub use definition::FormDefinition;
pub use fonts::{FontError, FontPaths, Fonts, ScreenFont, SuppliedFont, SuppliedFontError};
pub use guide_sheet::{GuideSheet, guide_sheet};
pub use layout::{
    FieldText, Finding, Laid, MissingGlyph, Overflow, Substituted, blank, code_points, layout, stamp,
};
pub use pdf::{PdfError, PdfMeta, pdf};
pub use svg::{marked as marked_svg, svg};
pub use values::{FilledCase, Values};
