//! One row of the table of routes.

use std::fmt;

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{self, MethodRouter};

use crate::gate::MAX_BODY;
use crate::policy::{Action, Resource};
use crate::state::AppState;

/// Who may come in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Anybody who reaches the municipality's host name: the sign-in page.
    Anybody,
    /// Staff who may do this action on this resource.
    Staff(Resource, Action),
}

/// A route.
pub struct Route {
    /// `GET` or `POST`.
    pub method: Method,
    /// The path, with `{parameters}`.
    pub path: &'static str,
    /// Who may come in.
    pub access: Access,
    /// How many bytes a form may have.
    pub(crate) limit: usize,
    pub(crate) handler: MethodRouter<AppState>,
}

/// `GET path`: staff who may do the action on the resource.
pub(crate) fn get<H, T>(path: &'static str, (resource, action): (Resource, Action), handler: H) -> Route
where
    H: Handler<T, AppState>,
    T: 'static,
{
    let access = Access::Staff(resource, action);
    Route {
        method: Method::GET,
        path,
        access,
        limit: MAX_BODY,
        handler: routing::get(handler),
    }
}

/// `POST path`: staff who may do the action on the resource.
pub(crate) fn post<H, T>(path: &'static str, (resource, action): (Resource, Action), handler: H) -> Route
where
    H: Handler<T, AppState>,
    T: 'static,
{
    let access = Access::Staff(resource, action);
    Route {
        method: Method::POST,
        path,
        access,
        limit: MAX_BODY,
        handler: routing::post(handler),
    }
}

/// `GET path` before sign-in.
pub(crate) fn open_get<H, T>(path: &'static str, handler: H) -> Route
where
    H: Handler<T, AppState>,
    T: 'static,
{
    Route {
        method: Method::GET,
        path,
        access: Access::Anybody,
        limit: MAX_BODY,
        handler: routing::get(handler),
    }
}

/// `POST path` before sign-in.
pub(crate) fn open_post<H, T>(path: &'static str, handler: H) -> Route
where
    H: Handler<T, AppState>,
    T: 'static,
{
    Route {
        method: Method::POST,
        path,
        access: Access::Anybody,
        limit: MAX_BODY,
        handler: routing::post(handler),
    }
}

impl Route {
    /// The route takes forms of so many bytes: those with a file.
    pub(crate) fn up_to(self, limit: usize) -> Self {
        Self { limit, ..self }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.path, self.method)?;
        match self.access {
            Access::Anybody => f.write_str("anybody"),
            Access::Staff(resource, action) => write!(f, "{} {}", resource.code(), action.code()),
        }
    }
}
