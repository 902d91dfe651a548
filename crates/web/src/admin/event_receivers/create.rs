//! `POST /admin/event-receivers`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use madoguchi_link::webhooks::Secret;
use madoguchi_model::ids::new_uuid;
use madoguchi_store::webhooks;

use super::fields::Typed;
use super::new::NewPage;
use super::secret_page::SecretPage;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::Page;
use crate::session::Officer;
use crate::state::AppState;

/// What is said where the operator has given no key.
pub(super) const NO_KEY: &str = "このサーバーには、署名の鍵を守る鍵がありません。サーバーの運用担当者に、起動時の --webhook-key の指定を依頼してください。";

/// Registers a receiver, and shows its secret this once.
pub(crate) async fn create(
    State(app): State<AppState>,
    officer: Officer,
    form: FormData,
) -> Result<Response, PageError> {
    let Some(notifier) = app.notifier.clone() else {
        return Err(PageError::Conflict(NO_KEY.into()));
    };
    let (typed, mut errors) = (Typed::of_form(&form), FormErrors::new());
    let Some(checked) = typed.check(&notifier.guard, &mut errors) else {
        return Ok(Page::invalid(NewPage::new(&app, &officer, &typed, &errors)));
    };
    let id = new_uuid(&*app.clock, &*app.entropy);
    let secret = Secret::fresh(&*app.entropy);
    let sealed = notifier
        .key
        .seal(id, &secret, &*app.entropy)
        .ok_or_else(|| PageError::internal("a receiver's secret could not be sealed"))?;
    let mut tx = officer.begin(&app).await?;
    let settings = checked.settings();
    webhooks::create_endpoint(&mut tx, id, &settings, &sealed, Some(officer.staff().id)).await?;
    officer.commit(tx).await?;
    let text = secret.to_text().to_string();
    let page = SecretPage::new(&officer, id, settings.description, text, String::new());
    Ok(Page(page).into_response())
}
