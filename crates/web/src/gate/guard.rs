//! The guard in front of each handler.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use madoguchi_store::TenantScope;

use super::origin::{FormOrigin, form_origin};
use super::{Caller, Operation, SignedIn, body, record};
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::redirect;
use crate::policy::{Action, Relation, Resource, may};
use crate::routes::Access;
use crate::session::{self, Officer, token};
use crate::state::AppState;

/// Lets a request through to its handler if the route's row allows it.
pub(crate) async fn guard(
    State((app, access)): State<(AppState, Access)>,
    request: Request,
    next: Next,
) -> Response {
    let Some(caller) = request.extensions().get::<Caller>().cloned() else {
        return PageError::internal("the request did not pass the gate").into_response();
    };
    let Some(scope) = caller.scope else {
        return PageError::NotFound.into_response();
    };
    let passed = match access {
        Access::Anybody => anybody(request).map(|request| (request, None)),
        Access::Staff(resource, action) => staff(&app, &caller, scope, request, resource, action).await,
    };
    match passed {
        Err(response) => response,
        Ok((request, None)) => next.run(request).await,
        Ok((request, Some(operation))) => {
            let response = next.run(request).await;
            record::finish(&app, &scope, &operation, response).await
        }
    }
}

/// Before sign-in there is no token; the browser must say that the form is from our own page.
fn anybody(request: Request) -> Result<Request, Response> {
    let changes = !request.method().is_safe();
    if changes && form_origin(request.headers()) != FormOrigin::Own {
        return Err(PageError::ForeignForm.into_response());
    }
    Ok(request)
}

async fn staff(
    app: &AppState,
    caller: &Caller,
    scope: TenantScope,
    request: Request,
    resource: Resource,
    action: Action,
) -> Result<(Request, Option<Operation>), Response> {
    let Some(signed_in) = caller.signed_in.clone() else {
        return Err(session::expired::answer(app, caller, request).await);
    };
    let request = check_form(&signed_in, request).await.map_err(IntoResponse::into_response)?;
    if signed_in.session.must_change_password && resource != Resource::OwnAccount {
        return Err(redirect("/account"));
    }
    let begun = record::begun(caller, &request, resource, action);
    let operation = record::begin(app, &scope, begun).await.map_err(IntoResponse::into_response)?;
    if !may(signed_in.session.staff.role, Relation::OWN, resource, action) {
        let refusal = PageError::Forbidden.into_response();
        return Err(record::finish(app, &scope, &operation, refusal).await);
    }
    let mut request = request;
    let officer = Officer::new(caller.clone(), signed_in, operation.clone());
    request.extensions_mut().insert(officer);
    Ok((request, Some(operation)))
}

/// A form must come from our own page and carry the session's token.
async fn check_form(signed_in: &SignedIn, request: Request) -> Result<Request<Body>, PageError> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    let foreign = form_origin(request.headers()) == FormOrigin::Foreign;
    let (request, bytes) = body::read(request).await?;
    if foreign || !token::same(FormData::parse(&bytes).raw("csrf"), &signed_in.csrf) {
        return Err(PageError::ForeignForm);
    }
    Ok(request)
}
