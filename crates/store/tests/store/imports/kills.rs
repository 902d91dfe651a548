//! A run that is cut off goes on where it was, and ends where one that was not would have.

use madoguchi_store::imports::{self, Begun, Bounds};
use madoguchi_store::testing::TestDatabase;
use sqlx::{Connection, PgConnection};

use super::support::{
    DIFFERENCE, FULL, begin, file, households, import, moved, register, stage, state, switch,
};

#[tokio::test]
async fn killed_ten_times_it_comes_to_the_same() {
    let people = register(&households());
    let bytes = file(&people);
    let whole = TestDatabase::new().await;
    import(&whole.store, &whole.here.scope, &bytes, FULL).await;
    let expected = state(&whole, &whole.here.scope).await;

    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let mut resumed = 0;
    // Each time another number of chunks of another length is committed before the end comes.
    for (rows, chunks) in [
        (7, 1),
        (13, 2),
        (1, 3),
        (29, 1),
        (5, 4),
        (17, 1),
        (3, 2),
        (11, 1),
        (23, 1),
        (2, 5),
    ] {
        let run = match begin(&db.store, scope, &bytes, FULL).await {
            Begun::New(run) => run,
            Begun::Resumed(run) => {
                resumed += 1;
                assert!(run.position > 0);
                run
            }
            other => panic!("{other:?}"),
        };
        assert!(!stage(&db.store, scope, (&bytes, FULL), &run, (rows, chunks)).await);
        // The last chunk is cut off before its commit.
        let mut tx = db.store.begin(scope).await.unwrap();
        let batch = imports::Batch::new(madoguchi_import::Target::Residents);
        imports::stage(&mut tx, run.id, batch).await.unwrap();
        drop(tx);
    }
    assert_eq!(resumed, 9);
    let Begun::Resumed(run) = begin(&db.store, scope, &bytes, FULL).await else {
        panic!()
    };
    assert!(stage(&db.store, scope, (&bytes, FULL), &run, (50, usize::MAX)).await);
    // The switch-over is cut off too.
    let mut tx = db.store.begin(scope).await.unwrap();
    let bounds = Bounds {
        accept_removals: true,
        ..Bounds::default()
    };
    imports::switch_over(&mut tx, run.id, bounds, &mut |_, _| {})
        .await
        .unwrap();
    drop(tx);
    let Begun::Resumed(run) = begin(&db.store, scope, &bytes, FULL).await else {
        panic!()
    };
    let done = switch(&db.store, scope, &run, FULL).await;
    assert_eq!(
        (done.run.counts.added, done.run.rejected_rows),
        (people.len() as u64, 0)
    );
    assert_eq!(state(&db, scope).await, expected);
}

#[tokio::test]
async fn what_the_server_lost_is_read_again() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let people = register(&households());
    let bytes = file(&people);
    let Begun::New(run) = begin(&db.store, scope, &bytes, FULL).await else {
        panic!()
    };
    stage(&db.store, scope, (&bytes, FULL), &run, (50, 2)).await;
    // What a crash does to an unlogged table.
    let mut owner = PgConnection::connect(&db.url("madoguchi_owner")).await.unwrap();
    sqlx::raw_sql("TRUNCATE import_staged_residents")
        .execute(&mut owner)
        .await
        .unwrap();
    owner.close().await.unwrap();
    let Begun::Resumed(run) = begin(&db.store, scope, &bytes, FULL).await else {
        panic!()
    };
    assert_eq!((run.position, run.staged), (0, 0));
    stage(&db.store, scope, (&bytes, FULL), &run, (50, usize::MAX)).await;
    let done = switch(&db.store, scope, &run, FULL).await;
    assert_eq!(done.run.counts.added, people.len() as u64);
}

#[tokio::test]
async fn one_run_of_a_target_at_a_time() {
    let db = TestDatabase::new().await;
    let scope = &db.here.scope;
    let people = register(&households());
    let bytes = file(&people);
    let Begun::New(run) = begin(&db.store, scope, &bytes, FULL).await else {
        panic!()
    };
    let other = file(&[moved(&people[0], "1", "2026-01-01")]);
    let Begun::Busy(open) = begin(&db.store, scope, &other, DIFFERENCE).await else {
        panic!()
    };
    assert_eq!(open.id, run.id);
    let mut tx = db.store.begin(scope).await.unwrap();
    imports::abandon(&mut tx, run.id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(
        begin(&db.store, scope, &other, DIFFERENCE).await,
        Begun::New(_)
    ));
}
