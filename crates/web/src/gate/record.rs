//! The audit entries of a request. `begun` commits alone, before anything happens; `ended` commits with the
//! change (see [`crate::session::Officer::commit`]) or here, before the answer leaves.

use axum::extract::MatchedPath;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use madoguchi_model::staff::Staff;
use madoguchi_store::audit::{self, Begun, Category, Outcome};
use madoguchi_store::{TenantScope, TenantTx};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Caller, Operation};
use crate::error::PageError;
use crate::policy::{Action, Resource};
use crate::state::AppState;

/// Records that the operation begins. Without a record nothing is done.
pub(crate) async fn begin(app: &AppState, scope: &TenantScope, begun: Begun) -> Result<Operation, PageError> {
    Ok(Operation::new(audit::begin(&app.store, scope, begun).await?))
}

/// What is known of a request before its handler runs.
pub(crate) fn begun<B>(caller: &Caller, request: &Request<B>, resource: Resource, action: Action) -> Begun {
    let session = caller.signed_in.as_ref().map(|signed_in| &signed_in.session);
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str);
    let path = request.uri().path();
    let id = path
        .split('/')
        .rfind(|part| part.parse::<Uuid>().is_ok())
        .unwrap_or_default();
    Begun {
        category: category(resource, action),
        staff: session.map(|session| session.staff.id),
        session: session.map(|session| session.id),
        section: session.map(|session| session.section.id),
        terminal: caller.address.clone(),
        action: format!("{}.{}", resource.code(), action.code()),
        screen: format!("{} {route}", request.method()),
        resource_kind: resource.code().to_owned(),
        resource_id: id.to_owned(),
        individual_number_access: resource == Resource::IndividualNumber,
        // Only the path: what was searched for may be a name.
        detail: json!({ "path": path }),
    }
}

fn category(resource: Resource, action: Action) -> Category {
    match (resource, action) {
        (_, Action::Print) => Category::Printing,
        (Resource::OwnAccount, _) => Category::Authentication,
        (
            Resource::StaffAccount
            | Resource::Section
            | Resource::ClosedDay
            | Resource::Overlay
            | Resource::OwnForm
            | Resource::PrinterHint
            | Resource::SuppliedFont
            | Resource::ApiClient
            | Resource::EventReceiver
            | Resource::FieldPermission
            | Resource::AuditAnalysis
            | Resource::ImportLayout
            | Resource::ImportSource,
            Action::Create | Action::Edit | Action::Withdraw | Action::Approve,
        ) => Category::Settings,
        _ => Category::Operation,
    }
}

/// Records how the operation ended, unless its change already did. Without a record no data leaves.
pub(crate) async fn finish(
    app: &AppState,
    scope: &TenantScope,
    operation: &Operation,
    response: Response,
) -> Response {
    match end(
        app,
        scope,
        operation,
        outcome(response.status()),
        response.status(),
    )
    .await
    {
        Ok(()) => response,
        Err(error) => error.into_response(),
    }
}

async fn end(
    app: &AppState,
    scope: &TenantScope,
    operation: &Operation,
    outcome: Outcome,
    status: StatusCode,
) -> Result<(), PageError> {
    let Some(mut noted) = operation.take() else {
        return Ok(());
    };
    noted.detail.insert("status".into(), json!(status.as_u16()));
    let mut tx = app.store.begin(scope).await?;
    noted
        .begun
        .end_with(&mut tx, outcome, &noted.persons, &Value::Object(noted.detail))
        .await?;
    Ok(tx.commit().await?)
}

/// Records the end of the operation in the transaction of its change.
pub(crate) async fn end_with_change(tx: &mut TenantTx, operation: &Operation) -> Result<(), PageError> {
    if let Some(noted) = operation.take() {
        let detail = Value::Object(noted.detail);
        noted
            .begun
            .end_with(tx, Outcome::Done, &noted.persons, &detail)
            .await?;
    }
    Ok(())
}

