//! `POST /account/password`

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::{sessions, sign_in_attempts, staff};

use super::account::AccountPage;
use super::{Officer, password, rate_limit, sign_in};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::{Flash, Page, redirect_with, time};
use crate::state::AppState;

/// Changes the own password and ends every other session of the person.
pub(crate) async fn change(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let id = officer.staff().id;
    let mut errors = check_new(&officer, &form);
    let mut tx = officer.begin(&app).await?;
    if errors.is_empty() {
        let key = sign_in::name_key(&officer.staff().sign_in_name);
        sign_in_attempts::one_at_a_time(&mut tx, &key).await?;
        let address = &officer.session().address;
        let since = tx.now() - rate_limit::WINDOW;
        let failures = sign_in_attempts::failures_since(&mut tx, &key, address, since).await?;
        let account = staff::account(&mut tx, id).await?.ok_or(PageError::NotFound)?;
        if let Some(until) = rate_limit::locked_until(&failures) {
            errors.add(
                "current",
                format!("続けて失敗したため、{}まで変えられません。", time::clock(until)),
            );
        } else if !password::verify_aside(form.raw("current").into(), Some(account.password_hash)).await? {
            sign_in_attempts::record(&mut tx, &key, address, false).await?;
            errors.add("current", "いまのパスワードが違います。");
        }
    }
    if !errors.is_empty() {
        officer.commit(tx).await?;
        return Ok(Page::invalid(AccountPage::new(&officer, &errors)));
    }
    let hash = password::hash_aside(form.raw("new").into(), app.entropy.clone()).await?;
    staff::set_password(&mut tx, id, &hash, false).await?;
    sessions::end_all_of(&mut tx, id, Some(officer.session().id)).await?;
    officer.commit(tx).await?;
    Ok(redirect_with("/", &Flash::success("パスワードを変えました。")))
}

fn check_new(officer: &Officer, form: &FormData) -> FormErrors {
    let mut errors = FormErrors::new();
    let (current, new) = (form.raw("current"), form.raw("new"));
    let length = new.chars().count();
    if current.is_empty() {
        errors.add("current", "いまのパスワードを入れてください。");
    }
    if length < password::MIN_LENGTH {
        errors.add(
            "new",
            format!(
                "新しいパスワードは{}文字以上にしてください。",
                password::MIN_LENGTH
            ),
        );
    } else if length > password::MAX_LENGTH {
        errors.add(
            "new",
            format!(
                "新しいパスワードは{}文字以内にしてください。",
                password::MAX_LENGTH
            ),
        );
    } else if new == current {
        errors.add("new", "いまのパスワードと違うものにしてください。");
    } else if new.contains(&officer.staff().sign_in_name) {
        errors.add("new", "サインイン名を含まないものにしてください。");
    }
    if new != form.raw("again") {
        errors.add("again", "確認のための入力が、新しいパスワードと一致しません。");
    }
    errors
}
