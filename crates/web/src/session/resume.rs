//! `GET /resume`: after signing in again, what was sent when the session had ended.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use madoguchi_store::parked;

use super::{Officer, token};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::{cookie, remove_cookie};
use crate::page::{Area, Chrome, Flash, Page, redirect_with};
use crate::state::AppState;

/// The cookie that holds the key of the kept form.
pub(crate) const COOKIE: &str = "madoguchi_kept";

#[derive(Template)]
#[template(path = "session/resume.html")]
struct ResumePage {
    chrome: Chrome,
    path: String,
    fields: Vec<(String, String)>,
}

/// Shows the kept form, ready to be sent, to the person who typed it. It is given out once.
pub(crate) async fn show(
    State(app): State<AppState>,
    officer: Officer,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let key = cookie(&headers, COOKIE).and_then(token::hash_of);
    let mut tx = officer.begin(&app).await?;
    let kept = match key {
        Some(key) => parked::take(&mut tx, key, officer.staff().id).await?,
        None => None,
    };
    officer.commit(tx).await?;
    let mut response = match kept {
        Some((path, body)) => {
            let form = FormData::parse(&body);
            let fields = form.pairs().filter(|(name, _)| *name != "csrf");
            let fields = fields
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            let chrome = officer.page("送信の続き", Area::Nowhere).narrow();
            Page(ResumePage { chrome, path, fields }).into_response()
        }
        None => redirect_with(
            "/",
            &Flash::alert("預かった入力は、別の職員のものか、期限が切れたため、表示できません。"),
        ),
    };
    remove_cookie(response.headers_mut(), COOKIE, app.settings.https);
    Ok(response)
}
