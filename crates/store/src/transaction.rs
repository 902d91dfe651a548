//! A transaction of one tenant.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_model::clock::{Clock, Entropy};
use madoguchi_model::ids::{TenantId, new_uuid};
use sqlx::{AssertSqlSafe, PgConnection, Postgres, Transaction};
use uuid::Uuid;

use crate::error::StoreError;
use crate::scope::TenantScope;
use crate::store::Store;

/// An open transaction in which row security lets the rows of one tenant through. Dropped without
/// [`commit`](Self::commit), it leaves nothing behind.
pub struct TenantTx {
    transaction: Transaction<'static, Postgres>,
    scope: TenantScope,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl Store {
    /// Opens a transaction of the tenant.
    pub async fn begin(&self, scope: &TenantScope) -> Result<TenantTx, StoreError> {
        // Both at once: a request opens several transactions. The statement is made of nothing but a UUID.
        let statement = format!(
            "BEGIN; SELECT set_config('app.tenant', '{}', true)",
            scope.tenant_id().0
        );
        let transaction = self.pool().begin_with(AssertSqlSafe(statement)).await?;
        let (clock, entropy) = (self.clock().clone(), self.entropy().clone());
        Ok(TenantTx {
            transaction,
            scope: *scope,
            clock,
            entropy,
        })
    }
}

/// Sets the tenant that row security compares with, until the transaction's end.
pub(crate) async fn set_tenant(connection: &mut PgConnection, tenant: TenantId) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT set_config('app.tenant', $1, true)")
        .bind(tenant.to_string())
        .execute(connection)
        .await
        .map(drop)
}

impl TenantTx {
    /// Makes every change of the transaction durable.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit().await?)
    }

    /// Takes every change of the transaction back.
    pub async fn roll_back(self) -> Result<(), StoreError> {
        Ok(self.transaction.rollback().await?)
    }

    /// The tenant of this transaction.
    #[must_use]
    pub fn scope(&self) -> TenantScope {
        self.scope
    }

    /// The instant, by the store's clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Today in Japan, by the store's clock.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    pub(crate) fn tenant(&self) -> Uuid {
        self.scope.tenant_id().0
    }

    pub(crate) fn new_id(&self) -> Uuid {
        new_uuid(&*self.clock, &*self.entropy)
    }

    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}
