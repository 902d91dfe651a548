//! `GET /admin/staff/new`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::staff::Section;
use madoguchi_store::sections;

use super::account_form::{AccountFields, Typed};
use crate::components::{FormErrors, TextField};
use crate::error::PageError;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

/// The form for a new account.
#[derive(Template)]
#[template(path = "admin/staff_new.html")]
pub(super) struct NewPage {
    chrome: Chrome,
    sign_in_name: TextField,
    fields: AccountFields,
}

impl NewPage {
    pub(super) fn new(
        officer: &Officer,
        sections: &[Section],
        sign_in_name: &str,
        typed: &Typed,
        errors: &FormErrors,
    ) -> Self {
        Self {
            chrome: officer
                .page("職員を追加する", Area::Staff)
                .above("職員", "/admin/staff")
                .narrow()
                .errors(errors),
            sign_in_name: TextField::new("sign_in_name", "サインイン名")
                .hint("半角の英小文字、数字、「.」「-」「_」で3〜32文字。後から変えられません。")
                .value(sign_in_name)
                .error(errors.on("sign_in_name"))
                .required(),
            fields: typed.fields(sections, errors),
        }
    }
}

/// Shows the form.
pub(crate) async fn show(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let sections = sections::list(&mut tx).await?;
    Ok(Page(NewPage::new(
        &officer,
        &sections,
        "",
        &Typed::empty(),
        &FormErrors::new(),
    ))
    .into_response())
}
