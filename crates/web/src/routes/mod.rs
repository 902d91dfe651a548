//! Every route of the product in one table: method, path, and what it does to what. The router, the guard in
//! front of each handler and the tests over all routes are made from it, so no handler can be reached
//! without naming its resource and action.

mod admin;
mod api;
mod route;
mod session;
mod staff;

use axum::Router;
use axum::http::Uri;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;

pub use route::{Access, Route};

use crate::api::{ApiError, PREFIX};
use crate::error::PageError;
use crate::gate;
use crate::state::AppState;

/// Every route.
pub fn table() -> Vec<Route> {
    session::routes()
        .into_iter()
        .chain(admin::routes())
        .chain(staff::routes())
        .chain(api::routes())
        .collect()
}

/// The router of the whole table, each handler behind its guard.
pub(crate) fn router(app: &AppState) -> Router<AppState> {
    table()
        .into_iter()
        .fold(Router::new(), |router, route| {
            let guard = from_fn_with_state(
                (app.clone(), route.access, route.limit, route.spooled),
                gate::guard,
            );
            router.route(route.path, route.handler.route_layer(guard))
        })
        .fallback(|| async { PageError::NotFound })
        .method_not_allowed_fallback(|uri: Uri| async move {
            if uri.path().starts_with(PREFIX) {
                ApiError::Method.into_response()
            } else {
                PageError::NotFound.into_response()
            }
        })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_method_and_path_twice() {
        let table = table();
        let unique: BTreeSet<_> = table
            .iter()
            .map(|route| (route.method.as_str(), route.path))
            .collect();
        assert_eq!(unique.len(), table.len());
    }

    /// People review the file when a route or its permission changes.
    #[test]
    fn golden_routes() {
        let mut lines: Vec<String> = table().iter().map(ToString::to_string).collect();
        lines.sort();
        insta::assert_snapshot!(lines.join("\n"));
    }
}
