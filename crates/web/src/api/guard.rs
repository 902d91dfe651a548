//! The guard in front of each operation of the API: whose token it is, how often it asks, what it may, and the record.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use madoguchi_model::api_client::ApiClient;
use madoguchi_model::ids::SessionId;
use madoguchi_model::staff::Staff;
use madoguchi_store::api_tokens::{self, Token};
use madoguchi_store::sessions::Session;
use madoguchi_store::{TenantScope, TenantTx, sections};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::rate_limit::Standing;
use super::{ApiError, Client};
use crate::error::PageError;
use crate::gate::{Caller, SignedIn, body, record};
use crate::policy::{Action, Relation, Resource, may, scopes_for};
use crate::session::Officer;
use crate::state::AppState;

/// Lets a request of the API through to its handler.
pub(crate) async fn guard(
    app: AppState,
    caller: Caller,
    scope: TenantScope,
    (resource, action): (Resource, Action),
    limit: usize,
    request: Request,
    next: Next,
) -> Response {
    pass(&app, caller, scope, (resource, action), limit, request, next)
        .await
        .unwrap_or_else(IntoResponse::into_response)
}

async fn pass(
    app: &AppState,
    mut caller: Caller,
    scope: TenantScope,
    (resource, action): (Resource, Action),
    limit: usize,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let hash = bearer(request.headers()).ok_or(ApiError::Unauthenticated)?;
    let mut tx = app.store.begin(&scope).await?;
    let token = api_tokens::find(&mut tx, hash)
        .await?
        .ok_or(ApiError::Unauthenticated)?;
    let standing = app
        .api_limits
        .ask(token.client.id, token.client.requests_per_minute, app.clock.now());
    if let Some(seconds) = standing.refused_for {
        let mut response = ApiError::TooMany(seconds).into_response();
        tell(&mut response, &standing);
        return Ok(response);
    }
    let signed_in = as_session(app, &mut tx, &caller, &token).await?;
    tx.commit().await?;
    caller.signed_in = Some(signed_in.clone());
    let (mut request, _) = body::read(request, limit).await?;
    let mut begun = record::begun(&caller, &request, resource, action);
    if let Value::Object(detail) = &mut begun.detail {
        detail.insert("api_client".into(), token.client.id.to_string().into());
    }
    let operation = record::begin(app, &scope, begun).await?;
    let allowed = allows(&token, resource, action);
    let response = match allowed {
        Ok(()) => {
            let officer = Officer::new(caller, signed_in, operation.clone());
            let client = Client::new(officer, Arc::new(token.client));
            request.extensions_mut().insert(client);
            next.run(request).await
        }
        Err(error) => error.into_response(),
    };
    let mut response = record::finish(app, &scope, &operation, response).await;
    tell(&mut response, &standing);
    Ok(response)
}

/// The SHA-256 of the token in `Authorization: Bearer …` (RFC 6750 section 2.1).
fn bearer(headers: &HeaderMap) -> Option<[u8; 32]> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(token.trim()).ok()?;
    (bytes.len() == 32).then(|| Sha256::digest(bytes).into())
}

/// The token must be for it, and the client's role must allow it.
fn allows(token: &Token, resource: Resource, action: Action) -> Result<(), ApiError> {
    let wanted = scopes_for(resource, action);
    if !wanted.iter().any(|scope| token.scopes.contains(scope)) {
        let names: Vec<&str> = wanted.iter().map(|scope| scope.code()).collect();
        return Err(ApiError::InsufficientScope(names.join(" ")));
    }
    if may(token.client.role, Relation::OWN, resource, action) {
        Ok(())
    } else {
        Err(PageError::Forbidden.into())
    }
}

/// The client as somebody at work: the token stands for the session.
async fn as_session(
    app: &AppState,
    tx: &mut TenantTx,
    caller: &Caller,
    token: &Token,
) -> Result<SignedIn, ApiError> {
    let section = sections::get(tx, token.client.section_id)
        .await?
        .ok_or_else(|| PageError::internal("a client's section is not there"))?;
    let now = app.clock.now();
    let session = Session {
        id: SessionId(token.id),
        staff: account_of(&token.client),
        section,
        csrf_secret: [0; 32],
        draft_key: [0; 32],
        host: caller.host.clone(),
        address: caller.address.clone(),
        created_at: now,
        last_seen_at: now,
        expires_at: token.expires_at,
        must_change_password: false,
    };
    Ok(SignedIn {
        session: Arc::new(session),
        csrf: String::new(),
    })
}

fn account_of(client: &ApiClient) -> Staff {
    Staff {
        id: client.staff_id,
        sign_in_name: String::new(),
        display_name: client.name.clone(),
        role: client.role,
        section_id: client.section_id,
        active: true,
    }
}

/// Tells the client how often it may still ask.
fn tell(response: &mut Response, standing: &Standing) {
    let headers = response.headers_mut();
    for (name, value) in [
        ("ratelimit-limit", i64::from(standing.limit)),
        ("ratelimit-remaining", i64::from(standing.remaining)),
        ("ratelimit-reset", standing.reset),
    ] {
        headers.insert(name, HeaderValue::from(value));
    }
}
