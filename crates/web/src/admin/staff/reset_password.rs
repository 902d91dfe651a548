//! `POST /admin/staff/{staff_id}/password`

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::StaffId;
use madoguchi_model::staff::Staff;
use madoguchi_store::{sessions, sign_in_attempts, staff};

use super::one_time_password;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Area, Chrome, Page};
use crate::session::{Officer, name_key, password};
use crate::state::AppState;

/// Shows a one-time password. It is on this page only; nothing keeps it.
#[derive(Template)]
#[template(path = "admin/staff_password.html")]
pub(super) struct PasswordPage {
    chrome: Chrome,
    name: String,
    sign_in_name: String,
    password: String,
}

impl PasswordPage {
    pub(super) fn new(officer: &Officer, title: &str, person: &Staff, password: String) -> Self {
        Self {
            chrome: officer
                .page(title, Area::Staff)
                .above("職員", "/admin/staff")
                .narrow(),
            name: person.display_name.clone(),
            sign_in_name: person.sign_in_name.clone(),
            password,
        }
    }
}

/// Gives an account a new one-time password and ends the person's sessions.
pub(crate) async fn reset(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<StaffId>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let person = staff::get_person(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    if id == officer.staff().id {
        return Err(PageError::Conflict(
            "自分のパスワードは「自分のアカウント」で変えてください。".into(),
        ));
    }
    let fresh = one_time_password::generate(&*app.entropy);
    let hash = password::hash_aside(fresh.clone(), app.entropy.clone()).await?;
    staff::set_password(&mut tx, id, &hash, true).await?;
    sign_in_attempts::clear(&mut tx, &name_key(&person.sign_in_name)).await?;
    sessions::end_all_of(&mut tx, id, None).await?;
    officer.commit(tx).await?;
    Ok(Page(PasswordPage::new(
        &officer,
        "パスワードを再発行しました",
        &person,
        fresh,
    ))
    .into_response())
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;

    use crate::testing::TestServer;

    #[tokio::test]
    async fn a_reset_ends_sessions_and_shows_a_new_password() {
        let server = TestServer::new().await;
        let mut desk = server.signed_in(Role::FrontDesk).await;
        let person = server.db.here.staff(Role::FrontDesk);
        let path = format!("/admin/staff/{}/password", person.id);
        let mut admin = server.signed_in(Role::Administrator).await;
        admin.post(&path, &[]).await.is(200).shows(&person.sign_in_name);
        desk.get("/").await.is(303);
    }

    #[tokio::test]
    async fn the_own_password_is_not_reset_here() {
        let server = TestServer::new().await;
        let path = format!(
            "/admin/staff/{}/password",
            server.db.here.staff(Role::Administrator).id
        );
        server
            .signed_in(Role::Administrator)
            .await
            .post(&path, &[])
            .await
            .is(409);
    }
}
