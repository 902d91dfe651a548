//! What is checked before serving: each failure is one sentence with its remedy.

use sqlx::PgPool;
use thiserror::Error;

use crate::owner::MIGRATOR;

/// The oldest PostgreSQL that will do: `^@` uses an index from 15 on.
const OLDEST_VERSION: i32 = 150_000;

/// The database or the role cannot be served from.
#[derive(Debug, Error)]
pub enum Unfit {
    /// Too old.
    #[error(
        "PostgreSQL {found} is too old; install PostgreSQL 15 or later (Debian: apt install postgresql-15)"
    )]
    Version {
        /// What was found.
        found: String,
    },
    /// Wrong character type.
    #[error(
        "the database's LC_CTYPE is {found}, under which Japanese text cannot be searched; create the database \
         with LOCALE 'C.UTF-8' ENCODING 'UTF8' TEMPLATE template0"
    )]
    CharacterType {
        /// What was found.
        found: String,
    },
    /// The role bypasses row security.
    #[error(
        "the role {role} {why}, so municipalities would not be kept apart; serve as madoguchi_app, and keep \
         {role} for --migrate-url"
    )]
    Role {
        /// The role.
        role: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Migrations are missing.
    #[error(
        "the database is at migration {found} and this program needs {needed}; run `madoguchi migrate` \
         (with --migrate-url) first"
    )]
    Behind {
        /// The newest migration that was applied.
        found: i64,
        /// The newest migration of this program.
        needed: i64,
    },
    /// A newer program has migrated.
    #[error(
        "the database is at migration {found} and this program knows only {known}; start the newer program"
    )]
    Ahead {
        /// The newest migration that was applied.
        found: i64,
        /// The newest migration of this program.
        known: i64,
    },
    /// The checks themselves failed.
    #[error("the database could not be checked: {0}")]
    Database(#[from] sqlx::Error),
}

/// Version and character set.
pub(crate) async fn check_server(pool: &PgPool) -> Result<(), Unfit> {
    let (number, version, ctype): (i32, String, String) = sqlx::query_as(
        "SELECT current_setting('server_version_num')::int, current_setting('server_version'), datctype::text
         FROM pg_database WHERE datname = current_database()",
    )
    .fetch_one(pool)
    .await?;
    if number < OLDEST_VERSION {
        return Err(Unfit::Version { found: version });
    }
    let utf8 = ctype.to_ascii_lowercase().replace('-', "").ends_with("utf8");
    if utf8 {
        Ok(())
    } else {
        Err(Unfit::CharacterType { found: ctype })
    }
}

/// The serving role cannot get round row security.
pub(crate) async fn check_serving_role(pool: &PgPool) -> Result<(), Unfit> {
    let (role, superuser, bypass, owns, member): (String, bool, bool, bool, bool) = sqlx::query_as(
        "SELECT rolname::text, rolsuper, rolbypassrls,
            EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                AND pg_has_role(current_user, c.relowner, 'MEMBER')),
            EXISTS (SELECT FROM pg_roles r
                WHERE r.rolname IN ('madoguchi_searcher', 'madoguchi_gate', 'madoguchi_auditor')
                AND pg_has_role(current_user, r.oid, 'MEMBER'))
         FROM pg_roles WHERE rolname = current_user",
    )
    .fetch_one(pool)
    .await?;
    let why = match (superuser, bypass, owns, member) {
        (true, ..) => "is a superuser",
        (_, true, ..) => "has BYPASSRLS",
        (_, _, true, _) => "owns tables, or is a member of a role that does",
        (.., true) => "is a member of a role behind the narrow functions",
        _ => return Ok(()),
    };
    Err(Unfit::Role { role, why })
}

/// The database is at this program's newest migration.
pub(crate) async fn check_migrations(pool: &PgPool) -> Result<(), Unfit> {
    let needed = MIGRATOR
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0);
    let table: bool = sqlx::query_scalar("SELECT to_regclass('public._sqlx_migrations') IS NOT NULL")
        .fetch_one(pool)
        .await?;
    let found: i64 = if table {
        sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success")
            .fetch_one(pool)
            .await?
    } else {
        0
    };
    match found.cmp(&needed) {
        std::cmp::Ordering::Less => Err(Unfit::Behind { found, needed }),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(Unfit::Ahead { found, known: needed }),
    }
}
