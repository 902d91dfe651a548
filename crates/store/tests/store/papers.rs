//! The life of an application: versions, withdrawal, what was printed, and prints of many at once.

use chrono::Duration;
use madoguchi_model::ids::{ApplicationId, ResidentId};
use madoguchi_model::staff::Role;
use madoguchi_store::applications::{ApplicationState, NewApplication, Prepared};
use madoguchi_store::case_events::CaseEventKind;
use madoguchi_store::print_batches::{BatchOf, BatchOutcome, BatchState, NewPart, PART, PartPaper};
use madoguchi_store::print_releases::{NewPaper, PrintKind};
use madoguchi_store::printer_hints::PrinterHint;
use madoguchi_store::signatures::NewSignature;
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{
    ChangeError, TenantTx, applications, case_events, jobs, print_batches, print_releases, printer_hints,
    signatures,
};
use serde_json::json;
use sqlx::{Connection, PgConnection};

async fn begin(db: &TestDatabase) -> TenantTx {
    db.store.begin(&db.here.scope).await.unwrap()
}

fn filled(phone: &str, edition: &str) -> NewApplication {
    NewApplication {
        form_id: "move".into(),
        release_hash: "test".into(),
        form_edition: edition.into(),
        residents: Vec::new(),
        values: json!({ "visitor.phone": phone }),
        supplied_font: None,
    }
}

async fn prepare(tx: &mut TenantTx, db: &TestDatabase, wanted: &[NewApplication]) -> Prepared {
    let by = db.here.staff(Role::FrontDesk).id;
    applications::prepare(tx, db.here.case.id, wanted, by)
        .await
        .unwrap()
}

/// One application of the sample's case.
async fn prepared(tx: &mut TenantTx, db: &TestDatabase) -> ApplicationId {
    prepare(tx, db, &[filled("1", "a")]).await;
    applications::of_case(tx, db.here.case.id).await.unwrap()[0].id
}

async fn sign(tx: &mut TenantTx, db: &TestDatabase, id: ApplicationId, version: i32) {
    let new = NewSignature {
        strokes: None,
        signer: "辻".into(),
        application_version: version,
    };
    signatures::sign(tx, id, &new, db.here.staff(Role::FrontDesk).id)
        .await
        .unwrap();
}

#[tokio::test]
async fn every_version_is_kept_whole_and_filling_the_same_makes_none() {
    let db = TestDatabase::new().await;
    let mut tx = begin(&db).await;
    let id = prepared(&mut tx, &db).await;
    sign(&mut tx, &db, id, 1).await;
    assert_eq!(
        prepare(&mut tx, &db, &[filled("1", "a")]).await,
        Prepared::default()
    );
    // Another edition of the same layout alone is no new version: what was signed still stands.
    assert_eq!(
        prepare(&mut tx, &db, &[filled("1", "b")]).await,
        Prepared::default()
    );
    db.clock.advance(Duration::minutes(1));
    assert_eq!(prepare(&mut tx, &db, &[filled("2", "b")]).await.voided, 1);
    let versions = applications::versions(&mut tx, id).await.unwrap();
    let told: Vec<_> = versions
        .iter()
        .map(|version| (version.version, &*version.form_edition, &version.values))
        .collect();
    assert_eq!(
        told,
        [
            (1, "a", &json!({ "visitor.phone": "1" })),
            (2, "b", &json!({ "visitor.phone": "2" }))
        ]
    );
    assert!(versions[0].made_at < versions[1].made_at);
    assert_eq!(versions[1].made_by_name, "窓口担当");
    let signed = &signatures::of_case(&mut tx, db.here.case.id).await.unwrap()[0];
    assert_eq!(signed.application_version, 1);
    assert!(signed.void_reason.is_some());
    assert_eq!(
        applications::version(&mut tx, id, 2).await.unwrap().as_ref(),
        versions.get(1)
    );
    assert_eq!(applications::version(&mut tx, id, 3).await.unwrap(), None);
}

