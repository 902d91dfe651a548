//! What the database's own catalogue says of every table: forced row security, keys that begin with the tenant,
//! narrow functions, narrow privileges.

use madoguchi_store::testing::TestDatabase;
use sqlx::{Connection, PgConnection};

async fn names(db: &TestDatabase, role: &str, query: &'static str) -> Vec<String> {
    let mut connection = PgConnection::connect(&db.url(role)).await.unwrap();
    let names = sqlx::query_scalar(query)
        .fetch_all(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    names
}

fn sql_state(error: &sqlx::Error) -> String {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    code.unwrap_or_default().into_owned()
}

/// The tables of the schema; the migrator's own is no table of ours.
const TABLES: &str = "SELECT relname::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> '_sqlx_migrations'
    ORDER BY 1";

#[tokio::test]
async fn the_serving_role_sees_nothing_without_a_tenant() {
    let db = TestDatabase::new().await;
    let tables = names(&db, "madoguchi_app", TABLES).await;
    assert!(tables.len() > 25, "{tables:?}");
    let mut app = PgConnection::connect(&db.url("madoguchi_app")).await.unwrap();
    for table in tables {
        let count = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        match sqlx::query_scalar::<_, i64>(count).fetch_one(&mut app).await {
            Ok(rows) => assert_eq!(rows, 0, "{table} shows rows without a tenant"),
            // The record may not be read at all.
            Err(error) => assert!(
                table.starts_with("audit_") && sql_state(&error) == "42501",
                "{table}: {error}"
            ),
        }
    }
    for function in [
        "SELECT count(*) FROM residents_with_tokens(ARRAY['太'], false, 10)",
        "SELECT count(*) FROM read_audit(NULL, NULL, NULL, NULL, NULL, NULL, NULL, 10)",
        "SELECT count(*) FROM audit_orphans('-infinity', 'infinity')",
        "SELECT count(*) FROM audit_head()",
    ] {
        let rows: i64 = sqlx::query_scalar(function).fetch_one(&mut app).await.unwrap();
        assert_eq!(rows, 0, "{function}");
    }
    assert!(
        sqlx::query("SELECT seal_audit(now(), 1)")
            .execute(&mut app)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn every_table_has_forced_row_security_with_the_one_policy() {
    let db = TestDatabase::new().await;
    let open = names(
        &db,
        "madoguchi_owner",
        "SELECT c.relname::text FROM pg_class c
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND c.relname <> '_sqlx_migrations'
            AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
                SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tenant' AND p.polpermissive
                    AND p.polcmd = '*' AND p.polroles = '{0}'
                    AND pg_get_expr(p.polqual, p.polrelid)
                        = '(tenant_id = (NULLIF(current_setting(''app.tenant''::text, true), ''''::text))::uuid)'
                    AND pg_get_expr(p.polwithcheck, p.polrelid) = pg_get_expr(p.polqual, p.polrelid)))",
    )
    .await;
    assert_eq!(open, Vec::<String>::new());
}

#[tokio::test]
async fn other_policies_are_only_the_narrow_roles() {
    let db = TestDatabase::new().await;
    let others = names(
        &db,
        "madoguchi_owner",
        "SELECT format('%s %s %s %s', p.polrelid::regclass, p.polname, p.polcmd,
            (SELECT string_agg(r.rolname, ',') FROM pg_roles r WHERE r.oid = ANY (p.polroles)))
         FROM pg_policy p WHERE p.polname <> 'tenant' ORDER BY 1",
    )
    .await;
    assert_eq!(
        others,
        [
            "audit_entries auditor r madoguchi_auditor",
            "import_progress gate r madoguchi_gate",
            "import_runs gate r madoguchi_gate",
            "import_sources gate r madoguchi_gate",
            "jobs gate r madoguchi_gate",
            "resident_past_tokens searcher r madoguchi_searcher",
            "resident_tokens searcher r madoguchi_searcher",
            "sessions gate r madoguchi_gate",
            "tenants gate r madoguchi_gate",
        ]
    );
}

#[tokio::test]
async fn every_key_and_index_begins_with_the_tenant() {
    let db = TestDatabase::new().await;
    let others = names(
        &db,
        "madoguchi_owner",
        "SELECT i.indexrelid::regclass::text FROM pg_index i
         JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
            AND c.relname <> '_sqlx_migrations'
         LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
         WHERE a.attname IS DISTINCT FROM 'tenant_id' ORDER BY 1",
    )
    .await;
    // A session is what tells the tenant, so it must be found without one.
    assert_eq!(others, ["sessions_by_token"]);
    let foreign_keys = names(
        &db,
        "madoguchi_owner",
        "SELECT k.conname::text FROM pg_constraint k
         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = k.confkey[1]
         WHERE k.contype = 'f' AND (a.attname <> 'tenant_id' OR f.attname <> 'tenant_id')",
    )
    .await;
    assert_eq!(foreign_keys, Vec::<String>::new());
}

#[tokio::test]
async fn there_are_no_triggers_and_no_partitions() {
    let db = TestDatabase::new().await;
    let found = names(
        &db,
        "madoguchi_owner",
        "SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal
         UNION ALL SELECT relname::text FROM pg_class WHERE relkind = 'p'",
    )
    .await;
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test]
async fn functions_behind_which_row_security_ends_are_these() {
    let db = TestDatabase::new().await;
    let functions = names(
        &db,
        "madoguchi_owner",
        "SELECT format('%s %s', p.oid::regprocedure, r.rolname) FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
         WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace ORDER BY 1",
    )
    .await;
    assert_eq!(
        functions,
        [
            "analyze_imports() madoguchi_owner",
            "audit_case_days(timestamp with time zone,timestamp with time zone,uuid) madoguchi_auditor",
            "audit_head() madoguchi_auditor",
            "audit_off_hours(timestamp with time zone,timestamp with time zone,uuid,date[],time without time zone,time without time zone,integer) madoguchi_auditor",
            "audit_orphans(timestamp with time zone,timestamp with time zone) madoguchi_auditor",
            "audit_pairs(uuid[],uuid[],timestamp with time zone,timestamp with time zone,integer) madoguchi_auditor",
            "audit_prints(timestamp with time zone,timestamp with time zone,uuid,integer,integer) madoguchi_auditor",
            "audit_searches(timestamp with time zone,timestamp with time zone,uuid,integer,integer,integer) madoguchi_auditor",
            "audit_viewers(uuid[],timestamp with time zone,timestamp with time zone,uuid,integer) madoguchi_auditor",
            "read_audit(timestamp with time zone,timestamp with time zone,uuid,uuid,text,timestamp with time zone,uuid,integer) madoguchi_auditor",
            "residents_with_tokens(text[],boolean,integer) madoguchi_searcher",
            "seal_audit(timestamp with time zone,integer) madoguchi_auditor",
            "session_by_token(bytea) madoguchi_gate",
            "tenant_by_host(text) madoguchi_gate",
            "tenant_ids() madoguchi_gate",
            "tenants_with_due_imports(timestamp with time zone) madoguchi_gate",
            "tenants_with_due_jobs_of(timestamp with time zone,text[],boolean) madoguchi_gate",
        ]
    );
    let loose = names(
        &db,
        "madoguchi_owner",
        "SELECT p.oid::regprocedure::text FROM pg_proc p
         WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
            AND (p.proconfig IS DISTINCT FROM '{\"search_path=pg_catalog, pg_temp\"}'
                OR p.proacl IS NULL OR p.proacl::text ~ '[{,]=')",
    )
    .await;
    assert_eq!(
        loose,
        Vec::<String>::new(),
        "a search path of their own, and not for everybody"
    );
    let can_create = names(
        &db,
        "madoguchi_owner",
        "SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'madoguchi%'
            AND has_schema_privilege(oid, 'public', 'CREATE') ORDER BY 1",
    )
    .await;
    assert_eq!(can_create, ["madoguchi_owner"]);
}

#[tokio::test]
async fn the_narrow_roles_read_only_what_they_must() {
    let db = TestDatabase::new().await;
    let granted = names(
        &db,
        "madoguchi_owner",
        "SELECT format('%s %s %s', r.rolname, c.relname, privilege)
         FROM pg_roles r, pg_class c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege
         WHERE r.rolname IN ('madoguchi_searcher', 'madoguchi_gate', 'madoguchi_auditor')
            AND c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
            AND has_table_privilege(r.oid, c.oid, privilege) ORDER BY 1",
    )
    .await;
    assert_eq!(
        granted,
        [
            "madoguchi_auditor audit_entries SELECT",
            "madoguchi_auditor audit_seals INSERT",
            "madoguchi_auditor audit_seals SELECT",
            "madoguchi_searcher resident_past_tokens SELECT",
            "madoguchi_searcher resident_tokens SELECT",
        ]
    );
}
