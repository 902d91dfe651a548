//! `POST /admin/field-permissions`: decides for one section and group, with a reason.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::field_group::{FieldGroup, Reach};
use madoguchi_model::ids::SectionId;
use madoguchi_store::{field_permissions, sections};
use serde_json::json;

use super::list::PermissionsPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// The longest reason, in characters.
const LONGEST: usize = 400;

pub(crate) async fn change(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let mut errors = FormErrors::new();
    let section: Option<SectionId> = form.raw("section").parse().ok();
    let section = match section {
        Some(id) => sections::get(&mut tx, id).await?,
        None => None,
    };
    let group = FieldGroup::from_code(form.raw("group"));
    let reach = Reach::from_code(form.raw("reach"));
    let reason = form.text("reason");
    if section.is_none() {
        errors.add("section", "課を選んでください。");
    }
    if group.is_none() {
        errors.add("group", "項目を選んでください。");
    }
    if reach.is_none() {
        errors.add("reach", "どこで見られるかを選んでください。");
    }
    if reason.is_empty() {
        errors.add(
            "reason",
            "変える理由を入力してください。あとで確かめるために残します。",
        );
    } else if reason.chars().count() > LONGEST {
        errors.add("reason", format!("{LONGEST}字までで入れてください。"));
    }
    let (Some(section), Some(group), Some(reach), true) = (section, group, reach, errors.is_empty()) else {
        let page = PermissionsPage::load(&mut tx, &officer, &form, &errors).await?;
        return Ok(Page::invalid(page));
    };
    field_permissions::decide(&mut tx, section.id, group, reach, reason, officer.staff().id).await?;
    officer.tell("field_group", json!(group));
    officer.tell("reach", json!(reach));
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/admin/field-permissions",
        &Flash::success(format!(
            "{}の「{}」を「{}」にしました。次に開く画面から効きます。",
            section.name,
            group.label(),
            reach.label()
        )),
    ))
}
