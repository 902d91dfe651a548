//! `GET /admin/sections/{section_id}`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::SectionId;
use madoguchi_model::staff::Section;
use madoguchi_store::sections;

use crate::components::{FormErrors, InputKind, TextField, Width};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

/// The page of one section.
#[derive(Template)]
#[template(path = "admin/section_edit.html")]
pub(super) struct EditPage {
    chrome: Chrome,
    id: String,
    fields: [TextField; 3],
}

impl EditPage {
    /// `shown` is what is in the fields.
    pub(super) fn new(officer: &Officer, shown: &Section, errors: &FormErrors) -> Self {
        let title = if shown.name.is_empty() {
            "課・係"
        } else {
            &shown.name
        };
        Self {
            chrome: officer
                .page(title, Area::Sections)
                .above("課・係", "/admin/sections")
                .narrow()
                .errors(errors),
            id: shown.id.to_string(),
            fields: [
                TextField::new("name", "名前")
                    .value(&*shown.name)
                    .error(errors.on("name"))
                    .required(),
                TextField::new("place", "場所")
                    .hint("例：1階 3番窓口")
                    .value(&*shown.place)
                    .error(errors.on("place"))
                    .required(),
                TextField::new("phone", "電話番号")
                    .hint("例：0120-000-000（内線 1234）")
                    .kind(InputKind::Telephone)
                    .width(Width::Normal)
                    .value(&*shown.phone)
                    .error(errors.on("phone")),
            ],
        }
    }
}

/// Shows one section.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<SectionId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let section = sections::get(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    Ok(Page(EditPage::new(&officer, &section, &FormErrors::new())).into_response())
}
