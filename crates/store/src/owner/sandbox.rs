//! A municipality's sandbox: a tenant of its own with invented people, for those who write programs.

use madoguchi_model::ids::TenantId;
use madoguchi_model::municipality::Municipality;
use uuid::Uuid;

use super::Owner;
use crate::error::StoreError;
use crate::scope::TenantScope;
use crate::transaction::set_tenant;

/// Why there is no sandbox.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The host name is that of a municipality.
    #[error("the host name belongs to a municipality that is no sandbox")]
    Taken,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for SandboxError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Owner {
    /// Makes a tenant that was just founded the sandbox of another. The sandbox that answered to the same host name
    /// before answers no more.
    ///
    /// # Errors
    /// [`SandboxError::Taken`] where the host name is a municipality's that is no sandbox.
    pub async fn make_sandbox(
        &self,
        of: &TenantScope,
        municipality: &Municipality,
        host: &str,
    ) -> Result<TenantScope, SandboxError> {
        let host = host.to_lowercase();
        let known: Option<Uuid> = sqlx::query_scalar("SELECT tenant_by_host($1)")
            .bind(&host)
            .fetch_one(&self.pool)
            .await?;
        if let Some(known) = known {
            self.retire(TenantId(known)).await?;
        }
        let made = self
            .create_tenant(municipality, std::slice::from_ref(&host))
            .await?;
        for (tenant, statement) in [
            (
                made.tenant_id(),
                "UPDATE tenants SET sandbox = true WHERE tenant_id = $1 AND $2 <> ''",
            ),
            (
                of.tenant_id(),
                "UPDATE tenants SET sandbox_host = $2 WHERE tenant_id = $1",
            ),
        ] {
            let mut transaction = self.pool.begin().await?;
            set_tenant(&mut transaction, tenant).await?;
            let query = sqlx::query(statement).bind(tenant.0).bind(&host);
            query.execute(&mut *transaction).await?;
            transaction.commit().await?;
        }
        Ok(made)
    }

    /// Takes a sandbox's host names away.
    async fn retire(&self, sandbox: TenantId) -> Result<(), SandboxError> {
        let mut transaction = self.pool.begin().await?;
        set_tenant(&mut transaction, sandbox).await?;
        let done = sqlx::query("UPDATE tenants SET hosts = '{}' WHERE tenant_id = $1 AND sandbox")
            .bind(sandbox.0)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        match done.rows_affected() {
            1 => Ok(()),
            _ => Err(SandboxError::Taken),
        }
    }
}
