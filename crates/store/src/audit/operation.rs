//! Writing to the record.

use madoguchi_model::ids::{OperationId, ResidentId, SectionId, SessionId, StaffId};
use serde_json::Value;
use uuid::Uuid;

use super::entry::{Category, Outcome, Phase};
use crate::codec::code;
use crate::{Store, StoreError, TenantScope, TenantTx};

/// What is known before an operation is done.
#[derive(Clone, PartialEq, Debug)]
pub struct Begun {
    /// Which log.
    pub category: Category,
    /// 操作者; none where nobody has signed in, or for the system.
    pub staff: Option<StaffId>,
    /// The session.
    pub session: Option<SessionId>,
    /// 場所.
    pub section: Option<SectionId>,
    /// 端末名.
    pub terminal: String,
    /// 機能名, a stable code.
    pub action: String,
    /// 画面名.
    pub screen: String,
    /// What kind of thing is touched; empty for none.
    pub resource_kind: String,
    /// Which one; empty for none.
    pub resource_id: String,
    /// 個人番号アクセス有無.
    pub individual_number_access: bool,
    /// More about it. Never a name or a number of a person.
    pub detail: Value,
}

/// An operation that has begun. Dropped without [`end`](Self::end), it is closed later as 'outcome unknown'.
#[derive(Debug)]
#[must_use = "an operation that is not ended is recorded as 'outcome unknown'"]
pub struct Operation {
    id: OperationId,
    scope: TenantScope,
    begun: Begun,
}

/// Records that an operation begins, in a transaction of its own: it is durable before anything is done.
pub async fn begin(store: &Store, scope: &TenantScope, begun: Begun) -> Result<Operation, StoreError> {
    let mut tx = store.begin(scope).await?;
    let id = OperationId(tx.new_id());
    insert(&mut tx, id, Phase::Begun, &begun, &[], None, &begun.detail).await?;
    tx.commit().await?;
    Ok(Operation {
        id,
        scope: *scope,
        begun,
    })
}

impl Operation {
    /// The id that both entries share, for logs.
    #[must_use]
    pub fn id(&self) -> OperationId {
        self.id
    }

    /// Records how the operation ended and whom it concerned, in the transaction of its change (or, of a read,
    /// before the response leaves).
    ///
    /// # Panics
    /// When the transaction is another tenant's than the operation: the program is wrong.
    pub async fn end(
        self,
        tx: &mut TenantTx,
        outcome: Outcome,
        persons: &[ResidentId],
    ) -> Result<(), StoreError> {
        self.end_with(tx, outcome, persons, &Value::Object(serde_json::Map::new()))
            .await
    }

    /// [`end`](Self::end), with more about it: how many copies were printed, which filter was searched by.
    ///
    /// # Panics
    /// When the transaction is another tenant's than the operation: the program is wrong.
    pub async fn end_with(
        self,
        tx: &mut TenantTx,
        outcome: Outcome,
        persons: &[ResidentId],
        detail: &Value,
    ) -> Result<(), StoreError> {
        assert!(
            tx.scope() == self.scope,
            "an operation must end in its own tenant"
        );
        insert(
            tx,
            self.id,
            Phase::Ended,
            &self.begun,
            persons,
            Some(outcome),
            detail,
        )
        .await
    }
}

/// Records something that has no beginning of its own, for example a sign-in: one entry, ended.
pub async fn event(
    tx: &mut TenantTx,
    what: &Begun,
    outcome: Outcome,
    persons: &[ResidentId],
) -> Result<(), StoreError> {
    let id = OperationId(tx.new_id());
    insert(tx, id, Phase::Ended, what, persons, Some(outcome), &what.detail).await
}

pub(super) async fn insert(
    tx: &mut TenantTx,
    operation: OperationId,
    phase: Phase,
    what: &Begun,
    persons: &[ResidentId],
    outcome: Option<Outcome>,
    detail: &Value,
) -> Result<(), StoreError> {
    let (tenant, id, now) = (tx.tenant(), tx.new_id(), tx.now());
    let persons: Vec<Uuid> = persons.iter().map(|person| person.0).collect();
    sqlx::query!(
        "INSERT INTO audit_entries (tenant_id, entry_id, operation_id, phase, at, category, staff_id, session_id,
            section_id, terminal, action, screen, resource_kind, resource_id, individual_number_access, persons,
            outcome, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        tenant,
        id,
        operation.0,
        code(&phase),
        now,
        code(&what.category),
        what.staff.map(|staff| staff.0),
        what.session.map(|session| session.0),
        what.section.map(|section| section.0),
        what.terminal,
        what.action,
        what.screen,
        what.resource_kind,
        what.resource_id,
        what.individual_number_access,
        &persons,
        outcome.map(|outcome| code(&outcome)).unwrap_or_default(),
        detail
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
