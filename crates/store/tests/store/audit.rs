//! The record cannot be quietly changed.

use chrono::Duration;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::staff::Role;
use madoguchi_store::TenantScope;
use madoguchi_store::audit::{
    self, Anchor, AnchorError, Anchored, AuditFilter, Begun, Category, Outcome, Phase, Problem, Report,
};
use madoguchi_store::testing::TestDatabase;
use serde_json::json;
use sqlx::{Connection, PgConnection};
use std::sync::Mutex;

/// Keeps heads in memory.
#[derive(Default)]
struct Heads(Mutex<Vec<Anchored>>);

impl Anchor for Heads {
    fn append(&self, head: &Anchored) -> Result<(), AnchorError> {
        let mut heads = self.0.lock().unwrap();
        if heads.last().is_none_or(|last| last.seq != head.seq) {
            heads.push(head.clone());
        }
        Ok(())
    }
}

impl Heads {
    fn all(&self) -> Vec<Anchored> {
        self.0.lock().unwrap().clone()
    }
}

fn begun(db: &TestDatabase, action: &str) -> Begun {
    let staff = db.here.staff(Role::FrontDesk);
    Begun {
        category: Category::Operation,
        staff: Some(staff.id),
        session: None,
        section: Some(staff.section_id),
        terminal: "窓口3".into(),
        action: action.into(),
        screen: "GET /residents/{id}".into(),
        resource_kind: "resident".into(),
        resource_id: "1".into(),
        individual_number_access: false,
        detail: json!({ "z": 1, "a": "値 \"引用\"" }),
    }
}

async fn operation(db: &TestDatabase, scope: &TenantScope, action: &str, persons: &[ResidentId]) {
    let operation = audit::begin(&db.store, scope, begun(db, action)).await.unwrap();
    let mut tx = db.store.begin(scope).await.unwrap();
    operation.end(&mut tx, Outcome::Done, persons).await.unwrap();
    tx.commit().await.unwrap();
}

/// Seals until so many entries are chained. Transactions of other tests, which share the server, hold sealing
/// back for moments, as they should.
async fn seal(db: &TestDatabase, heads: &Heads, mut entries: u64) {
    while entries > 0 {
        entries -= audit::seal(&db.store, &db.here.scope, heads).await.unwrap();
    }
}

/// Six chained entries and the anchored head.
async fn sealed() -> (TestDatabase, Heads) {
    let db = TestDatabase::new().await;
    let heads = Heads::default();
    let persons = [db.here.household.members[0].id, db.here.household.members[1].id];
    for action in ["resident.view", "case.open", "application.print"] {
        operation(&db, &db.here.scope, action, &persons).await;
        seal(&db, &heads, 2).await;
    }
    (db, heads)
}

async fn verify(db: &TestDatabase, heads: &Heads) -> Report {
    audit::verify(&db.owner, &heads.all()).await.unwrap()
}

