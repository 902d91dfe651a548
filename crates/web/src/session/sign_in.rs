//! `POST /sign-in`

use axum::extract::State;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use madoguchi_model::ids::StaffId;
use madoguchi_store::audit::Outcome;
use madoguchi_store::sessions::{self, NewSession};
use madoguchi_store::{TenantTx, sign_in_attempts, staff};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::sign_in_page::{SignInPage, own_path};
use super::{password, rate_limit, resume, token};
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::{self, Caller, cookie, set_cookie};
use crate::page::{Page, redirect, time};
use crate::state::AppState;

/// A session ends this long after sign-in, however busy.
const LONGEST: TimeDelta = TimeDelta::hours(10);

/// Checks the name and the password and opens a session.
pub(crate) async fn sign_in(
    State(app): State<AppState>,
    caller: Caller,
    headers: axum::http::HeaderMap,
    form: FormData,
) -> Result<Response, PageError> {
    let scope = caller.scope.ok_or(PageError::NotFound)?;
    let (name, secret) = (form.raw("name").trim(), form.raw("password"));
    let mut errors = FormErrors::new();
    if name.is_empty() {
        errors.add("name", "サインイン名を入れてください。");
    }
    if secret.is_empty() {
        errors.add("password", "パスワードを入れてください。");
    }
    let mut tx = app.store.begin(&scope).await?;
    let staff = if errors.is_empty() {
        check(&mut tx, &caller, name, secret, &mut errors).await?
    } else {
        None
    };
    let Some(staff) = staff else {
        tx.commit().await?;
        return Ok(Page::invalid(SignInPage::new(
            &caller,
            name,
            form.raw("return"),
            &errors,
        )));
    };
    let cookie_text = open(&app, &mut tx, &caller, staff).await?;
    tx.commit().await?;
    let parked = cookie(&headers, resume::COOKIE).is_some();
    let mut response = redirect(if parked {
        "/resume"
    } else {
        own_path(form.raw("return"))
    });
    let https = app.settings.https;
    set_cookie(
        response.headers_mut(),
        token::cookie_name(https),
        &cookie_text,
        None,
        https,
    );
    Ok(response)
}

/// The person, if the password is right and no lock is on. Records the attempt.
async fn check(
    tx: &mut TenantTx,
    caller: &Caller,
    name: &str,
    secret: &str,
    errors: &mut FormErrors,
) -> Result<Option<StaffId>, PageError> {
    let key = name_key(name);
    sign_in_attempts::one_at_a_time(tx, &key).await?;
    let since = tx.now() - rate_limit::WINDOW;
    let failures = sign_in_attempts::failures_since(tx, &key, &caller.address, since).await?;
    if let Some(until) = rate_limit::locked_until(&failures) {
        errors.add(
            "name",
            format!(
                "続けて失敗したため、{}までサインインできません。お急ぎのときは管理者に連絡してください。",
                time::clock(until)
            ),
        );
        gate::sign_in_attempt(tx, caller, None, Outcome::Refused, json!({ "why": "locked" })).await?;
        return Ok(None);
    }
    let account = staff::account_by_sign_in_name(tx, name).await?;
    let known = account.as_ref().map(|account| account.password_hash.clone());
    let short_enough = secret.chars().count() <= password::MAX_LENGTH;
    let right = password::verify_aside(secret.to_owned(), known).await? && short_enough;
    let named = account.map(|account| account.staff);
    let staff = named
        .as_ref()
        .filter(|staff| right && staff.active)
        .map(|staff| staff.id);
    sign_in_attempts::record(tx, &key, &caller.address, staff.is_some()).await?;
    let (outcome, why) = if staff.is_some() {
        (Outcome::Done, "")
    } else {
        (Outcome::Refused, "wrong")
    };
    gate::sign_in_attempt(tx, caller, named.as_ref(), outcome, json!({ "why": why })).await?;
    if staff.is_none() {
        errors.add(
            "password",
            "サインイン名かパスワードが違います。もう一度入れてください。",
        );
    }
    Ok(staff)
}

