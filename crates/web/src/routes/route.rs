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
    /// Any program: where it proves itself, and what tells it how.
    Program,
    /// Staff who may do this action on this resource.
    Staff(Resource, Action),
    /// Programs whose token is for this action on this resource, as far as their role may do it.
    Client(Resource, Action),
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
    /// A file goes to the spool, however large.
    pub(crate) spooled: bool,
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
        spooled: false,
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
        spooled: false,
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
        spooled: false,
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
        spooled: false,
        handler: routing::post(handler),
    }
}

/// An operation of the API: clients who may do the action on the resource.
pub(crate) fn operation<H, T>(
    method: &Method,
    path: &'static str,
    (resource, action): (Resource, Action),
    handler: H,
) -> Route
where
    H: Handler<T, AppState>,
    T: 'static,
{
    let handler = match *method {
        Method::GET => routing::get(handler),
        Method::PUT => routing::put(handler),
        _ => routing::post(handler),
    };
    Route {
        method: method.clone(),
        path,
        access: Access::Client(resource, action),
        limit: MAX_BODY,
        spooled: false,
        handler,
    }
}

/// A path of the API that any program reaches, method `GET` or `POST`.
pub(crate) fn for_programs<H, T>(method: &Method, path: &'static str, handler: H) -> Route
where
    H: Handler<T, AppState>,
    T: 'static,
{
    let handler = match *method {
        Method::GET => routing::get(handler),
        _ => routing::post(handler),
    };
    Route {
        method: method.clone(),
        path,
        access: Access::Program,
        limit: 64 * 1024,
        spooled: false,
        handler,
    }
}

impl Route {
    /// The route takes a file of any size, into the spool.
    pub(crate) fn into_spool(self) -> Self {
        Self {
            spooled: true,
            ..self
        }
    }

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
            Access::Program => f.write_str("program"),
            Access::Staff(resource, action) => write!(f, "{} {}", resource.code(), action.code()),
            Access::Client(resource, action) => write!(f, "api {} {}", resource.code(), action.code()),
        }
    }
}
