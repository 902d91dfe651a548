//! What only the owner of the database does: migrating it, and founding a tenant.

mod sandbox;

use std::sync::Arc;

use madoguchi_model::clock::{Clock, Entropy};
use madoguchi_model::ids::TenantId;
use madoguchi_model::municipality::Municipality;
use sqlx::PgPool;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::PgPoolOptions;
use thiserror::Error;

pub use sandbox::SandboxError;

use crate::error::StoreError;
use crate::scope::TenantScope;
use crate::startup::{self, Unfit};
use crate::store::{ConnectError, options};
use crate::transaction::set_tenant;

/// The migrations, carried in the program.
pub(crate) static MIGRATOR: Migrator = sqlx::migrate!("./migrations");

/// Makes the roles that every database of a server shares. Run it as an administrator; it can be run again.
pub const ROLES_SQL: &str = include_str!("../roles.sql");

/// The database, as its owner. Row security holds for the owner too.
pub struct Owner {
    pool: PgPool,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

/// Why the database could not be migrated.
#[derive(Debug, Error)]
pub enum MigrationError {
    /// The roles are not there, or are not the owner's to use.
    #[error(
        "the role {0} is missing, or the owner is not a member of it; run the program's roles.sql once as an \
         administrator of the database server"
    )]
    Roles(String),
    /// A migration failed.
    #[error("the database could not be migrated: {0}")]
    Migration(#[from] MigrateError),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
}

/// Makes the shared roles, over an administrator's connection.
pub async fn make_roles(administrator_url: &str) -> Result<(), ConnectError> {
    let pool = pool(administrator_url).await?;
    let made = sqlx::raw_sql(ROLES_SQL).execute(&pool).await;
    pool.close().await;
    made.map(drop).map_err(ConnectError::Unreachable)
}

async fn pool(url: &str) -> Result<PgPool, ConnectError> {
    let options = options(url)?;
    PgPoolOptions::new()
        .max_connections(2)
        .connect_with(options)
        .await
        .map_err(ConnectError::Unreachable)
}

impl Owner {
    /// Connects as the owner and checks version and character set.
    pub async fn connect(
        url: &str,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, ConnectError> {
        let pool = pool(url).await?;
        startup::check_server(&pool).await?;
        Ok(Self { pool, clock, entropy })
    }

    /// Brings the database to this program's newest migration, and lets the serving role see which that is.
    pub async fn migrate(&self) -> Result<(), MigrationError> {
        let missing: Option<String> = sqlx::query_scalar(
            "SELECT wanted.name FROM unnest(ARRAY['madoguchi_searcher', 'madoguchi_gate', 'madoguchi_auditor'])
                AS wanted (name)
             LEFT JOIN pg_roles r ON r.rolname = wanted.name
             WHERE r.oid IS NULL OR NOT pg_has_role(current_user, r.oid, 'MEMBER') LIMIT 1",
        )
        .fetch_optional(&self.pool)
        .await?;
        if let Some(role) = missing {
            return Err(MigrationError::Roles(role));
        }
        MIGRATOR.run(&self.pool).await?;
        sqlx::query("GRANT SELECT ON _sqlx_migrations TO madoguchi_app")
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Founds a tenant. Host names are kept in lower case, without a port.
    pub async fn create_tenant(
        &self,
        municipality: &Municipality,
        hosts: &[String],
    ) -> Result<TenantScope, StoreError> {
        let tenant = TenantId::new(&*self.clock, &*self.entropy);
        let hosts: Vec<String> = hosts.iter().map(|host| host.to_lowercase()).collect();
        let mut transaction = self.pool.begin().await?;
        set_tenant(&mut transaction, tenant).await?;
        sqlx::query(
            "INSERT INTO tenants (tenant_id, code, prefecture, name, kana, hosts) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(tenant.0)
        .bind(&municipality.code)
        .bind(&municipality.prefecture)
        .bind(&municipality.name)
        .bind(&municipality.kana)
        .bind(&hosts)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(TenantScope::new(tenant))
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }
}

impl From<Unfit> for MigrationError {
    fn from(unfit: Unfit) -> Self {
        Self::Database(sqlx::Error::Protocol(unfit.to_string()))
    }
}
