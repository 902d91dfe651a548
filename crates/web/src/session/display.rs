//! `POST /display`: standard colours or high contrast.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::sign_in_page::own_path;
use crate::form_data::FormData;
use crate::gate::set_cookie;
use crate::page::{Display, redirect};
use crate::state::AppState;

const A_YEAR: u32 = 365 * 24 * 60 * 60;

/// Remembers the choice for this browser and goes back to the page it was made on.
pub(crate) async fn choose(State(app): State<AppState>, headers: HeaderMap, form: FormData) -> Response {
    let display = Display::from_code(form.raw("display"));
    let mut response = redirect(own_path(&came_from(&headers)));
    let https = app.settings.https;
    set_cookie(
        response.headers_mut(),
        Display::COOKIE,
        display.code(),
        Some(A_YEAR),
        https,
    );
    response
}

/// The path of the page the form was on; the first page if the browser does not say.
fn came_from(headers: &HeaderMap) -> String {
    let referer = headers
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let after_scheme = referer.split_once("://").map_or("", |(_, rest)| rest);
    after_scheme
        .find('/')
        .map_or("/", |start| &after_scheme[start..])
        .to_owned()
}
