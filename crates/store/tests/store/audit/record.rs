//! How the record is written, sealed and read.

use chrono::Duration;
use madoguchi_import::Target;
use madoguchi_model::staff::Role;
use madoguchi_store::audit::{self, Anchor, Anchored, AuditFilter, Begun, Outcome, Phase};
use madoguchi_store::imports::{self, Bounds, NewFile, StoredFile};
use madoguchi_store::testing::TestDatabase;
use sqlx::{Connection, PgConnection};

use super::{Heads, begun, operation, seal, verify};

#[tokio::test]
async fn an_open_transaction_holds_sealing_back_so_that_nothing_comes_in_before() {
    let db = TestDatabase::new().await;
    let heads = Heads::default();
    let early = audit::begin(&db.store, &db.here.scope, begun(&db, "early"))
        .await
        .unwrap();
    let mut open = db.store.begin(&db.here.scope).await.unwrap();
    early.end(&mut open, Outcome::Done, &[]).await.unwrap();
    operation(&db, &db.here.scope, "late", &[]).await;
    // The begun entry of "early" is chained; what came after the open transaction waits for it.
    seal(&db, &heads, 1).await;
    assert_eq!(audit::seal(&db.store, &db.here.scope, &heads).await.unwrap(), 0);
    open.commit().await.unwrap();
    seal(&db, &heads, 3).await;
    assert!(verify(&db, &heads).await.is_whole());
}

/// An import can take hours. It is left alone while its worker gives signs of life, and until it has told its end itself;
/// without them it is an operation like others.
#[tokio::test]
async fn an_import_that_goes_on_is_not_closed_as_unknown() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let new = NewFile {
        target: Target::Residents,
        layout: "residents",
        full: true,
        dry_run: false,
        bounds: Bounds::default(),
        by: None,
        source: None,
        file: StoredFile {
            place: "spool",
            key: "key",
            name: "file.csv",
            bytes: 1,
            digest: "digest",
        },
    };
    let mut tx = db.store.begin(scope).await.unwrap();
    let run = imports::enqueue(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    // The background names the run, the command line its file.
    for resource_id in [run.to_string(), "digest".to_owned()] {
        let of_import = Begun {
            action: "import".into(),
            resource_kind: "import".into(),
            resource_id,
            ..begun(&db, "import")
        };
        drop(audit::begin(&db.store, scope, of_import).await.unwrap());
    }
    db.clock.advance(Duration::hours(2));
    let mut tx = db.store.begin(scope).await.unwrap();
    let leased = imports::lease(&mut tx, Duration::minutes(1)).await.unwrap();
    assert_eq!(leased.map(|leased| leased.id), Some(run));
    let (from, before) = (tx.now() - Duration::days(1), tx.now() - Duration::minutes(15));
    assert_eq!(audit::close_orphans(&mut tx, from, before).await.unwrap(), 0);
    imports::fail(&mut tx, run, "ファイルを読めません。")
        .await
        .unwrap();
    assert_eq!(audit::close_orphans(&mut tx, from, before).await.unwrap(), 0);
    tx.commit().await.unwrap();
    db.clock.advance(Duration::minutes(16));
    let mut tx = db.store.begin(scope).await.unwrap();
    let before = tx.now() - Duration::minutes(15);
    assert_eq!(audit::close_orphans(&mut tx, from, before).await.unwrap(), 2);
}

#[tokio::test]
async fn an_operation_without_an_end_is_closed_as_unknown() {
    let db = TestDatabase::new().await;
    let lost = audit::begin(&db.store, &db.here.scope, begun(&db, "lost"))
        .await
        .unwrap();
    let id = lost.id();
    drop(lost);
    operation(&db, &db.here.scope, "ended", &[]).await;
    db.clock.advance(Duration::minutes(20));
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let (from, before) = (tx.now() - Duration::days(1), tx.now() - Duration::minutes(15));
    assert_eq!(audit::close_orphans(&mut tx, from, before).await.unwrap(), 1);
    assert_eq!(audit::close_orphans(&mut tx, from, before).await.unwrap(), 0);
    tx.commit().await.unwrap();
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let entries = audit::read(
        &mut tx,
        &AuditFilter {
            limit: 10,
            ..AuditFilter::default()
        },
    )
    .await
    .unwrap();
    let closed = entries
        .iter()
        .find(|entry| entry.operation_id == id && entry.phase == Phase::Ended)
        .unwrap();
    assert_eq!(
        (closed.outcome, &*closed.action),
        (Some(Outcome::Unknown), "lost")
    );
}

