//! `POST /admin/event-receivers/{event_receiver_id}/secret`: another secret. The one before signs too for a day, so that
//! the receiver can change over without a gap.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use madoguchi_link::webhooks::Secret;
use madoguchi_store::webhooks;
use uuid::Uuid;

use super::create::NO_KEY;
use super::receiver_name;
use super::secret_page::SecretPage;
use crate::error::PageError;
use crate::gate::PathId;
use crate::page::{Page, time};
use crate::session::Officer;
use crate::state::AppState;

/// How long both secrets sign.
const OVERLAP: TimeDelta = TimeDelta::days(1);

/// Makes another secret, and shows it this once.
pub(crate) async fn rotate(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<Uuid>,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let receiver = webhooks::endpoint(&mut tx, id)
        .await?
        .ok_or(PageError::NotFound)?;
    let Some(notifier) = app.notifier.clone() else {
        return Err(PageError::Conflict(NO_KEY.into()));
    };
    let secret = Secret::fresh(&*app.entropy);
    let sealed = notifier
        .key
        .seal(id, &secret, &*app.entropy)
        .ok_or_else(|| PageError::internal("a receiver's secret could not be sealed"))?;
    let until = tx.now() + OVERLAP;
    webhooks::rotate_secret(&mut tx, id, &sealed, until, Some(officer.staff().id)).await?;
    officer.commit(tx).await?;
    let text = secret.to_text().to_string();
    let until = time::day_and_clock(until);
    let page = SecretPage::new(&officer, id, &receiver_name(&receiver), text, until);
    Ok(Page(page).into_response())
}
