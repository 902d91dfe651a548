//! `POST /admin/api-clients/{api_client_id}/keys`: a secret that is shown once, or a public key that was pasted. The old
//! key goes on working until it is taken back, so that a client can change without a gap.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use madoguchi_model::ids::ApiClientId;
use madoguchi_store::api_clients;
use madoguchi_store::api_keys::{self, NewKey};

use super::fields::Typed;
use super::secret_page::SecretPage;
use super::show::ShowPage;
use crate::api::read_pasted_key;
use crate::components::FormErrors;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::PathId;
use crate::page::{Flash, Page, redirect_with};
use crate::session::{Officer, token};
use crate::state::AppState;

/// A key lasts a year.
const LIFE: TimeDelta = TimeDelta::days(365);

/// Good keys of one client at most: the present one, the next one, and one by mistake.
const MOST: usize = 5;

/// Adds a key.
pub(crate) async fn add(
    State(app): State<AppState>,
    officer: Officer,
    PathId(id): PathId<ApiClientId>,
    form: FormData,
) -> Result<Response, PageError> {
    let mut tx = officer.begin(&app).await?;
    let client = api_clients::get(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let (me, now) = (officer.staff().id, tx.now());
    let good = api_keys::of_client(&mut tx, id).await?;
    if good.iter().filter(|key| key.is_good(now)).count() >= MOST {
        return Err(PageError::Conflict(format!(
            "利用できる鍵は{MOST}個までです。使っていない鍵を取り消してから、もう一度加えてください。"
        )));
    }
    if form.raw("kind") == "secret" {
        let mut secret = [0; 32];
        app.entropy.fill(&mut secret);
        let (text, hash) = token::new_secret(secret);
        api_keys::add(&mut tx, id, &NewKey::Secret(hash), now + LIFE, me).await?;
        officer.commit(tx).await?;
        let page = SecretPage::new(&officer, &client, text);
        return Ok(Page(page).into_response());
    }
    let pasted = form.raw("public_key");
    match read_pasted_key(pasted) {
        Ok(key) => {
            api_keys::add(&mut tx, id, &NewKey::PublicKey(key), now + LIFE, me).await?;
            officer.commit(tx).await?;
            Ok(redirect_with(
                &format!("/admin/api-clients/{id}"),
                &Flash::success("公開鍵を加えました。"),
            ))
        }
        Err(text) => {
            let mut errors = FormErrors::new();
            errors.add("public_key", text);
            let typed = Typed::of_client(&client);
            // A private key is not shown again.
            let shown = if pasted.contains("PRIVATE") { "" } else { pasted };
            let page = ShowPage::load(&mut tx, &officer, &client, &typed, shown, &errors).await?;
            Ok(Page::invalid(page))
        }
    }
}
