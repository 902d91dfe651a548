//! `POST /admin/staff/{staff_id}`

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::StaffId;
use madoguchi_store::{sections, sessions, staff};

use super::account_form::Typed;
use super::edit::EditPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Changes an account. A changed role, section or state ends the person's sessions, so that nobody goes on
/// with permissions they no longer have.
pub(crate) async fn update(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<StaffId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let person = staff::get_person(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let sections = sections::list(&mut tx).await?;
    let (typed, active) = (Typed::of_form(&form), form.raw("active") != "no");
    let mut errors = FormErrors::new();
    let checked = typed.check(&sections, &mut errors);
    if let Some(checked) = &checked {
        let own = id == officer.staff().id;
        if own && checked.role != person.role {
            errors.add(
                "role",
                "自分の役割は変えられません。ほかの管理者に依頼してください。",
            );
        }
        if own && !active {
            errors.add(
                "active",
                "自分のアカウントは停止できません。ほかの管理者に依頼してください。",
            );
        }
    }
    let Some(checked) = checked.filter(|_| errors.is_empty()) else {
        let page = EditPage::new(&officer, &sections, &person, (&typed, active), &errors);
        return Ok(Page::invalid(page));
    };
    staff::update(
        &mut tx,
        id,
        &checked.display_name,
        checked.role,
        checked.section,
        active,
    )
    .await?;
    let was = (person.role, person.section_id, person.active);
    if was != (checked.role, checked.section, active) {
        sessions::end_all_of(&mut tx, id, Some(officer.session().id)).await?;
    }
    officer.commit(tx).await?;
    Ok(redirect_with(
        "/admin/staff",
        &Flash::success("職員のアカウントを保存しました。"),
    ))
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;

    use crate::testing::TestServer;

    #[tokio::test]
    async fn a_stopped_account_is_signed_out_at_once() {
        let server = TestServer::new().await;
        let mut desk = server.signed_in(Role::FrontDesk).await;
        desk.get("/").await.is(200);
        let person = server.db.here.staff(Role::FrontDesk);
        let section = person.section_id.to_string();
        let stop = [
            ("display_name", "窓口"),
            ("section", &section),
            ("role", "front_desk"),
            ("active", "no"),
        ];
        let path = format!("/admin/staff/{}", person.id);
        server
            .signed_in(Role::Administrator)
            .await
            .post(&path, &stop)
            .await
            .is(303);
        desk.get("/").await.is(303);
    }

    #[tokio::test]
    async fn administrators_cannot_lock_themselves_out() {
        let server = TestServer::new().await;
        let person = server.db.here.staff(Role::Administrator);
        let section = person.section_id.to_string();
        let stop = [
            ("display_name", "管理"),
            ("section", &section),
            ("role", "front_desk"),
            ("active", "no"),
        ];
        let path = format!("/admin/staff/{}", person.id);
        let page = server
            .signed_in(Role::Administrator)
            .await
            .post(&path, &stop)
            .await;
        page.is(422)
            .shows("自分の役割は変えられません")
            .shows("自分のアカウントは停止できません");
    }
}
