//! The guard in front of each handler.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use madoguchi_store::TenantScope;

use super::origin::{FormOrigin, form_origin};
use super::{Caller, Operation, SignedIn, body, record};
use crate::api;
use crate::error::PageError;
use crate::form_data::FormData;
use crate::page::redirect;
use crate::page_fonts;
use crate::policy::{Action, Relation, Resource, may};
use crate::routes::Access;
use crate::session::{self, Officer, token};
use crate::state::AppState;
use crate::{spooled_upload, upload};

/// Lets a request through to its handler if the route's row allows it.
pub(crate) async fn guard(
    State((app, access, limit, spooled)): State<(AppState, Access, usize, bool)>,
    request: Request,
    next: Next,
) -> Response {
    let Some(caller) = request.extensions().get::<Caller>().cloned() else {
        return PageError::internal("the request did not pass the gate").into_response();
    };
    let Some(scope) = caller.scope else {
        return PageError::NotFound.into_response();
    };
    match access {
        Access::Anybody => anybody(request, next).await,
        // The handler checks who it is; nothing here can be forged from a browser that is signed in.
        Access::Program => match body::read(request, limit).await {
            Ok((request, _)) => next.run(request).await,
            Err(error) => error.into_response(),
        },
        Access::Client(resource, action) => {
            api::guard(app, caller, scope, (resource, action), limit, request, next).await
        }
        Access::Staff(resource, action) => {
            let Some(signed_in) = caller.signed_in.clone() else {
                return session::expired::answer(&app, &caller, request).await;
            };
            let staff = Staff {
                app,
                caller,
                scope,
                signed_in,
                limit,
                spooled,
            };
            staff
                .pass(request, next, resource, action)
                .await
                .unwrap_or_else(IntoResponse::into_response)
        }
    }
}

/// Before sign-in there is no token; the browser must say that the form is from our own page.
async fn anybody(request: Request, next: Next) -> Response {
    let changes = !request.method().is_safe();
    if changes && form_origin(request.headers()) != FormOrigin::Own {
        return PageError::ForeignForm.into_response();
    }
    next.run(request).await
}

struct Staff {
    app: AppState,
    caller: Caller,
    scope: TenantScope,
    signed_in: SignedIn,
    /// How many bytes a form may have.
    limit: usize,
    /// A file goes to the spool.
    spooled: bool,
}

impl Staff {
    async fn pass(
        self,
        request: Request,
        next: Next,
        resource: Resource,
        action: Action,
    ) -> Result<Response, PageError> {
        // A file of any size is only taken from those who may send one.
        let permitted = may(self.signed_in.session.staff.role, Relation::OWN, resource, action);
        let mut request = match upload::boundary(request.headers()) {
            Some(boundary) if self.spooled && permitted => {
                if form_origin(request.headers()) == FormOrigin::Foreign {
                    return Err(PageError::ForeignForm);
                }
                spooled_upload::read(&self.app, request, boundary, &self.signed_in.csrf).await?
            }
            _ => check_form(&self.signed_in, request, self.limit).await?,
        };
        let session = &self.signed_in.session;
        // The page on which the password is changed brings its font too.
        let open = matches!(resource, Resource::OwnAccount | Resource::PageFont);
        if session.must_change_password && !open {
            return Ok(redirect("/account"));
        }
        // A part of a page that was recorded: the font is made of nothing else.
        if resource == Resource::PageFont {
            let officer = Officer::new(self.caller, self.signed_in, Operation::unrecorded());
            request.extensions_mut().insert(officer);
            return Ok(next.run(request).await);
        }
        let begun = record::begun(&self.caller, &request, resource, action);
        let operation = record::begin(&self.app, &self.scope, begun).await?;
        let response = if permitted {
            let officer = Officer::new(self.caller, self.signed_in, operation.clone());
            request.extensions_mut().insert(officer);
            let response = next.run(request).await;
            page_fonts::dress(&self.app, &self.scope, response).await
        } else {
            PageError::Forbidden.into_response()
        };
        Ok(record::finish(&self.app, &self.scope, &operation, response).await)
    }
}

/// A form must come from our own page and carry the session's token.
async fn check_form(
    signed_in: &SignedIn,
    request: Request,
    limit: usize,
) -> Result<Request<Body>, PageError> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    let foreign = form_origin(request.headers()) == FormOrigin::Foreign;
    let boundary = upload::boundary(request.headers());
    let (mut request, bytes) = body::read(request, limit).await?;
    let sent = match boundary {
        None => FormData::parse(&bytes),
        Some(boundary) => {
            let upload = upload::parse(&bytes, boundary)
                .await
                .map_err(|_| PageError::ForeignForm)?;
            let form = upload.form.clone();
            request.extensions_mut().insert(upload);
            form
        }
    };
    if foreign || !token::same(sent.raw("csrf"), &signed_in.csrf) {
        return Err(PageError::ForeignForm);
    }
    Ok(request)
}
