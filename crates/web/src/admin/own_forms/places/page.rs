//! The page: the paper with its places, and a row for each.

use askama::Template;
use madoguchi_forms::own_form::{KeyGroup, KindName, PlacementKind, key_groups};
use madoguchi_store::TenantTx;

use super::super::Edition;
use super::row::Row;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::page::{Area, Chrome};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "admin/own_forms/places.html")]
pub(super) struct PlacesPage {
    chrome: Chrome,
    href: String,
    version: i32,
    number: usize,
    pages: Vec<usize>,
    width: f32,
    height: f32,
    is_draft: bool,
    rows: Vec<Row>,
    /// Of the row that is copied to make a new one.
    fresh: Row,
    errors: FormErrors,
    groups: &'static [KeyGroup],
    kinds: [KindName; 6],
    /// The parts of a date, as they are chosen.
    parts: [(&'static str, &'static str); 5],
    /// Keys of what residents are asked, with the question's label.
    answers: Vec<(String, String)>,
}

impl PlacesPage {
    pub(super) async fn new(
        app: &AppState,
        tx: &mut TenantTx,
        officer: &Officer,
        edition: &Edition,
        number: usize,
        rows: Vec<Row>,
        errors: &FormErrors,
    ) -> Result<Self, PageError> {
        let sizes = edition.sizes();
        let size = number.checked_sub(1).and_then(|index| sizes.get(index));
        let (width, height) = *size.ok_or(PageError::NotFound)?;
        let today = tx.today();
        let release = app.catalogues.in_force(tx, today).await?;
        let answers = release
            .facts()
            .iter()
            .filter(|fact| !fact.built_in)
            .map(|fact| (format!("answers.{}", fact.id), fact.label.clone()));
        Ok(Self {
            chrome: officer
                .page(format!("{number}ページ目の欄"), Area::OwnForms)
                .above("自治体の様式", "/admin/own-forms")
                .above(edition.name(), edition.href(""))
                .errors(errors),
            href: edition.href(""),
            version: edition.stored.version,
            number,
            pages: (1..=sizes.len()).collect(),
            width,
            height,
            is_draft: edition.is_draft(),
            rows,
            fresh: Row::new(),
            errors: errors.clone(),
            groups: key_groups(),
            kinds: PlacementKind::NAMES,
            parts: [
                ("era_year", "元号と年"),
                ("year", "年"),
                ("month", "月"),
                ("day", "日"),
                ("era", "元号"),
            ],
            answers: answers.collect(),
        })
    }

    fn is_unlisted(&self, row: &Row) -> bool {
        let listed = |key: &str| {
            self.groups
                .iter()
                .flat_map(|group| group.keys)
                .any(|(own, _)| *own == key)
        };
        !row.key.is_empty() && !listed(&row.key)
    }

    /// A row with something wrong in its lower part is shown open.
    fn is_open(&self, n: &str) -> bool {
        ["x", "y", "w", "h", "boxes", "rows", "pitch"]
            .iter()
            .any(|field| !self.error(n, field).is_empty())
    }

    fn error(&self, n: &str, field: &str) -> &str {
        self.errors.on(&format!("p{n}-{field}")).unwrap_or_default()
    }

    /// A row's number as the fields' names have it; the copied one has `N`.
    fn numbered(&self) -> Vec<(String, &Row)> {
        (0..).map(|n: usize| n.to_string()).zip(&self.rows).collect()
    }
}
