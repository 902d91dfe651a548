//! `POST /api/oauth/token`

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use madoguchi_model::api_client::{ApiClient, Scope};
use madoguchi_model::ids::{ApiClientId, ApiKeyId};
use madoguchi_store::audit::{self, Begun, Category, Outcome};
use madoguchi_store::{TenantTx, api_clients, api_keys, api_tokens, sign_in_attempts};
use serde_json::json;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::credentials::Credentials;
use super::error::TokenError;
use super::{TOKEN_PATH, assertion, metadata};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::gate::Caller;
use crate::policy::Resource;
use crate::session::{rate_limit, token};
use crate::state::AppState;

/// A token ends so long after it was given.
const LIFE: TimeDelta = TimeDelta::minutes(30);

/// Gives a token to a client that proves itself.
pub(crate) async fn token(
    State(app): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    form: FormData,
) -> Response {
    give(&app, &caller, &headers, &form)
        .await
        .unwrap_or_else(IntoResponse::into_response)
}

async fn give(
    app: &AppState,
    caller: &Caller,
    headers: &HeaderMap,
    form: &FormData,
) -> Result<Response, TokenError> {
    let tenant = caller.scope.ok_or(PageError::NotFound)?;
    if form.raw("grant_type") != "client_credentials" {
        return Err(TokenError::UnsupportedGrantType);
    }
    let credentials = Credentials::read(headers, form)?;
    let claimed = match &credentials {
        Credentials::Secret { client, .. } => *client,
        Credentials::Assertion { client, jwt } => assertion::claimed_client(jwt)
            .filter(|claimed| client.is_none_or(|named| named == *claimed))
            .ok_or(TokenError::InvalidClient(
                "client_assertion が読めないか、iss と sub と client_id が一致しません。",
            ))?,
    };
    let mut tx = app.store.begin(&tenant).await?;
    let name_key = format!("api:{claimed}");
    sign_in_attempts::one_at_a_time(&mut tx, &name_key).await?;
    refuse_guessing(&mut tx, caller, &name_key).await?;
    let audiences = metadata::audiences(app, headers);
    let proven = prove(&mut tx, &credentials, claimed, &audiences).await?;
    sign_in_attempts::record(&mut tx, &name_key, &caller.address, proven.is_some()).await?;
    record(
        &mut tx,
        caller,
        claimed,
        proven.as_ref().map(|(client, _)| client),
    )
    .await?;
    let Some((client, key)) = proven else {
        tx.commit().await.map_err(PageError::from)?;
        return Err(TokenError::InvalidClient("client_id か、秘密・署名が違います。"));
    };
    let scopes = wanted(form.text("scope"), &client)?;
    let mut secret = [0; 32];
    app.entropy.fill(&mut secret);
    let ends = tx.now() + LIFE;
    api_tokens::issue(&mut tx, key, Sha256::digest(secret).into(), &scopes, ends).await?;
    tx.commit().await.map_err(PageError::from)?;
    let scopes: Vec<&str> = scopes.iter().map(|scope| scope.code()).collect();
    let body = json!({
        "access_token": token::text_of(&secret),
        "token_type": "Bearer",
        "expires_in": LIFE.num_seconds(),
        "scope": scopes.join(" "),
    });
    let mut response = axum::Json(body).into_response();
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, no_store);
    Ok(response)
}

async fn refuse_guessing(tx: &mut TenantTx, caller: &Caller, name_key: &str) -> Result<(), TokenError> {
    let now = tx.now();
    let since = now - rate_limit::WINDOW;
    let failures = sign_in_attempts::failures_since(tx, name_key, &caller.address, since).await?;
    match rate_limit::locked_until(&failures) {
        Some(until) => Err(TokenError::Locked((until - now).num_seconds().max(1))),
        None => Ok(()),
    }
}

/// The active client and the key it proved itself with.
async fn prove(
    tx: &mut TenantTx,
    credentials: &Credentials,
    claimed: ApiClientId,
    audiences: &[String],
) -> Result<Option<(ApiClient, ApiKeyId)>, TokenError> {
    let client = api_clients::get(tx, claimed)
        .await?
        .filter(|client| client.active);
    let Some(client) = client else { return Ok(None) };
    let keys = api_keys::of_client(tx, claimed).await?;
    let now = tx.now();
    let key = match credentials {
        Credentials::Secret { secret, .. } => {
            let hash = token::hash_of(secret);
            let is_it = |kept: &Vec<u8>| hash.is_some_and(|hash| bool::from(hash[..].ct_eq(kept)));
            let good = keys.iter().filter(|key| key.is_good(now));
            let mut good = good.filter(|key| key.secret_sha256.as_ref().is_some_and(is_it));
            good.next().map(|key| key.id)
        }
        Credentials::Assertion { jwt, .. } => match assertion::check(jwt, claimed, &keys, audiences, now) {
            Some((claims, key)) => {
                let ends = claims.forgotten_at(now);
                let fresh = api_tokens::use_assertion(tx, claimed, &claims.jti, ends).await?;
                fresh.then_some(key.id)
            }
            None => None,
        },
    };
    Ok(key.map(|key| (client, key)))
}

/// What the token is for: what was asked for, or everything the client may.
fn wanted(asked: &str, client: &ApiClient) -> Result<Vec<Scope>, TokenError> {
    if asked.is_empty() {
        return Ok(client.scopes.clone());
    }
    let mut scopes = Vec::new();
    for code in asked.split_ascii_whitespace() {
        match Scope::from_code(code).filter(|scope| client.scopes.contains(scope)) {
            Some(scope) if !scopes.contains(&scope) => scopes.push(scope),
            Some(_) => {}
            None => {
                let known: Vec<&str> = client.scopes.iter().map(|scope| scope.code()).collect();
                return Err(TokenError::InvalidScope(format!(
                    "この連携先に許されていないスコープがあります。許されているのは {} です。",
                    known.join(" ")
                )));
            }
        }
    }
    Ok(scopes)
}

async fn record(
    tx: &mut TenantTx,
    caller: &Caller,
    claimed: ApiClientId,
    proven: Option<&ApiClient>,
) -> Result<(), TokenError> {
    let what = Begun {
        category: Category::Authentication,
        staff: proven.map(|client| client.staff_id),
        session: None,
        section: proven.map(|client| client.section_id),
        terminal: caller.address.clone(),
        action: "api_token".into(),
        screen: format!("POST {TOKEN_PATH}"),
        resource_kind: Resource::ApiClient.code().into(),
        resource_id: claimed.to_string(),
        individual_number_access: false,
        detail: json!({}),
    };
    let outcome = if proven.is_some() {
        Outcome::Done
    } else {
        Outcome::Refused
    };
    Ok(audit::event(tx, &what, outcome, &[]).await?)
}