/// Records an attempt to sign in.
pub(crate) async fn sign_in_attempt(
    tx: &mut TenantTx,
    caller: &Caller,
    staff: Option<&Staff>,
    outcome: Outcome,
    detail: Value,
) -> Result<(), PageError> {
    let what = Begun {
        category: Category::Authentication,
        staff: staff.map(|staff| staff.id),
        session: None,
        section: staff.map(|staff| staff.section_id),
        terminal: caller.address.clone(),
        action: "sign_in".into(),
        screen: "POST /sign-in".into(),
        resource_kind: Resource::OwnAccount.code().into(),
        resource_id: String::new(),
        individual_number_access: false,
        detail,
    };
    Ok(audit::event(tx, &what, outcome, &[]).await?)
}

fn outcome(status: StatusCode) -> Outcome {
    if status.is_server_error() {
        Outcome::Failed
    } else if status.is_client_error() {
        Outcome::Refused
    } else {
        Outcome::Done
    }
}

#[cfg(test)]
mod tests {
    use madoguchi_model::staff::Role;
    use madoguchi_store::audit::{self, AuditEntry, AuditFilter, Outcome, Phase};

    use crate::testing::TestServer;

    async fn entries(server: &TestServer) -> Vec<AuditEntry> {
        let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
        let filter = AuditFilter {
            limit: 50,
            ..AuditFilter::default()
        };
        audit::read(&mut tx, &filter).await.unwrap()
    }

    fn told(entries: &[AuditEntry]) -> Vec<(Phase, Option<Outcome>, &str, &str)> {
        let told = entries
            .iter()
            .map(|entry| (entry.phase, entry.outcome, &*entry.action, &*entry.screen));
        let mut told: Vec<_> = told.collect();
        told.sort_by_key(|(phase, ..)| *phase == Phase::Ended);
        told
    }

    #[tokio::test]
    async fn a_page_is_recorded_at_its_beginning_and_its_end() {
        let server = TestServer::new().await;
        server
            .signed_in(Role::Administrator)
            .await
            .get("/admin/staff")
            .await
            .is(200);
        let entries = entries(&server).await;
        assert_eq!(
            told(&entries),
            [
                (Phase::Begun, None, "staff_account.list", "GET /admin/staff"),
                (
                    Phase::Ended,
                    Some(Outcome::Done),
                    "staff_account.list",
                    "GET /admin/staff"
                ),
            ]
        );
        assert_eq!(entries[0].operation_id, entries[1].operation_id);
        assert_eq!(
            entries[0].staff_id,
            Some(server.db.here.staff(Role::Administrator).id)
        );
    }

    #[tokio::test]
    async fn a_refusal_is_recorded() {
        let server = TestServer::new().await;
        server
            .signed_in(Role::FrontDesk)
            .await
            .get("/admin/staff")
            .await
            .is(403);
        let entries = entries(&server).await;
        let ended = (
            Phase::Ended,
            Some(Outcome::Refused),
            "staff_account.list",
            "GET /admin/staff",
        );
        assert_eq!(told(&entries)[1], ended);
    }

    #[tokio::test]
    async fn a_change_is_recorded_once() {
        let server = TestServer::new().await;
        let mut browser = server.signed_in(Role::Administrator).await;
        browser
            .post("/admin/closed-days", &[("day", "2027-01-01"), ("name", "元日")])
            .await
            .is(303);
        let entries = entries(&server).await;
        assert_eq!(entries.len(), 2, "{entries:#?}");
        assert_eq!(told(&entries)[1].1, Some(Outcome::Done));
    }

    #[tokio::test]
    async fn a_failed_sign_in_is_recorded_without_what_was_typed() {
        let server = TestServer::new().await;
        let typed = [("name", "typed-name"), ("password", "typed-password")];
        server.browser().post("/sign-in", &typed).await.is(422);
        let entries = entries(&server).await;
        assert_eq!(entries[0].outcome, Some(Outcome::Refused));
        assert!(!format!("{entries:?}").contains("typed"), "{entries:?}");
    }
}
