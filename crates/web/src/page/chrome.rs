//! The frame of a page.

use crate::assets;
use crate::components::{Banner, ErrorSummary, FormErrors};

use super::{Area, CsrfField, Display, Navigation};

/// The signed-in officer as the page header shows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfficerLine {
    /// 氏名.
    pub name: String,
    /// 課名.
    pub section: String,
    /// 役割.
    pub role: &'static str,
}

/// Everything `layout.html` needs. A page's template struct has it as its field `chrome`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chrome {
    /// The heading of the page, also its title.
    pub title: String,
    /// One sentence under the heading; may be empty.
    pub lead: String,
    /// The municipality's name; empty before the tenant is known.
    pub municipality: String,
    /// Who is signed in.
    pub officer: Option<OfficerLine>,
    /// The main navigation.
    pub navigation: Navigation,
    /// Links to the pages above this one: words and address.
    pub breadcrumb: Vec<(String, String)>,
    /// The hidden field for every form.
    pub csrf: CsrfField,
    /// What unsent input is encrypted with on this terminal; empty before sign-in.
    pub draft_key: String,
    /// The colours.
    pub display: Display,
    /// A message carried over from the last page.
    pub flash: Option<Banner>,
    /// What is wrong with the submitted form.
    pub error_summary: ErrorSummary,
    /// The form has errors; the title says so.
    pub has_errors: bool,
    /// A narrow page with one short form.
    pub narrow: bool,
}

impl Chrome {
    /// A page of an area. Handlers get it ready-made from [`crate::session::Officer::page`].
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// Adds a sentence under the heading.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// Adds a link to a page above this one.
    #[must_use]
    pub fn above(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.breadcrumb.push((label.into(), href.into()));
        self
    }

    /// Shows what is wrong with the submitted form at the top of the page.
    #[must_use]
    pub fn errors(mut self, errors: &FormErrors) -> Self {
        self.has_errors = !errors.is_empty();
        self.error_summary = errors.summary();
        self
    }

    /// Makes the page narrow.
    #[must_use]
    pub fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }

    pub(crate) fn stylesheet() -> String {
        assets::stylesheet().href()
    }

    pub(crate) fn script() -> String {
        assets::script().href()
    }

    pub(crate) fn icon() -> String {
        assets::icon().href()
    }

    pub(crate) fn is_high_contrast(&self) -> bool {
        self.display == Display::HighContrast
    }

    /// Sets the area.
    #[must_use]
    pub(crate) fn area(
        mut self,
        area: Area,
        role: madoguchi_model::staff::Role,
        section: &madoguchi_model::staff::Section,
    ) -> Self {
        self.navigation = area.navigation(role, crate::staff::protection::relation_of(section));
        self
    }
}
