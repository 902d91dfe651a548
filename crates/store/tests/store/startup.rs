//! What is refused at the start, and how it is said.

use std::sync::Arc;

use madoguchi_store::testing::{CountingEntropy, TestClock, TestDatabase};
use madoguchi_store::{ConnectError, Owner, Store};
use sqlx::{Connection, PgConnection};

async fn refusal(url: &str) -> String {
    let (clock, entropy) = (TestClock::at("2026-04-08T01:00:00Z"), CountingEntropy::default());
    match Store::connect(url, Arc::new(clock), Arc::new(entropy)).await {
        Ok(_) => panic!("{url} was not refused"),
        Err(error) => error.to_string(),
    }
}

async fn administer(db: &TestDatabase, statement: String) {
    let mut connection = PgConnection::connect(&db.url("postgres")).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_role_that_gets_round_row_security_is_refused() {
    let db = TestDatabase::new().await;
    let remedy = "so municipalities would not be kept apart; serve as madoguchi_app, and keep";
    let owner = refusal(&db.url("madoguchi_owner")).await;
    assert!(
        owner.contains("madoguchi_owner owns tables") && owner.contains(remedy),
        "{owner}"
    );
    let superuser = refusal(&db.url("postgres")).await;
    assert!(
        superuser.contains("postgres is a superuser") && superuser.contains(remedy),
        "{superuser}"
    );
}

#[tokio::test]
async fn a_database_behind_or_ahead_is_refused() {
    let db = TestDatabase::new().await;
    let newest = "SELECT max(version) FROM _sqlx_migrations";
    administer(
        &db,
        format!("DELETE FROM _sqlx_migrations WHERE version = ({newest})"),
    )
    .await;
    let behind = refusal(&db.url("madoguchi_app")).await;
    assert!(
        behind.contains("run `madoguchi migrate` (with --migrate-url) first"),
        "{behind}"
    );
    administer(
        &db,
        format!(
            "INSERT INTO _sqlx_migrations SELECT version + 100, description, installed_on, success, checksum,
                execution_time FROM _sqlx_migrations WHERE version = ({newest})"
        ),
    )
    .await;
    let ahead = refusal(&db.url("madoguchi_app")).await;
    assert!(ahead.contains("start the newer program"), "{ahead}");
    administer(&db, "DROP TABLE _sqlx_migrations".into()).await;
    let never = refusal(&db.url("madoguchi_app")).await;
    assert!(never.contains("is at migration 0"), "{never}");
}

#[tokio::test]
async fn a_character_type_without_japanese_is_refused() {
    let db = TestDatabase::new().await;
    let name = "madoguchi_without_japanese";
    administer(
        &db,
        format!("CREATE DATABASE {name} OWNER madoguchi_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"),
    )
    .await;
    let url = db.url("madoguchi_app");
    let here = url.split(['/', '?']).nth(3).unwrap();
    let said = refusal(&url.replace(here, name)).await;
    assert!(
        said.contains("LC_CTYPE is C,") && said.contains("LOCALE 'C.UTF-8'"),
        "{said}"
    );
}

#[tokio::test]
async fn an_unreadable_url_and_a_silent_server_are_told_apart() {
    assert!(
        refusal("mysql://x")
            .await
            .contains("the database URL cannot be read")
    );
    let silent = refusal("postgres:///x?host=/nowhere&user=y").await;
    assert!(silent.contains("check that it runs"), "{silent}");
}

#[tokio::test]
async fn migrating_again_changes_nothing() {
    let db = TestDatabase::new().await;
    db.owner.migrate().await.unwrap();
    db.store.ping().await.unwrap();
    let (clock, entropy) = (TestClock::at("2026-04-08T01:00:00Z"), CountingEntropy::default());
    let app = Owner::connect(&db.url("madoguchi_app"), Arc::new(clock), Arc::new(entropy)).await;
    let refused = match app {
        Ok(app) => app.migrate().await.unwrap_err().to_string(),
        Err(ConnectError::Unfit(unfit)) => unfit.to_string(),
        Err(other) => other.to_string(),
    };
    assert!(refused.contains("run the program's roles.sql once"), "{refused}");
}
