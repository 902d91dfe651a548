//! The signed-in officer, as a handler gets them.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use madoguchi_model::ids::{ResidentId, SectionId};
use madoguchi_model::staff::{Role, Section, Staff};
use madoguchi_store::sessions::Session;
use madoguchi_store::{TenantScope, TenantTx, field_permissions};

use crate::error::PageError;
use crate::gate::{Caller, Operation, SignedIn};
use crate::page::{Area, Chrome};
use crate::policy::{Action, FieldAccess, Relation, Resource, may, reach};
use crate::state::AppState;

/// Who is signed in, and the operation that is being recorded. Only a request that the route's guard let
/// through has one.
#[derive(Clone)]
pub struct Officer {
    caller: Caller,
    session: Arc<Session>,
    operation: Operation,
}

impl Officer {
    pub(crate) fn new(caller: Caller, signed_in: SignedIn, operation: Operation) -> Self {
        Self {
            caller,
            session: signed_in.session,
            operation,
        }
    }

    /// The person.
    pub fn staff(&self) -> &Staff {
        &self.session.staff
    }

    /// Where the person works.
    pub fn section(&self) -> &Section {
        &self.session.section
    }

    /// The person's role.
    pub fn role(&self) -> Role {
        self.session.staff.role
    }

    /// The session.
    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// The municipality's name and code.
    pub fn municipality(&self) -> Result<&madoguchi_model::municipality::Municipality, PageError> {
        self.caller
            .municipality
            .as_deref()
            .ok_or_else(|| PageError::internal("no municipality"))
    }

    /// The frame of a page in `area`.
    pub fn page(&self, title: impl Into<String>, area: Area) -> Chrome {
        self.caller.chrome(title).area(area, self.role())
    }

    /// The tenant the officer is signed in to.
    pub fn scope(&self) -> Result<TenantScope, PageError> {
        self.caller.scope.ok_or_else(|| PageError::internal("no tenant"))
    }

    /// Opens a transaction of the officer's own tenant.
    pub async fn begin(&self, app: &AppState) -> Result<TenantTx, PageError> {
        Ok(app.store.begin(&self.scope()?).await?)
    }

    /// Notes residents whose data this request sees or changes, for the audit record.
    pub fn saw(&self, persons: impl IntoIterator<Item = ResidentId>) {
        self.operation.saw(persons);
    }

    /// Notes more about what this request does, for the audit record. Never a name or a number of a person.
    pub(crate) fn tell(&self, key: &str, value: serde_json::Value) {
        self.operation.tell(key, value);
    }

    /// Commits a change together with the end of its audit record. Every handler that changes something
    /// commits with this.
    pub async fn commit(&self, mut tx: TenantTx) -> Result<(), PageError> {
        crate::gate::end_with_change(&mut tx, &self.operation).await?;
        Ok(tx.commit().await?)
    }

    /// How the officer stands to a thing of a section.
    pub fn relation_to(&self, section: SectionId) -> Relation {
        if section == self.session.section.id {
            Relation::OWN
        } else {
            Relation::OTHER_SECTION
        }
    }

    /// Whether the officer may do this to a thing of the own section or of none; for showing buttons.
    pub fn may(&self, resource: Resource, action: Action) -> bool {
        may(self.role(), Relation::OWN, resource, action)
    }

    /// Which groups of fields the officer sees; `handed`: in a case that was handed to the officer's section.
    pub(crate) async fn fields(&self, tx: &mut TenantTx, handed: bool) -> Result<FieldAccess, PageError> {
        let section = self.section();
        let decided = field_permissions::of_section(tx, section.id).await?;
        Ok(FieldAccess::decide(self.role(), handed, |group| {
            reach(&decided, &section.code, group)
        }))
    }

    /// Refuses what the officer may not do to a thing that stands in `relation`.
    pub fn require(&self, relation: Relation, resource: Resource, action: Action) -> Result<(), PageError> {
        if may(self.role(), relation, resource, action) {
            Ok(())
        } else {
            Err(PageError::Forbidden)
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Officer {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        let officer = parts.extensions.get::<Self>().cloned();
        officer.ok_or_else(|| PageError::internal("the route lets anybody in"))
    }
}
