//! The program that asks, as a handler gets it.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use madoguchi_model::api_client::ApiClient;

use super::ApiError;
use crate::error::PageError;
use crate::session::Officer;

/// An API client with a good token. It acts as its own account: with that role, in that section, and everything it does
/// is in the record under that name. Whatever a page asks of an [`Officer`] is asked of a client in the same way.
#[derive(Clone)]
pub(crate) struct Client {
    officer: Officer,
    client: Arc<ApiClient>,
}

impl Client {
    pub(super) fn new(officer: Officer, client: Arc<ApiClient>) -> Self {
        Self { officer, client }
    }

    /// What an administrator said of it.
    pub(crate) fn settings(&self) -> &ApiClient {
        &self.client
    }
}

impl Deref for Client {
    type Target = Officer;

    fn deref(&self) -> &Officer {
        &self.officer
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let client = parts.extensions.get::<Self>().cloned();
        client.ok_or_else(|| PageError::internal("the route lets others in").into())
    }
}