/// Does as the owner of the database what nobody should, with row security out of the way.
async fn tamper(db: &TestDatabase, statement: &'static str) {
    let mut owner = PgConnection::connect(&db.url("madoguchi_owner")).await.unwrap();
    for table in ["audit_entries", "audit_seals"] {
        let off = sqlx::AssertSqlSafe(format!("ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"));
        sqlx::raw_sql(off).execute(&mut owner).await.unwrap();
    }
    let done = sqlx::raw_sql(statement).execute(&mut owner).await.unwrap();
    assert!(done.rows_affected() > 0, "the tampering did nothing: {statement}");
    for table in ["audit_entries", "audit_seals"] {
        let on = sqlx::AssertSqlSafe(format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"));
        sqlx::raw_sql(on).execute(&mut owner).await.unwrap();
    }
    owner.close().await.unwrap();
}

fn found(report: &Report) -> Vec<(Option<i64>, Problem)> {
    report
        .findings
        .iter()
        .map(|finding| (finding.seq, finding.problem))
        .collect()
}

#[tokio::test]
async fn a_whole_record_is_whole() {
    let (db, heads) = sealed().await;
    operation(&db, &db.here.scope, "not sealed yet", &[]).await;
    let report = verify(&db, &heads).await;
    assert_eq!(
        report,
        Report {
            tenants: 2,
            sealed: 6,
            waiting: 2,
            findings: Vec::new()
        }
    );
    assert_eq!(heads.all().last().unwrap().seq, 6);
}

#[tokio::test]
async fn a_changed_entry_shows() {
    for change in [
        "UPDATE audit_entries SET staff_id = NULL WHERE entry_id = (SELECT entry_id FROM audit_seals WHERE seq = 3)",
        "UPDATE audit_entries SET at = at + interval '1 microsecond'
         WHERE entry_id = (SELECT entry_id FROM audit_seals WHERE seq = 3)",
        "UPDATE audit_entries SET persons = persons || persons[1:1], detail = '{\"a\": 1}'
         WHERE entry_id = (SELECT entry_id FROM audit_seals WHERE seq = 3)",
        "UPDATE audit_entries SET terminal = '窓口', action = '3' || action
         WHERE entry_id = (SELECT entry_id FROM audit_seals WHERE seq = 3)",
    ] {
        let (db, heads) = sealed().await;
        tamper(&db, change).await;
        let report = verify(&db, &heads).await;
        assert_eq!(found(&report), [(Some(3), Problem::Changed)], "{change}");
        let told = report.findings[0].to_string();
        let entry = report.findings[0].entry_id.unwrap();
        let tenant = db.here.scope.tenant_id();
        assert_eq!(
            told,
            format!("tenant {tenant}, place 3, entry {entry}: the entry or its place was changed")
        );
    }
}

#[tokio::test]
async fn a_missing_entry_shows() {
    let (db, heads) = sealed().await;
    tamper(
        &db,
        "DELETE FROM audit_entries WHERE entry_id = (SELECT entry_id FROM audit_seals WHERE seq = 2)",
    )
    .await;
    assert_eq!(found(&verify(&db, &heads).await), [(Some(2), Problem::Missing)]);
}

#[tokio::test]
async fn entries_that_changed_places_show() {
    let (db, heads) = sealed().await;
    tamper(
        &db,
        "CREATE TEMPORARY TABLE two AS SELECT seq, entry_id FROM audit_seals WHERE seq IN (2, 3);
         UPDATE audit_seals SET entry_id = gen_random_uuid() WHERE seq = 2;
         UPDATE audit_seals SET entry_id = (SELECT entry_id FROM two WHERE seq = 2) WHERE seq = 3;
         UPDATE audit_seals SET entry_id = (SELECT entry_id FROM two WHERE seq = 3) WHERE seq = 2",
    )
    .await;
    let problems = found(&verify(&db, &heads).await);
    assert_eq!(
        problems,
        [(Some(2), Problem::Changed), (Some(3), Problem::Changed)]
    );
}

#[tokio::test]
async fn an_entry_cut_out_of_record_and_chain_shows() {
    let (db, heads) = sealed().await;
    tamper(
        &db,
        "WITH cut AS (DELETE FROM audit_seals WHERE seq = 4 RETURNING entry_id)
         DELETE FROM audit_entries e USING cut WHERE e.entry_id = cut.entry_id",
    )
    .await;
    let problems = found(&verify(&db, &heads).await);
    assert_eq!(problems[0], (Some(4), Problem::SealMissing));
    assert!(problems.contains(&(Some(5), Problem::Changed)));
}

#[tokio::test]
async fn an_entry_whose_seal_was_taken_away_shows() {
    let (db, heads) = sealed().await;
    tamper(&db, "DELETE FROM audit_seals WHERE seq = 4").await;
    let problems = found(&verify(&db, &heads).await);
    assert!(problems.contains(&(Some(4), Problem::SealMissing)));
    assert!(problems.contains(&(None, Problem::NotSealed)));
}

#[tokio::test]
async fn an_entry_put_in_afterwards_shows() {
    let (db, heads) = sealed().await;
    tamper(
        &db,
        "INSERT INTO audit_entries SELECT tenant_id, gen_random_uuid(), gen_random_uuid(), phase, at, category,
            staff_id, session_id, section_id, terminal, action, screen, resource_kind, resource_id,
            individual_number_access, persons, outcome, detail, xid
         FROM audit_entries WHERE entry_id = (SELECT entry_id FROM audit_seals WHERE seq = 2)",
    )
    .await;
    assert_eq!(found(&verify(&db, &heads).await), [(None, Problem::NotSealed)]);
}

#[tokio::test]
async fn a_cut_tail_shows_by_the_anchor() {
    let (db, heads) = sealed().await;
    tamper(
        &db,
        "WITH cut AS (DELETE FROM audit_seals WHERE seq > 4 RETURNING entry_id)
         DELETE FROM audit_entries e USING cut WHERE e.entry_id = cut.entry_id",
    )
    .await;
    assert_eq!(found(&verify(&db, &heads).await), [(Some(6), Problem::Cut)]);
    // Without the anchor nothing could be seen.
    assert!(verify(&db, &Heads::default()).await.is_whole());
    // New entries do not hide it.
    operation(&db, &db.here.scope, "later", &[]).await;
    seal(&db, &Heads::default(), 2).await;
    assert_eq!(found(&verify(&db, &heads).await), [(Some(6), Problem::Cut)]);
}

#[tokio::test]
async fn a_chain_made_anew_shows_by_the_anchor() {
    let (db, heads) = sealed().await;
    tamper(&db, "DELETE FROM audit_seals").await;
    tamper(&db, "UPDATE audit_entries SET staff_id = NULL").await;
    seal(&db, &Heads::default(), 6).await;
    assert!(verify(&db, &Heads::default()).await.is_whole());
    let problems = found(&verify(&db, &heads).await);
    assert_eq!(problems.len(), heads.all().len());
    assert!(problems.iter().all(|(_, problem)| *problem == Problem::Cut));
}

#[tokio::test]
async fn a_whole_tenant_cut_out_shows_by_the_anchor() {
    let (db, heads) = sealed().await;
    tamper(&db, "DELETE FROM audit_seals").await;
    tamper(&db, "DELETE FROM audit_entries").await;
    assert_eq!(verify(&db, &heads).await.findings.len(), heads.all().len());
}

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
            .and_then(|error| error.code())
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
