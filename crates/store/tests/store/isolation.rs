//! No function of any repository shows or changes anything of another tenant.
//!
//! Every public function is called in one tenant with the ids of the other. A list that is read from the sources
//! makes sure that a new function is not forgotten.

mod calls;
mod changes;
mod full;
mod imported;
mod linked;
mod own_layouts;
mod programs;
mod robots;
mod sources;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use madoguchi_model::ids::TenantId;
use madoguchi_store::testing::TestDatabase;
use sqlx::{Connection, PgConnection};

#[tokio::test]
async fn another_tenants_ids_are_as_if_they_were_not_there() {
    let db = TestDatabase::new().await;
    let ids = full::fill(&db).await;
    let before = rows_of(&db, db.here.scope.tenant_id()).await;
    assert!(
        before.values().all(|rows| *rows != "0 "),
        "every table has a row to protect: {before:?}"
    );

    let mut covered = BTreeSet::new();
    calls::reads(&db, &ids, &mut covered).await;
    changes::changes(&db, &ids, &mut covered).await;
    imported::covered(&db, &ids, &mut covered).await;
    sources::covered(&db, &ids, &mut covered).await;
    programs::from_elsewhere(&db, &ids.program, &mut covered).await;
    linked::covered(&db, &ids, &mut covered).await;
    robots::covered(&db, &ids, &mut covered).await;
    own_layouts::covered(&db, ids.layout, &mut covered).await;
    told::covered(&db, &ids, &mut covered).await;

    assert_eq!(
        rows_of(&db, db.here.scope.tenant_id()).await,
        before,
        "something of the other tenant changed"
    );
    assert_eq!(
        covered,
        functions(),
        "functions that are covered, and functions that there are"
    );
}

/// How many rows of a tenant each table has, and a digest of them.
async fn rows_of(db: &TestDatabase, tenant: TenantId) -> BTreeMap<String, String> {
    let mut owner = PgConnection::connect(&db.url("madoguchi_owner")).await.unwrap();
    sqlx::query("SELECT set_config('app.tenant', $1, false)")
        .bind(tenant.to_string())
        .execute(&mut owner)
        .await
        .unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT relname::text FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_sqlx_migrations'",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    let mut rows = BTreeMap::new();
    for table in tables {
        let digest = sqlx::AssertSqlSafe(format!(
            "SELECT format('%s %s', count(*), md5(string_agg(t::text, '|' ORDER BY t::text))) FROM {table} t
             WHERE tenant_id = '{tenant}'"
        ));
        let digest: String = sqlx::query_scalar(digest).fetch_one(&mut owner).await.unwrap();
        rows.insert(table, digest);
    }
    owner.close().await.unwrap();
    rows
}

/// The public functions of the repositories, as `module::function`, from the sources.
fn functions() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        None,
        &mut found,
    );
    found
}

fn collect(directory: &Path, module: Option<&str>, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let module = module.unwrap_or(&stem);
        if module == "testing" {
            continue;
        }
        if path.is_dir() {
            collect(&path, Some(module), found);
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for function in source.split("\npub async fn ").skip(1) {
            let (name, rest) = function.split_once('(').unwrap();
            let parameters = rest.split_once(')').unwrap().0;
            let of_a_tenant = ["TenantTx", "TenantScope", "&Store"]
                .iter()
                .any(|word| parameters.contains(word));
            // `explain` is for tests and reads no row.
            if of_a_tenant && name != "explain" {
                found.insert(format!("{module}::{name}"));
            }
        }
    }
}
