//! A request whose session has ended. A page is opened again after sign-in; a form is kept until then.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use madoguchi_store::parked;
use sha2::{Digest, Sha256};

use super::{resume, token};
use crate::error::PageError;
use crate::gate::{Caller, MAX_BODY, set_cookie};
use crate::page::redirect;
use crate::state::AppState;
use crate::upload;

/// How long a form is kept.
const KEPT: TimeDelta = TimeDelta::hours(1);

/// Sends the browser to the sign-in page, keeping what was typed where we know whose it is.
pub(crate) async fn answer(app: &AppState, caller: &Caller, request: Request) -> Response {
    if request.method().is_safe() {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let why = if caller.ended.is_some() { "why=ended&" } else { "" };
        let return_to: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
        return redirect(&format!("/sign-in?{why}return={return_to}"));
    }
    match keep(app, caller, request).await {
        Ok(Some(key)) => {
            let mut response = redirect("/sign-in?why=kept");
            set_key(response.headers_mut(), &key, app.settings.https);
            response
        }
        Ok(None) => redirect("/sign-in?why=lost"),
        Err(error) => error.into_response(),
    }
}

/// Keeps the form under a fresh key. Nothing is kept for a session we do not know.
async fn keep(app: &AppState, caller: &Caller, request: Request) -> Result<Option<String>, PageError> {
    let path = request.uri().path().to_owned();
    let (Some(ended), Some(scope)) = (&caller.ended, caller.scope) else {
        return Ok(None);
    };
    // A file is not kept: it is chosen again.
    if path == "/sign-out" || path == "/account/password" || upload::boundary(request.headers()).is_some() {
        return Ok(None);
    }
    let body = to_bytes(request.into_body(), MAX_BODY)
        .await
        .map_err(|_| PageError::TooLarge)?;
    let mut key = [0; 32];
    app.entropy.fill(&mut key);
    let mut tx = app.store.begin(&scope).await?;
    let until = app.clock.now() + KEPT;
    parked::put(
        &mut tx,
        Sha256::digest(key).into(),
        ended.staff.id,
        &path,
        &body,
        until,
    )
    .await?;
    tx.commit().await?;
    Ok(Some(token::text_of(&key)))
}

fn set_key(headers: &mut HeaderMap, key: &str, secure: bool) {
    set_cookie(headers, resume::COOKIE, key, Some(60 * 60), secure);
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use madoguchi_model::staff::Role;

    use crate::testing::{Browser, HERE, THERE, TestServer};

    async fn admin_after_a_break(server: &TestServer) -> Browser {
        let browser = server.signed_in(Role::Administrator).await;
        server.db.clock.advance(TimeDelta::minutes(31));
        browser
    }

    #[tokio::test]
    async fn an_unused_session_ends_and_the_page_is_opened_again_afterwards() {
        let server = TestServer::new().await;
        let mut browser = admin_after_a_break(&server).await;
        let answer = browser.get("/admin/audit-log?from=2026-04-01").await;
        assert_eq!(
            answer.location(),
            "/sign-in?why=ended&return=%2Fadmin%2Faudit-log%3Ffrom%3D2026-04-01"
        );
        browser
            .get(answer.location())
            .await
            .is(200)
            .shows("value=\"/admin/audit-log?from=2026-04-01\"");
    }

    #[tokio::test]
    async fn what_was_sent_after_the_end_is_shown_again_to_the_same_person_once() {
        let server = TestServer::new().await;
        let mut browser = admin_after_a_break(&server).await;
        let day = [("day", "2027-01-01"), ("name", "元日　<祝>")];
        let answer = browser.post("/admin/closed-days", &day).await;
        assert_eq!(answer.location(), "/sign-in?why=kept");
        browser
            .get(answer.location())
            .await
            .shows("送信した内容は失われていません");
        let mut again = server.signed_in(Role::Administrator).await;
        again.set_cookie(
            super::resume::COOKIE,
            browser.cookie(super::resume::COOKIE).unwrap(),
        );
        let page = again.get("/resume").await;
        page.is(200)
            .shows("action=\"/admin/closed-days\"")
            .shows("name=\"name\" value=\"元日　&#60;祝&#62;\"");
        again.set_cookie(
            super::resume::COOKIE,
            browser.cookie(super::resume::COOKIE).unwrap(),
        );
        assert_eq!(again.get("/resume").await.location(), "/");
    }

    #[tokio::test]
    async fn nobody_else_gets_what_was_sent() {
        let server = TestServer::new().await;
        let mut browser = admin_after_a_break(&server).await;
        browser
            .post("/admin/closed-days", &[("day", "2027-01-01")])
            .await
            .is(303);
        let mut other = server.signed_in(Role::FrontDesk).await;
        other.set_cookie(
            super::resume::COOKIE,
            browser.cookie(super::resume::COOKIE).unwrap(),
        );
        assert_eq!(other.get("/resume").await.location(), "/");
    }

    #[tokio::test]
    async fn ten_hours_are_the_longest() {
        let server = TestServer::new().await;
        let mut browser = server.signed_in(Role::FrontDesk).await;
        for _ in 0..24 {
            browser.get("/").await.is(200);
            server.db.clock.advance(TimeDelta::minutes(25));
        }
        browser.get("/").await.is(303);
    }

    #[tokio::test]
    async fn a_session_is_good_at_its_own_host_only() {
        let server = TestServer::new().await;
        let here = &server.db.here;
        let mut stolen = server.signed_in_as(here, here.staff(Role::FrontDesk), HERE).await;
        stolen.get("/").await.is(200);
        let mut moved = Browser::new(crate::app(server.state.clone()), THERE);
        moved.set_cookie("madoguchi_session", stolen.cookie("madoguchi_session").unwrap());
        moved.get("/").await.is(303);
    }

    #[tokio::test]
    async fn signing_out_ends_the_session_on_the_server() {
        let server = TestServer::new().await;
        let mut browser = server.signed_in(Role::FrontDesk).await;
        let token = browser.cookie("madoguchi_session").unwrap().to_owned();
        browser.post("/sign-out", &[]).await.is(303);
        assert!(browser.cookie("madoguchi_session").is_none());
        browser.set_cookie("madoguchi_session", &token);
        browser.get("/").await.is(303);
    }
}
