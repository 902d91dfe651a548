//! What only the administrator of a database server does: making the roles, and making and renaming databases.
//! Used for a private server; on a server of their own, people do it by hand.

use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, PgPool};

use crate::owner::ROLES_SQL;
use crate::store::{ConnectError, options};

/// A connection as the administrator of a server.
pub struct Administrator(PgPool);

impl Administrator {
    /// Connects.
    pub async fn connect(url: &str) -> Result<Self, ConnectError> {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .connect_with(options(url)?)
            .await;
        pool.map(Self).map_err(ConnectError::Unreachable)
    }

    /// Makes the roles that every database of the server shares; does nothing where they exist.
    pub async fn make_roles(&self) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(ROLES_SQL).execute(&self.0).await.map(drop)
    }

    /// Whether a database exists.
    pub async fn has_database(&self, name: &str) -> Result<bool, sqlx::Error> {
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
            .bind(name)
            .fetch_one(&self.0)
            .await
    }

    /// Makes an empty database in which Japanese can be searched, owned by the owning role.
    pub async fn create_database(&self, name: &str) -> Result<(), sqlx::Error> {
        let name = quoted(name);
        self.run(format!(
            "CREATE DATABASE {name} OWNER madoguchi_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        ))
        .await
    }

    /// Removes a database with all it holds, if it exists.
    pub async fn drop_database(&self, name: &str) -> Result<(), sqlx::Error> {
        self.run(format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(name)))
            .await
    }

    /// Renames a database nobody is connected to.
    pub async fn rename_database(&self, from: &str, to: &str) -> Result<(), sqlx::Error> {
        self.run(format!(
            "ALTER DATABASE {} RENAME TO {}",
            quoted(from),
            quoted(to)
        ))
        .await
    }

    /// Closes the connection.
    pub async fn close(&self) {
        self.0.close().await;
    }

    async fn run(&self, statement: String) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(AssertSqlSafe(statement))
            .execute(&self.0)
            .await
            .map(drop)
    }
}

/// A name as SQL writes it; names of databases cannot be parameters.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
