//! `GET /card`: a visit that begins with a card.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::CardPanel;
use super::pair::with_bridge;
use crate::error::PageError;
use crate::page::{Area, Chrome};
use crate::session::Officer;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "staff/card/start.html")]
struct StartPage {
    chrome: Chrome,
    panel: Option<CardPanel>,
}

pub(crate) async fn start(State(app): State<AppState>, officer: Officer) -> Result<Response, PageError> {
    let panel = app
        .card
        .as_ref()
        .map(|desk| CardPanel::who(&desk.bridge, "/card"));
    let chrome = officer
        .page("カードで受け付ける", Area::Residents)
        .above("住民を探す", "/residents")
        .lead("カードの氏名・住所・生年月日・性別で、住民記録の人を探します。転入する人の入力にも使えます。");
    Ok(with_bridge(&app, StartPage { chrome, panel }))
}
