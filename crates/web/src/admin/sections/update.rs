//! `POST /admin/sections/{section_id}`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::SectionId;
use madoguchi_model::staff::Section;
use madoguchi_store::sections;

use super::edit::EditPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Changes what people read about a section.
pub(crate) async fn update(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<SectionId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let section = sections::get(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let typed = Section {
        name: form.text("name").into(),
        place: form.text("place").into(),
        phone: form.text("phone").into(),
        ..section
    };
    let mut errors = FormErrors::new();
    if typed.name.is_empty() {
        errors.add("name", "名前を入れてください。");
    }
    if typed.place.is_empty() {
        errors.add("place", "場所を入れてください。来庁者を案内するために使います。");
    }
    if !errors.is_empty() {
        return Ok(Page::invalid(EditPage::new(&officer, &typed, &errors)));
    }
    sections::update(&mut tx, id, &typed.name, &typed.place, &typed.phone).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/admin/sections",
        &Flash::success("課・係を保存しました。"),
    ))
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;

    use crate::testing::TestServer;

    #[tokio::test]
    async fn a_new_place_is_shown_in_the_list() {
        let server = TestServer::new().await;
        let mut admin = server.signed_in(Role::Administrator).await;
        let path = format!("/admin/sections/{}", server.db.here.sections[0].id);
        let fields = [("name", "市民課"), ("place", "2階 7番窓口"), ("phone", "")];
        admin.post(&path, &fields).await.is(303);
        admin
            .get("/admin/sections")
            .await
            .shows("2階 7番窓口")
            .shows("課・係を保存しました。");
    }

    #[tokio::test]
    async fn a_section_without_a_place_is_refused() {
        let server = TestServer::new().await;
        let path = format!("/admin/sections/{}", server.db.here.sections[0].id);
        let mut admin = server.signed_in(Role::Administrator).await;
        admin
            .post(&path, &[("name", "市民課")])
            .await
            .is(422)
            .shows("場所を入れてください。");
    }
}
