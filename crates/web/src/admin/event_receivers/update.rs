//! `POST /admin/event-receivers/{event_receiver_id}`

use axum::extract::State;
use axum::response::Response;
use madoguchi_link::webhooks::Guard;
use madoguchi_store::webhooks;
use uuid::Uuid;

use super::PATH;
use super::fields::Typed;
use super::show::ShowPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::Officer;
use crate::state::AppState;

/// Changes a receiver. What waits for it goes to the new address.
pub(crate) async fn update(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let receiver = webhooks::endpoint(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let guard = app
        .notifier
        .as_ref()
        .map_or_else(Guard::default, |notifier| notifier.guard.clone());
    let (typed, mut errors) = (Typed::of_form(&form), FormErrors::new());
    let Some(checked) = typed.check(&guard, &mut errors) else {
        let page = ShowPage::load(&app, &mut tx, &officer, &receiver, &typed, &errors).await?;
        return Ok(Page::invalid(page));
    };
    webhooks::change_endpoint(&mut tx, id, &checked.settings(), Some(officer.staff().id)).await?;
    officer.commit(tx).await?;
    Ok(redirect_with(
        &format!("{PATH}/{id}"),
        &Flash::success("通知先を保存しました。"),
    ))
}
