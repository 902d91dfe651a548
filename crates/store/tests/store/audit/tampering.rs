//! Every way to change the record as the owner of the database, and that it shows.

use madoguchi_store::audit::{Problem, Report};
use madoguchi_store::testing::TestDatabase;
use sqlx::{Connection, PgConnection};

use super::{Heads, operation, seal, sealed, verify};

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
