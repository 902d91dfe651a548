//! A municipality's sandbox: made, replaced, and never in a municipality's place.

#![expect(clippy::unwrap_used, reason = "these are tests: the helpers too may panic")]

use std::process::{Command, Output};

use madoguchi_store::tenants;
use madoguchi_store::testing::TestDatabase;

const HERE: &str = "mihon.localhost";

fn sandbox(db: &TestDatabase, of: &str, host: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_madoguchi"))
        .args(["sandbox", "--of", of, "--host", host, "--residents", "60"])
        .env("MADOGUCHI_DATABASE_URL", db.url("madoguchi_app"))
        .env("MADOGUCHI_MIGRATE_URL", db.url("madoguchi_owner"))
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn a_sandbox_is_a_municipality_of_its_own() {
    let db = TestDatabase::new().await;
    let before = db.register_digest(&db.here.scope).await;
    let made = sandbox(&db, HERE, "sandbox.localhost");
    assert!(made.status.success(), "{}", text(&made.stderr));
    let told = text(&made.stdout);
    assert!(
        told.contains("みほん市（試験用）") && told.contains("kanri"),
        "{told}"
    );
    let first = tenants::by_host(&db.store, "sandbox.localhost")
        .await
        .unwrap()
        .unwrap();
    let mut tx = db.store.begin(&first).await.unwrap();
    assert!(tenants::sandbox(&mut tx).await.unwrap().is_one);
    drop(tx);
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let known = tenants::sandbox(&mut tx).await.unwrap();
    assert_eq!(
        (known.is_one, known.host.as_deref()),
        (false, Some("sandbox.localhost"))
    );
    drop(tx);
    assert_eq!(db.register_digest(&db.here.scope).await, before);
    // Made again, it is empty of what was tried.
    assert!(sandbox(&db, HERE, "Sandbox.localhost").status.success());
    let second = tenants::by_host(&db.store, "sandbox.localhost")
        .await
        .unwrap()
        .unwrap();
    assert_ne!(second.tenant_id(), first.tenant_id());
}

#[tokio::test]
async fn no_municipality_is_replaced_by_a_sandbox() {
    let db = TestDatabase::new().await;
    let refused = sandbox(&db, HERE, HERE);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("試験用でない自治体が使っています"));
    let here = tenants::by_host(&db.store, HERE).await.unwrap().unwrap();
    assert_eq!(here.tenant_id(), db.here.scope.tenant_id());
    let refused = sandbox(&db, "nobody.localhost", "sandbox.localhost");
    assert!(text(&refused.stderr).contains("応答する自治体がありません"));
}