/// Opens a session; what the cookie will hold.
async fn open(
    app: &AppState,
    tx: &mut TenantTx,
    caller: &Caller,
    staff: StaffId,
) -> Result<String, PageError> {
    let (mut secret, mut csrf_secret) = ([0; 32], [0; 32]);
    app.entropy.fill(&mut secret);
    app.entropy.fill(&mut csrf_secret);
    let session = NewSession {
        token_sha256: Sha256::digest(secret).into(),
        staff,
        csrf_secret,
        host: caller.host.clone(),
        address: caller.address.clone(),
        expires_at: app.clock.now() + LONGEST,
    };
    sessions::create(tx, &session).await?;
    Ok(token::text_of(&secret))
}

/// The name attempts are counted under. Hashed, because people type passwords into the wrong box.
pub(crate) fn name_key(name: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(name))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use madoguchi_model::staff::Role;
    use madoguchi_store::{staff, testing::Sample};

    use crate::session::password;
    use crate::testing::{Browser, TestServer};

    const PASSWORD: &str = "correct horse battery";

    async fn with_password(server: &TestServer, tenant: &Sample, must_change: bool) -> String {
        let person = tenant.staff(Role::FrontDesk);
        let hash = password::hash(PASSWORD, &*server.state.entropy);
        let mut tx = server.db.store.begin(&tenant.scope).await.unwrap();
        staff::set_password(&mut tx, person.id, &hash, must_change)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        person.sign_in_name.clone()
    }

    async fn try_password(browser: &mut Browser, name: &str, password: &str) -> crate::testing::Answer {
        browser
            .post(
                "/sign-in",
                &[("name", name), ("password", password), ("return", "/account")],
            )
            .await
    }

    #[tokio::test]
    async fn the_right_password_opens_a_session_and_returns_to_the_page() {
        let server = TestServer::new().await;
        let name = with_password(&server, &server.db.here, false).await;
        let mut browser = server.browser();
        let answer = try_password(&mut browser, &name, PASSWORD).await;
        answer.is(303);
        assert_eq!(answer.location(), "/account");
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        assert!(
            cookie.contains("HttpOnly; SameSite=Lax") && cookie.contains("Path=/"),
            "{cookie}"
        );
        browser.get("/account").await.is(200).shows(&name);
    }

    #[tokio::test]
    async fn a_wrong_password_and_an_unknown_name_read_the_same() {
        let server = TestServer::new().await;
        let name = with_password(&server, &server.db.here, false).await;
        let mut browser = server.browser();
        let wrong = "サインイン名かパスワードが違います";
        try_password(&mut browser, &name, "wrong")
            .await
            .is(422)
            .shows(wrong)
            .shows(&name)
            .hides("\"wrong\"");
        try_password(&mut browser, "nobody", PASSWORD)
            .await
            .is(422)
            .shows(wrong);
    }

    #[tokio::test]
    async fn five_failures_lock_the_name_for_a_quarter_of_an_hour() {
        let server = TestServer::new().await;
        let name = with_password(&server, &server.db.here, false).await;
        let mut browser = server.browser();
        for _ in 0..5 {
            try_password(&mut browser, &name, "wrong").await.is(422);
        }
        try_password(&mut browser, &name, PASSWORD)
            .await
            .is(422)
            .shows("10:15までサインインできません");
        server.db.clock.advance(TimeDelta::minutes(16));
        try_password(&mut browser, &name, PASSWORD).await.is(303);
    }

    #[tokio::test]
    async fn another_tenants_account_does_not_exist_here() {
        let server = TestServer::new().await;
        let there = with_password(&server, &server.db.there, false).await;
        try_password(&mut server.browser(), &there, PASSWORD)
            .await
            .is(422);
    }

    #[tokio::test]
    async fn a_password_given_out_must_be_changed_first() {
        let server = TestServer::new().await;
        let name = with_password(&server, &server.db.here, true).await;
        let mut browser = server.browser();
        try_password(&mut browser, &name, PASSWORD).await.is(303);
        assert_eq!(browser.get("/").await.location(), "/account");
        let page = browser.get("/account").await;
        page.is(200)
            .shows("はじめに、自分だけのパスワードに変えてください");
        browser.read_csrf(&page);
        let new = [
            ("current", PASSWORD),
            ("new", "another long secret"),
            ("again", "another long secret"),
        ];
        browser.post("/account/password", &new).await.is(303);
        browser.get("/").await.is(200);
    }

    #[tokio::test]
    async fn a_form_without_an_origin_is_refused() {
        let server = TestServer::new().await;
        let mut browser = server.browser();
        browser.origin = "null".into();
        try_password(&mut browser, "anybody", PASSWORD).await.is(403);
    }
}
