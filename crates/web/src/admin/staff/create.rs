//! `POST /admin/staff`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_model::ids::StaffId;
use madoguchi_model::staff::Staff;
use madoguchi_store::{ChangeError, sections, staff};

use super::account_form::Typed;
use super::new::NewPage;
use super::one_time_password;
use super::reset_password::PasswordPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::Page;
use crate::session::{Officer, password};
use crate::state::AppState;

/// Adds an account and shows its first password, once.
pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let sections = sections::list(&mut tx).await?;
    let (name, typed) = (form.text("sign_in_name"), Typed::of_form(&form));
    let mut errors = FormErrors::new();
    if !is_sign_in_name(name) {
        errors.add(
            "sign_in_name",
            "サインイン名は、半角の英小文字、数字、「.」「-」「_」で3〜32文字にしてください。",
        );
    }
    let checked = typed.check(&sections, &mut errors).filter(|_| errors.is_empty());
    if let Some(checked) = checked {
        let person = Staff {
            id: StaffId::new(&*app.clock, &*app.entropy),
            sign_in_name: name.to_owned(),
            display_name: checked.display_name,
            role: checked.role,
            section_id: checked.section,
            active: true,
        };
        let first = one_time_password::generate(&*app.entropy);
        let hash = password::hash_aside(first.clone(), app.entropy.clone()).await?;
        match staff::create(&mut tx, &person, &hash, true).await {
            Ok(()) => {
                officer.commit(tx).await?;
                return Ok(
                    Page(PasswordPage::new(&officer, "職員を追加しました", &person, first)).into_response(),
                );
            }
            Err(ChangeError::NotAllowed(_)) => {
                errors.add(
                    "sign_in_name",
                    "このサインイン名は使われています。別の名前にしてください。",
                );
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Page::invalid(NewPage::new(
        &officer,
        &sections,
        form.raw("sign_in_name"),
        &typed,
        &errors,
    )))
}

fn is_sign_in_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
    (3..=32).contains(&name.len()) && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;

    use super::is_sign_in_name;
    use crate::testing::TestServer;

    #[tokio::test]
    async fn a_new_account_signs_in_with_the_password_shown_once() {
        let server = TestServer::new().await;
        let mut admin = server.signed_in(Role::Administrator).await;
        let section = server.db.here.sections[0].id.to_string();
        let fields = [
            ("sign_in_name", "new.one"),
            ("display_name", "見本　新"),
            ("section", &section),
            ("role", "front_desk"),
        ];
        let page = admin.post("/admin/staff", &fields).await;
        page.is(200).shows("職員を追加しました");
        let password = page.html.split("<strong class=\"code\">").nth(1).unwrap();
        let password = password.split('<').next().unwrap();
        let typed = [("name", "new.one"), ("password", password)];
        server.browser().post("/sign-in", &typed).await.is(303);
        admin
            .post("/admin/staff", &fields)
            .await
            .is(422)
            .shows("このサインイン名は使われています");
    }

    #[tokio::test]
    async fn wrong_input_is_kept_and_explained() {
        let server = TestServer::new().await;
        let mut admin = server.signed_in(Role::Administrator).await;
        let page = admin
            .post(
                "/admin/staff",
                &[("sign_in_name", "窓口"), ("display_name", "見本　新")],
            )
            .await;
        page.is(422)
            .shows("value=\"窓口\"")
            .shows("value=\"見本　新\"")
            .shows("所属を選んでください。");
    }

    #[test]
    fn sign_in_names_are_plain() {
        assert!(is_sign_in_name("madoguchi.1"));
        for wrong in ["", "ab", "Abc", "窓口一郎", "a b c"] {
            assert!(!is_sign_in_name(wrong), "{wrong}");
        }
    }
}
