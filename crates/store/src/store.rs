//! The serving connection pool.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use madoguchi_model::clock::{Clock, Entropy};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use thiserror::Error;

use crate::error::StoreError;
use crate::startup::{self, Unfit};

/// The database, as the serving role. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pool: PgPool,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

/// Why the store could not be opened. Each message says what to do.
#[derive(Debug, Error)]
pub enum ConnectError {
    /// The URL cannot be read.
    #[error("the database URL cannot be read ({0}); it looks like postgres://USER@HOST/DATABASE")]
    Url(sqlx::Error),
    /// Nobody answered, or the server refused.
    #[error("no connection to the database ({0}); check that it runs and that the URL is right")]
    Unreachable(sqlx::Error),
    /// The database or the role cannot be served from.
    #[error(transparent)]
    Unfit(#[from] Unfit),
}

/// How long a request waits for a free connection before it fails.
const ACQUIRE: Duration = Duration::from_secs(10);

/// Nothing a request does lasts longer. A transaction that is forgotten would hold the sealing of the audit
/// record back. Statements are short, or read through indexes: to compile one takes longer than it saves.
const SERVING_LIMITS: [(&str, &str); 3] = [
    ("statement_timeout", "30s"),
    ("jit", "off"),
    ("idle_in_transaction_session_timeout", "5min"),
];

impl Store {
    /// Connects as the serving role and checks that the database can be served from: its version, character
    /// set and migrations, and that the role cannot get round row security.
    pub async fn connect(
        url: &str,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, ConnectError> {
        Self::connect_with(url, 16, clock, entropy).await
    }

    /// [`connect`](Self::connect) with at most so many connections.
    pub async fn connect_with(
        url: &str,
        connections: u32,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, ConnectError> {
        let options = options(url)?.options(SERVING_LIMITS);
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(ACQUIRE)
            .connect_with(options)
            .await
            .map_err(ConnectError::Unreachable)?;
        startup::check_server(&pool).await?;
        startup::check_serving_role(&pool).await?;
        startup::check_migrations(&pool).await?;
        Ok(Self { pool, clock, entropy })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(sqlx::query("SELECT 1").execute(&self.pool).await.map(drop)?)
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// The clock that was handed in.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The randomness that was handed in.
    #[must_use]
    pub fn entropy(&self) -> &Arc<dyn Entropy> {
        &self.entropy
    }

    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }
}

/// Connection options of a URL, with what every connection of ours needs.
pub(crate) fn options(url: &str) -> Result<PgConnectOptions, ConnectError> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return Err(ConnectError::Url(sqlx::Error::Configuration(
            "it does not begin with postgres://".into(),
        )));
    }
    let options = PgConnectOptions::from_str(url).map_err(ConnectError::Url)?;
    Ok(options
        .application_name("madoguchi")
        .options([("timezone", "UTC")]))
}
