//! The first step of every request for a page, and the last of every answer.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{Caller, remove_cookie};
use crate::api;
use crate::error::{PageError, error_pages, error_problems};
use crate::page::Flash;
use crate::state::AppState;

/// Finds out who the request comes from, lets it go on, and turns errors into pages. The work runs on a task
/// of its own: a panic becomes an error page, and a browser that goes away does not stop a half-done change.
pub(crate) async fn enter(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let of_programs = parts.uri.path().starts_with(api::PREFIX);
    let mut caller = Caller::of_request(&app, &parts);
    let response = if let Err(error) = caller.identify(&app, &parts.headers).await {
        error.into_response()
    } else {
        let mut request = Request::from_parts(parts, body);
        request.extensions_mut().insert(caller.clone());
        let answer = tokio::spawn(next.run(request)).await;
        answer.unwrap_or_else(|panic| PageError::internal(panic).into_response())
    };
    let mut response = if of_programs {
        error_problems(&app, response)
    } else {
        error_pages(&app, &caller, response)
    };
    if caller.flash.is_some() && !response.status().is_redirection() {
        remove_cookie(response.headers_mut(), Flash::COOKIE, false);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use madoguchi_model::staff::Role;

    use crate::testing::{Browser, HERE, TestServer};

    #[tokio::test]
    async fn without_the_database_pages_say_that_nothing_saved_is_lost() {
        let server = TestServer::new().await;
        let mut browser = server.signed_in(Role::FrontDesk).await;
        server.db.store.close().await;
        browser
            .get("/")
            .await
            .is(503)
            .shows("これまでに保存した内容は失われていません");
        browser.get("/readyz").await.is(503);
        browser.get("/healthz").await.is(200);
    }

    #[tokio::test]
    async fn a_panic_is_an_error_page_with_a_number_and_no_detail() {
        let server = TestServer::new().await;
        let boom = get(|| async { panic!("the inner reason") as &'static str });
        let app = Router::new()
            .route("/boom", boom)
            .layer(from_fn_with_state(server.state.clone(), super::enter))
            .with_state(server.state.clone());
        let answer = Browser::new(app, HERE).get("/boom").await;
        answer.is(500).shows("問い合わせ番号").hides("the inner reason");
    }

    #[tokio::test]
    async fn an_unknown_host_has_no_sign_in_page() {
        let server = TestServer::new().await;
        let mut stranger = Browser::new(crate::app(server.state.clone()), "unknown.localhost");
        stranger.get("/sign-in").await.is(404);
    }

    #[tokio::test]
    async fn pages_are_kept_nowhere_and_load_nothing_from_outside() {
        let server = TestServer::new().await;
        let answer = server.browser().get("/sign-in").await;
        assert_eq!(answer.headers["cache-control"], "no-store");
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
    }

    #[tokio::test]
    async fn a_form_that_is_too_large_is_refused() {
        let server = TestServer::new().await;
        let mut browser = server.signed_in(Role::Administrator).await;
        let long = "あ".repeat(crate::gate::MAX_BODY);
        browser
            .post("/admin/closed-days", &[("name", &long)])
            .await
            .is(413)
            .shows("大きすぎます");
    }

    #[tokio::test]
    async fn a_path_of_nothing_is_not_there() {
        let server = TestServer::new().await;
        server
            .signed_in(Role::FrontDesk)
            .await
            .get("/nothing")
            .await
            .is(404)
            .shows("ページが見つかりません");
    }

    #[tokio::test]
    async fn a_message_is_shown_once() {
        let server = TestServer::new().await;
        let mut browser = server.signed_in(Role::Administrator).await;
        browser
            .post("/admin/closed-days", &[("day", "2027-01-01"), ("name", "元日")])
            .await
            .is(303);
        browser
            .get("/admin/closed-days?year=2027")
            .await
            .is(200)
            .shows("閉庁日を加えました。");
        browser
            .get("/admin/closed-days?year=2027")
            .await
            .hides("閉庁日を加えました。")
            .shows("元日");
    }

    #[tokio::test]
    async fn high_contrast_is_remembered() {
        let server = TestServer::new().await;
        let mut browser = server.browser();
        browser
            .post("/display", &[("display", "high-contrast")])
            .await
            .is(303);
        browser
            .get("/sign-in")
            .await
            .shows("data-display=\"high-contrast\"");
    }
}
