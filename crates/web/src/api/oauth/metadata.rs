//! `GET /.well-known/oauth-authorization-server`: where and how tokens are got (RFC 8414).

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use madoguchi_model::api_client::Scope;
use serde_json::json;

use super::TOKEN_PATH;
use crate::error::PageError;
use crate::gate::Caller;
use crate::state::AppState;

/// Tells a program what it needs to know before it has a token.
pub(crate) async fn metadata(
    State(app): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    caller.scope.ok_or(PageError::NotFound)?;
    let issuer = issuer(&app, &headers);
    let ways = ["client_secret_basic", "client_secret_post", "private_key_jwt"];
    Ok(axum::Json(json!({
        "issuer": issuer,
        "token_endpoint": format!("{issuer}{TOKEN_PATH}"),
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": Scope::ALL.map(Scope::code),
        "token_endpoint_auth_methods_supported": ways,
        "token_endpoint_auth_signing_alg_values_supported": ["ES256", "RS256", "PS256", "EdDSA"],
        "service_documentation": format!("{issuer}/api/v1/docs"),
    }))
    .into_response())
}

/// What an assertion may name as its audience: this server or its token endpoint.
pub(super) fn audiences(app: &AppState, headers: &HeaderMap) -> Vec<String> {
    let issuer = issuer(app, headers);
    vec![format!("{issuer}{TOKEN_PATH}"), issuer]
}

/// The origin the client reaches us at.
fn issuer(app: &AppState, headers: &HeaderMap) -> String {
    let scheme = if app.settings.https { "https" } else { "http" };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    format!("{scheme}://{}", host.unwrap_or_default().to_ascii_lowercase())
}
