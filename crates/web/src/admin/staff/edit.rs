//! `GET /admin/staff/{staff_id}`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::StaffId;
use madoguchi_model::staff::{Section, Staff};
use madoguchi_store::{sections, staff};

use super::account_form::{AccountFields, Typed};
use crate::components::{Choice, Choices, FormErrors};
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page};
use crate::session::Officer;
use crate::state::AppState;

/// The page of one account.
#[derive(Template)]
#[template(path = "admin/staff_edit.html")]
pub(super) struct EditPage {
    chrome: Chrome,
    id: String,
    sign_in_name: String,
    own: bool,
    fields: AccountFields,
    active: Choices,
}

impl EditPage {
    pub(super) fn new(
        officer: &Officer,
        sections: &[Section],
        person: &Staff,
        (typed, active): (&Typed, bool),
        errors: &FormErrors,
    ) -> Self {
        let states = [
            Choice::new("yes", "利用中").checked(active),
            Choice::new("no", "停止中")
                .note("サインインできません。記録は残ります。")
                .checked(!active),
        ];
        Self {
            chrome: officer
                .page(format!("{}のアカウント", person.display_name), Area::Staff)
                .above("職員", "/admin/staff")
                .narrow()
                .errors(errors),
            id: person.id.to_string(),
            sign_in_name: person.sign_in_name.clone(),
            own: person.id == officer.staff().id,
            fields: typed.fields(sections, errors),
            active: Choices::one("active", "状態", states).error(errors.on("active")),
        }
    }
}

/// Shows one account.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<StaffId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let person = staff::get_person(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let sections = sections::list(&mut tx).await?;
    let typed = Typed::of_staff(&person);
    let page = EditPage::new(
        &officer,
        &sections,
        &person,
        (&typed, person.active),
        &FormErrors::new(),
    );
    Ok(Page(page).into_response())
}
