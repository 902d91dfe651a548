//! `POST /sign-out`

use axum::extract::State;
use axum::response::Response;
use madoguchi_store::sessions;

use super::{Officer, token};
use crate::error::PageError;
use crate::gate::remove_cookie;
use crate::page::redirect;
use crate::state::AppState;

/// Ends the session and forgets the cookie.
pub(crate) async fn sign_out(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    sessions::end(&mut tx, officer.session().id).await?;
    officer.commit(tx).await?;
    let mut response = redirect("/sign-in?why=signed-out");
    let https = app.settings.https;
    remove_cookie(response.headers_mut(), token::cookie_name(https), https);
    Ok(response)
}