#[tokio::test]
async fn the_beginning_stays_when_the_change_is_taken_back() {
    let db = TestDatabase::new().await;
    let operation = audit::begin(&db.store, &db.here.scope, begun(&db, "failed"))
        .await
        .unwrap();
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    operation.end(&mut tx, Outcome::Done, &[]).await.unwrap();
    tx.roll_back().await.unwrap();
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let entries = audit::read(
        &mut tx,
        &AuditFilter {
            limit: 10,
            ..AuditFilter::default()
        },
    )
    .await
    .unwrap();
    assert_eq!(
        entries.iter().map(|entry| entry.phase).collect::<Vec<_>>(),
        [Phase::Begun]
    );
}

#[tokio::test]
async fn the_administrator_reads_by_person_staff_action_and_page() {
    let db = TestDatabase::new().await;
    let persons: Vec<_> = db.here.household.members.iter().map(|member| member.id).collect();
    for (index, action) in ["a", "b", "c"].into_iter().enumerate() {
        db.clock.advance(Duration::minutes(1));
        operation(&db, &db.here.scope, action, &persons[index..=index]).await;
    }
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let every = AuditFilter {
        limit: 100,
        ..AuditFilter::default()
    };
    let all = audit::read(&mut tx, &every).await.unwrap();
    assert_eq!(all.len(), 6);
    let of_person = AuditFilter {
        person: Some(persons[1]),
        ..every.clone()
    };
    let found = audit::read(&mut tx, &of_person).await.unwrap();
    assert_eq!(
        found.iter().map(|entry| &*entry.action).collect::<Vec<_>>(),
        ["b"]
    );
    assert_eq!(found[0].persons, [persons[1]]);
    let of_action = AuditFilter {
        action: Some("c".into()),
        ..every.clone()
    };
    assert_eq!(audit::read(&mut tx, &of_action).await.unwrap().len(), 2);
    let of_nobody = AuditFilter {
        staff: Some(db.here.staff(Role::Administrator).id),
        ..every.clone()
    };
    assert!(audit::read(&mut tx, &of_nobody).await.unwrap().is_empty());
    let until = AuditFilter {
        until: Some(all[1].at),
        ..every.clone()
    };
    assert_eq!(audit::read(&mut tx, &until).await.unwrap().len(), 4);
    let mut paged = Vec::new();
    let mut page = AuditFilter { limit: 4, ..every };
    while let Some(last) = {
        let some = audit::read(&mut tx, &page).await.unwrap();
        paged.extend(some.clone());
        some.last().cloned()
    } {
        page.older_than = Some((last.at, last.id));
    }
    assert_eq!(paged, all);
    // Another tenant sees none of it.
    let mut tx = db.store.begin(&db.there.scope).await.unwrap();
    assert!(
        audit::read(
            &mut tx,
            &AuditFilter {
                limit: 10,
                ..AuditFilter::default()
            }
        )
        .await
        .unwrap()
        .is_empty()
    );
}

#[tokio::test]
async fn the_serving_role_can_only_add() {
    let db = TestDatabase::new().await;
    operation(&db, &db.here.scope, "a", &[]).await;
    let mut app = PgConnection::connect(&db.url("madoguchi_app")).await.unwrap();
    let tenant = db.here.scope.tenant_id();
    for statement in [
        "SELECT * FROM audit_entries",
        "UPDATE audit_entries SET action = ''",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
        "SELECT * FROM audit_seals",
        "INSERT INTO audit_seals SELECT",
        "INSERT INTO audit_entries (xid) VALUES ('1')",
        "SELECT audit_canonical(NULL)",
    ] {
        let set = format!("SET app.tenant = '{tenant}'; {statement}");
        let error = sqlx::raw_sql(sqlx::AssertSqlSafe(set))
            .execute(&mut app)
            .await
            .unwrap_err();
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .unwrap_or_default()
            .into_owned();
        assert_eq!(code, "42501", "{statement}: {error}");
    }
}

#[test]
fn an_anchor_file_is_appended_to_and_read_back() {
    let directory = madoguchi_cluster::testing::empty_directory();
    let path = directory.join("anchors.jsonl");
    let head = |seq| Anchored {
        tenant: "01890000-0000-7000-8000-000000000001".parse().unwrap(),
        seq,
        entry_id: "01890000-0000-7000-8000-000000000002".parse().unwrap(),
        hash: format!("{seq:064x}"),
        at: "2026-04-08T01:00:00Z".parse().unwrap(),
    };
    for seq in [1, 2] {
        let file = audit::AnchorFile::open(&path).unwrap();
        file.append(&head(seq)).unwrap();
        file.append(&head(seq)).unwrap();
    }
    assert_eq!(audit::AnchorFile::read(&path).unwrap(), [head(1), head(2)]);
    std::fs::remove_dir_all(directory).unwrap();
}