#[tokio::test]
async fn the_newest_version_of_applications_from_before_is_kept() {
    let db = TestDatabase::new().await;
    let mut tx = begin(&db).await;
    let id = prepared(&mut tx, &db).await;
    prepare(&mut tx, &db, &[filled("2", "a")]).await;
    tx.commit().await.unwrap();
    // As before the migration: the application alone. Then the migration's own statements.
    let mut owner = PgConnection::connect(&db.url("madoguchi_owner")).await.unwrap();
    let tenant = db.here.scope.tenant_id();
    // At that moment of the migration the table is not closed off yet.
    let forget = format!(
        "SELECT set_config('app.tenant', '{tenant}', false); DELETE FROM application_versions;
         SELECT set_config('app.tenant', '', false); ALTER TABLE application_versions NO FORCE ROW LEVEL SECURITY"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(forget))
        .execute(&mut owner)
        .await
        .unwrap();
    let migration = include_str!("../../migrations/0015_papers.sql");
    let from = migration.find("ALTER TABLE applications NO FORCE").unwrap();
    let until = migration.find("CALL isolate('application_versions'").unwrap();
    sqlx::raw_sql(&migration[from..until])
        .execute(&mut owner)
        .await
        .unwrap();
    let mut tx = begin(&db).await;
    let versions = applications::versions(&mut tx, id).await.unwrap();
    assert_eq!((versions.len(), versions[0].version), (1, 2));
    assert_eq!(versions[0].values, json!({ "visitor.phone": "2" }));
    assert_eq!(versions[0].form_edition, "");
}

#[tokio::test]
async fn what_was_kept_cannot_be_changed_or_removed_by_the_serving_role() {
    let db = TestDatabase::new().await;
    let mut app = PgConnection::connect(&db.url("madoguchi_app")).await.unwrap();
    for statement in [
        "UPDATE application_versions SET version = 2",
        "DELETE FROM application_versions",
        "UPDATE print_releases SET copy = 1",
        "DELETE FROM print_releases",
    ] {
        let refused = sqlx::query(statement).execute(&mut app).await.unwrap_err();
        let code = refused
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .unwrap();
        assert_eq!(code, "42501", "{statement}");
    }
}

#[tokio::test]
async fn what_the_resident_withdraws_is_kept_with_its_reason_and_not_made_again() {
    let db = TestDatabase::new().await;
    let (case, by) = (db.here.case.id, db.here.staff(Role::FrontDesk).id);
    let mut tx = begin(&db).await;
    let id = prepared(&mut tx, &db).await;
    sign(&mut tx, &db, id, 1).await;
    let stale = applications::withdraw(&mut tx, id, 2, by, "理由").await;
    assert!(matches!(stale, Err(ChangeError::Stale { version: 1, .. })));
    applications::withdraw(&mut tx, id, 1, by, "また来るため")
        .await
        .unwrap();
    assert!(signatures::standing(&mut tx, id).await.unwrap().is_none());
    let withdrawn = applications::withdrawn_of_case(&mut tx, case).await.unwrap();
    assert_eq!(withdrawn.len(), 1);
    let withdrawal = withdrawn[0].by_resident.as_ref().unwrap();
    assert_eq!(
        (&*withdrawal.reason, &*withdrawal.taken_by),
        ("また来るため", "窓口担当")
    );
    assert_eq!(
        prepare(&mut tx, &db, &[filled("2", "a")]).await,
        Prepared::default()
    );
    assert!(applications::of_case(&mut tx, case).await.unwrap().is_empty());
    let again = applications::withdraw(&mut tx, id, 1, by, "理由").await;
    assert!(matches!(again, Err(ChangeError::NotAllowed(_))));

    applications::restore(&mut tx, id, by).await.unwrap();
    let back = applications::of_case(&mut tx, case).await.unwrap();
    assert_eq!((back[0].id, back[0].state), (id, ApplicationState::Prepared));
    assert!(matches!(
        applications::restore(&mut tx, id, by).await,
        Err(ChangeError::NotAllowed(_))
    ));
    let events = case_events::list(&mut tx, case).await.unwrap();
    let kinds: Vec<_> = events.iter().rev().take(2).map(|event| event.kind).collect();
    assert_eq!(
        kinds,
        [
            CaseEventKind::ApplicationRestored,
            CaseEventKind::ApplicationWithdrawn
        ]
    );
}

#[tokio::test]
async fn what_is_not_needed_any_more_comes_back_when_it_is_needed() {
    let db = TestDatabase::new().await;
    let mut tx = begin(&db).await;
    prepared(&mut tx, &db).await;
    assert_eq!(prepare(&mut tx, &db, &[]).await.changed, 1);
    let put_away = applications::withdrawn_of_case(&mut tx, db.here.case.id)
        .await
        .unwrap();
    assert!(put_away.iter().all(|old| old.by_resident.is_none()));
    let by = db.here.staff(Role::FrontDesk).id;
    let restored = applications::restore(&mut tx, put_away[0].id, by).await;
    assert!(matches!(restored, Err(ChangeError::NotAllowed(_))));
    assert_eq!(prepare(&mut tx, &db, &[filled("1", "a")]).await.changed, 1);
}

fn paper(application: Option<(ApplicationId, i32)>) -> NewPaper {
    NewPaper {
        application,
        pages: 2,
    }
}

#[tokio::test]
async fn copies_are_counted_by_version() {
    let db = TestDatabase::new().await;
    let (case, by) = (db.here.case.id, db.here.staff(Role::FrontDesk).id);
    let mut tx = begin(&db).await;
    let id = prepared(&mut tx, &db).await;
    let kind = PrintKind::Bundle;
    let papers = [paper(None), paper(Some((id, 1)))];
    let first = print_releases::record(&mut tx, case, kind, &papers, by)
        .await
        .unwrap();
    let second = print_releases::record(&mut tx, case, kind, &papers, by)
        .await
        .unwrap();
    let copies = |release: &print_releases::PrintRelease| -> Vec<i32> {
        release.papers.iter().map(|paper| paper.copy).collect()
    };
    assert_eq!((copies(&first), copies(&second)), (vec![1, 1], vec![1, 2]));
    assert_eq!((second.kind, second.papers[1].pages), (PrintKind::Bundle, 2));
    prepare(&mut tx, &db, &[filled("2", "a")]).await;
    let newer = [paper(Some((id, 2)))];
    let third = print_releases::record(&mut tx, case, PrintKind::All, &newer, by)
        .await
        .unwrap();
    assert_eq!(copies(&third), [1]);
    let unknown = [paper(Some((id, 3)))];
    let refused = print_releases::record(&mut tx, case, PrintKind::All, &unknown, by).await;
    assert!(matches!(refused, Err(ChangeError::NotFound)));
    assert_eq!(
        print_releases::of_case(&mut tx, case).await.unwrap(),
        [first, second, third]
    );
}

#[tokio::test]
async fn two_prints_at_once_are_two_copies() {
    let db = TestDatabase::new().await;
    let (case, by) = (db.here.case.id, db.here.staff(Role::FrontDesk).id);
    let mut tx = begin(&db).await;
    let id = prepared(&mut tx, &db).await;
    tx.commit().await.unwrap();
    let papers = [paper(Some((id, 1)))];
    let mut one = begin(&db).await;
    let first = print_releases::record(&mut one, case, PrintKind::Application, &papers, by)
        .await
        .unwrap();
    let mut other = begin(&db).await;
    let (committed, second) = tokio::join!(
        one.commit(),
        print_releases::record(&mut other, case, PrintKind::Application, &papers, by)
    );
    committed.unwrap();
    assert_eq!((first.papers[0].copy, second.unwrap().papers[0].copy), (1, 2));
}

#[tokio::test]
async fn hints_of_a_form_are_set_and_removed() {
    let db = TestDatabase::new().await;
    let by = db.here.staff(Role::Administrator).id;
    let mut tx = begin(&db).await;
    let mut hint = PrinterHint {
        form_id: String::new(),
        printer: "1階の複合機".into(),
        tray: "トレイ2".into(),
        copies: 2,
        paper: "うぐいす色".into(),
    };
    printer_hints::set(&mut tx, &hint, by).await.unwrap();
    hint.copies = 3;
    printer_hints::set(&mut tx, &hint, by).await.unwrap();
    assert_eq!(
        printer_hints::list(&mut tx).await.unwrap(),
        std::slice::from_ref(&hint)
    );
    let nothing = PrinterHint {
        printer: String::new(),
        tray: String::new(),
        copies: 1,
        paper: String::new(),
        ..hint
    };
    printer_hints::set(&mut tx, &nothing, by).await.unwrap();
    assert!(printer_hints::list(&mut tx).await.unwrap().is_empty());
}

/// So many applications of the sample's case, each for another person.
fn many(count: usize, db: &TestDatabase) -> Vec<NewApplication> {
    let (clock, entropy) = (&**db.store.clock(), &**db.store.entropy());
    (0..count)
        .map(|n| NewApplication {
            residents: vec![ResidentId::new(clock, entropy)],
            ..filled(&n.to_string(), "a")
        })
        .collect()
}

fn outcomes(items: &[print_batches::BatchItem], outcome: BatchOutcome) -> Vec<(i32, BatchOutcome)> {
    items.iter().map(|item| (item.position, outcome)).collect()
}

#[tokio::test]
async fn a_batch_goes_on_part_by_part_and_doubles_nothing() {
    let db = TestDatabase::new().await;
    let by = db.here.staff(Role::FrontDesk).id;
    let mut tx = begin(&db).await;
    let today = BatchOf::Day(tx.today());
    assert_eq!(
        print_batches::start(&mut tx, today, false, by).await.unwrap(),
        None
    );
    prepare(&mut tx, &db, &many(130, &db)).await;
    let yesterday = BatchOf::Day(tx.today() - Duration::days(1));
    assert_eq!(print_batches::count(&mut tx, yesterday, false).await.unwrap(), 0);
    let batch = print_batches::start(&mut tx, today, false, by)
        .await
        .unwrap()
        .unwrap();
    let first = print_batches::items(&mut tx, batch, 1).await.unwrap();
    let second = print_batches::items(&mut tx, batch, 2).await.unwrap();
    assert_eq!((first.len(), second.len()), (100, 30));
    assert_eq!((first[99].position + 1, second[0].position), (PART, PART));

    let paper = PartPaper {
        case_id: first[0].case_id,
        application_id: first[0].application_id,
        version: 1,
        pages: 1,
    };
    let job = jobs::lease(&mut tx, Duration::minutes(1)).await.unwrap().unwrap();
    assert_eq!(
        print_batches::copy_of(&mut tx, job.id.0, 0, paper, by)
            .await
            .unwrap(),
        1
    );
    let printed = outcomes(&first, BatchOutcome::Printed);
    let part = NewPart {
        number: 1,
        outcomes: &printed,
        pages: 100,
        persons: &[],
        file: Some(b"one"),
    };
    assert!(print_batches::keep_part(&mut tx, batch, part).await.unwrap());
    jobs::complete(&mut tx, &job).await.unwrap();
    assert_eq!(
        print_batches::get(&mut tx, batch).await.unwrap().unwrap().done,
        100
    );
    tx.commit().await.unwrap();

    // The same part once more: it is there already.
    let mut tx = begin(&db).await;
    assert!(!print_batches::keep_part(&mut tx, batch, part).await.unwrap());
    tx.roll_back().await.unwrap();

    let mut tx = begin(&db).await;
    let job = jobs::lease(&mut tx, Duration::minutes(1)).await.unwrap().unwrap();
    assert_eq!(job.payload, json!({ "batch": batch, "part": 2 }));
    let protected = outcomes(&second, BatchOutcome::Protected);
    let part = NewPart {
        number: 2,
        outcomes: &protected,
        pages: 0,
        persons: &[],
        file: None,
    };
    assert!(print_batches::keep_part(&mut tx, batch, part).await.unwrap());
    jobs::complete(&mut tx, &job).await.unwrap();
    let ended = print_batches::get(&mut tx, batch).await.unwrap().unwrap();
    assert_eq!(
        (ended.state, ended.done, ended.total),
        (BatchState::Ready, 130, 130)
    );
    assert!(
        jobs::lease(&mut tx, Duration::minutes(1))
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(print_batches::left_out(&mut tx, batch).await.unwrap().len(), 30);
    let parts = print_batches::parts(&mut tx, batch).await.unwrap();
    assert_eq!((parts.len(), parts[0].applications), (1, 100));
    assert_eq!(
        print_batches::file(&mut tx, batch, 1).await.unwrap().unwrap().0,
        b"one"
    );
    // What was printed in this version already can be passed over.
    assert_eq!(print_batches::count(&mut tx, today, true).await.unwrap(), 129);

    let started = ended.started_at;
    assert_eq!(print_batches::remove_before(&mut tx, started).await.unwrap(), 0);
    let later = started + Duration::seconds(1);
    assert_eq!(print_batches::remove_before(&mut tx, later).await.unwrap(), 1);
    assert_eq!(print_batches::get(&mut tx, batch).await.unwrap(), None);
    let prints = print_releases::of_case(&mut tx, db.here.case.id).await.unwrap();
    assert_eq!(prints.len(), 1, "the record of prints stays");
}

#[tokio::test]
async fn a_cancelled_batch_takes_no_further_part() {
    let db = TestDatabase::new().await;
    let by = db.here.staff(Role::FrontDesk).id;
    let mut tx = begin(&db).await;
    prepare(&mut tx, &db, &many(2, &db)).await;
    let today = BatchOf::Day(tx.today());
    let batch = print_batches::start(&mut tx, today, false, by)
        .await
        .unwrap()
        .unwrap();
    print_batches::advance(&mut tx, batch, 1).await.unwrap();
    assert!(print_batches::is_running(&mut tx, batch).await.unwrap());
    print_batches::cancel(&mut tx, batch).await.unwrap();
    assert!(!print_batches::is_running(&mut tx, batch).await.unwrap());
    let twice = print_batches::cancel(&mut tx, batch).await;
    assert!(matches!(twice, Err(ChangeError::NotAllowed(_))));
    let items = print_batches::items(&mut tx, batch, 1).await.unwrap();
    let printed = outcomes(&items, BatchOutcome::Printed);
    let part = NewPart {
        number: 1,
        outcomes: &printed,
        pages: 2,
        persons: &[],
        file: Some(b"late"),
    };
    assert!(!print_batches::keep_part(&mut tx, batch, part).await.unwrap());
    let mine = print_batches::of_staff(&mut tx, by).await.unwrap();
    assert_eq!(
        (mine.len(), mine[0].state, mine[0].done),
        (1, BatchState::Cancelled, 1)
    );
}

#[tokio::test]
async fn a_batch_whose_job_was_given_up_says_so() {
    let db = TestDatabase::new().await;
    let by = db.here.staff(Role::FrontDesk).id;
    let mut tx = begin(&db).await;
    prepare(&mut tx, &db, &many(1, &db)).await;
    let today = BatchOf::Day(tx.today());
    let batch = print_batches::start(&mut tx, today, false, by)
        .await
        .unwrap()
        .unwrap();
    assert!(!print_batches::get(&mut tx, batch).await.unwrap().unwrap().stuck);
    let job = jobs::lease(&mut tx, Duration::minutes(1)).await.unwrap().unwrap();
    jobs::bury(&mut tx, &job, "no").await.unwrap();
    assert!(print_batches::get(&mut tx, batch).await.unwrap().unwrap().stuck);
}
