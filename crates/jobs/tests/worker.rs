//! The worker against a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::Duration;
use madoguchi_jobs::handlers::DeliverHandOff;
use madoguchi_jobs::periodic::{CleanUp, CloseOrphanOperations, SealAudit};
use madoguchi_jobs::{BackOff, BoxFuture, Handler, JobError, Options, Worker};
use madoguchi_model::case::CaseState;
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_model::staff::Role;
use madoguchi_store::audit::{self, Anchor, AnchorError, Anchored, AuditFilter, Begun, Category, Outcome};
use madoguchi_store::hand_offs::SectionHandOff;
use madoguchi_store::jobs::{Counts, LeasedJob};
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{TenantTx, cases, closed_days, hand_offs, jobs, queue};
use serde_json::json;

/// Adds a closed day, then does what it was told.
struct Work {
    then: Then,
    tried: Arc<AtomicUsize>,
}

#[derive(Clone, Copy)]
enum Then {
    Succeed,
    FailLater,
    FailForGood,
    Panic,
}

impl Handler for Work {
    fn kind(&self) -> &'static str {
        "work"
    }

    fn run<'a>(&'a self, tx: &'a mut TenantTx, _: &'a LeasedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            self.tried.fetch_add(1, Ordering::SeqCst);
            closed_days::add(tx, tx.today(), "済み").await?;
            match self.then {
                Then::Succeed => Ok(()),
                Then::FailLater => Err(JobError::Later("busy".into())),
                Then::FailForGood => Err(JobError::Never("nonsense".into())),
                Then::Panic => panic!("a bug"),
            }
        })
    }
}

fn options() -> Options {
    let back_off = BackOff {
        first: Duration::seconds(1),
        longest: Duration::minutes(1),
        attempts: 3,
    };
    Options {
        back_off,
        ..Options::default()
    }
}

async fn enqueue(db: &TestDatabase, kind: &str) {
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    jobs::enqueue(&mut tx, kind, &json!({}), None).await.unwrap();
    tx.commit().await.unwrap();
}

async fn counts(db: &TestDatabase) -> Counts {
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    jobs::counts(&mut tx).await.unwrap()
}

async fn done(db: &TestDatabase) -> bool {
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let today = tx.today();
    !closed_days::between(&mut tx, today, today)
        .await
        .unwrap()
        .is_empty()
}

fn worker(db: &TestDatabase, then: Then) -> (Worker, Arc<AtomicUsize>) {
    let tried = Arc::new(AtomicUsize::new(0));
    let work = Work {
        then,
        tried: tried.clone(),
    };
    (Worker::new(db.store.clone(), options()).with_handler(work), tried)
}

#[tokio::test]
async fn effect_and_completion_come_together() {
    let db = TestDatabase::new().await;
    enqueue(&db, "work").await;
    let (mut worker, tried) = worker(&db, Then::Succeed);
    assert_eq!(worker.round().await, 1);
    assert!(done(&db).await);
    assert_eq!(counts(&db).await, Counts::default());
    assert_eq!(worker.round().await, 0);
    assert_eq!(tried.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_job_of_a_transaction_that_is_taken_back_was_never_there() {
    let db = TestDatabase::new().await;
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    jobs::enqueue(&mut tx, "work", &json!({}), None).await.unwrap();
    tx.roll_back().await.unwrap();
    let (mut worker, _) = worker(&db, Then::Succeed);
    assert_eq!(worker.round().await, 0);
}

#[tokio::test]
async fn a_failing_job_is_tried_again_and_then_given_up_without_effect() {
    for then in [Then::FailLater, Then::Panic] {
        let db = TestDatabase::new().await;
        enqueue(&db, "work").await;
        let (mut worker, tried) = worker(&db, then);
        for expected in 1..=3 {
            assert_eq!(worker.round().await, 1);
            assert_eq!(worker.round().await, 0, "it waits");
            assert_eq!(tried.load(Ordering::SeqCst), expected);
            db.clock.advance(Duration::seconds(5));
        }
        assert_eq!(worker.round().await, 0);
        assert!(!done(&db).await);
        assert_eq!(
            counts(&db).await,
            Counts {
                waiting: 0,
                running: 0,
                dead: 1
            }
        );

        // A person mends the cause and plays it again.
        let mut tx = db.store.begin(&db.here.scope).await.unwrap();
        let dead = jobs::dead_letters(&mut tx, 10).await.unwrap().remove(0);
        assert_eq!(dead.attempts, 3);
        jobs::replay(&mut tx, dead.id).await.unwrap();
        tx.commit().await.unwrap();
        let (mut mended, _) = self::worker(&db, Then::Succeed);
        assert_eq!(mended.round().await, 1);
        assert!(done(&db).await);
    }
}

#[tokio::test]
async fn what_cannot_succeed_is_given_up_at_once() {
    let db = TestDatabase::new().await;
    enqueue(&db, "work").await;
    enqueue(&db, "of a kind nobody knows").await;
    let (mut worker, _) = worker(&db, Then::FailForGood);
    assert_eq!(worker.round().await, 2);
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let dead = jobs::dead_letters(&mut tx, 10).await.unwrap();
    let mut errors: Vec<_> = dead.iter().map(|letter| &*letter.last_error).collect();
    errors.sort_unstable();
    assert_eq!(
        errors,
        [
            "no handler for jobs of the kind of a kind nobody knows",
            "nonsense"
        ]
    );
}

#[tokio::test]
async fn a_job_whose_worker_died_is_done_by_another_when_its_lease_has_run_out() {
    let db = TestDatabase::new().await;
    enqueue(&db, "work").await;
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    let lost = jobs::lease(&mut tx, options().lease).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let (mut worker, _) = worker(&db, Then::Succeed);
    assert_eq!(worker.round().await, 0);
    assert_eq!(counts(&db).await.running, 1);
    db.clock.advance(options().lease);
    assert_eq!(worker.round().await, 1);
    assert!(done(&db).await);
    // The first worker was only slow: what it did is not committed.
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    assert!(!jobs::complete(&mut tx, &lost).await.unwrap());
    assert!(!jobs::extend(&mut tx, &lost, Duration::minutes(1)).await.unwrap());
}

#[tokio::test]
async fn a_job_that_always_kills_its_worker_is_given_up() {
    let db = TestDatabase::new().await;
    enqueue(&db, "work").await;
    for _ in 0..3 {
        let mut tx = db.store.begin(&db.here.scope).await.unwrap();
        jobs::lease(&mut tx, options().lease).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        db.clock.advance(options().lease);
    }
    let (mut worker, tried) = worker(&db, Then::Succeed);
    assert_eq!(worker.round().await, 1);
    assert_eq!((tried.load(Ordering::SeqCst), counts(&db).await.dead), (0, 1));
}

#[tokio::test]
async fn two_workers_do_not_do_the_same_job() {
    let db = TestDatabase::new().await;
    for _ in 0..6 {
        enqueue(&db, "work").await;
    }
    let ((mut one, by_one), (mut other, by_other)) = (worker(&db, Then::Succeed), worker(&db, Then::Succeed));
    tokio::join!(one.round(), other.round());
    one.round().await;
    assert_eq!(by_one.load(Ordering::SeqCst) + by_other.load(Ordering::SeqCst), 6);
    assert_eq!(counts(&db).await, Counts::default());
}

#[tokio::test]
async fn the_worker_stops_when_told_to() {
    let db = TestDatabase::new().await;
    enqueue(&db, "work").await;
    let (worker, _) = worker(&db, Then::Succeed);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(worker.run(async {
        let _ = stopped.await;
    }));
    while counts(&db).await != Counts::default() {
        tokio::task::yield_now().await;
    }
    stop.send(()).unwrap();
    running.await.unwrap();
    assert!(done(&db).await);
}

#[tokio::test]
async fn a_hand_off_reaches_the_queue() {
    let db = TestDatabase::new().await;
    let front = db.here.staff(Role::FrontDesk).id;
    let procedures = vec![HandedProcedure {
        procedure: "TK-01".into(),
        name: "転居届".into(),
        residents: Vec::new(),
    }];
    let items = [SectionHandOff {
        section_id: db.here.sections[0].id,
        procedures,
    }];
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    hand_offs::create(&mut tx, db.here.case.id, 1, &items, front)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut worker = Worker::new(db.store.clone(), options()).with_handler(DeliverHandOff);
    assert_eq!(worker.round().await, 1);
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    assert_eq!(queue::of_case(&mut tx, db.here.case.id).await.unwrap().len(), 1);
    let case = cases::get(&mut tx, db.here.case.id).await.unwrap().unwrap();
    assert_eq!(case.state, CaseState::HandedOff);
    assert!(
        hand_offs::of_case(&mut tx, case.id).await.unwrap()[0]
            .delivered_at
            .is_some()
    );
}

/// Counts heads.
#[derive(Default)]
struct Heads(AtomicUsize);

impl Anchor for Heads {
    fn append(&self, _: &Anchored) -> Result<(), AnchorError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

#[tokio::test]
async fn the_record_is_closed_and_sealed_as_time_goes_by() {
    let db = TestDatabase::new().await;
    let begun = Begun {
        category: Category::Operation,
        staff: None,
        session: None,
        section: None,
        terminal: String::new(),
        action: "lost".into(),
        screen: String::new(),
        resource_kind: String::new(),
        resource_id: String::new(),
        individual_number_access: false,
        detail: json!({}),
    };
    drop(audit::begin(&db.store, &db.here.scope, begun).await.unwrap());
    let anchor = Arc::new(Heads::default());
    let mut worker = Worker::new(db.store.clone(), options())
        .with_periodic(CloseOrphanOperations::default())
        .with_periodic(SealAudit {
            anchor: anchor.clone(),
        })
        .with_periodic(CleanUp);
    let unknown = async || {
        let mut tx = db.store.begin(&db.here.scope).await.unwrap();
        let filter = AuditFilter {
            limit: 10,
            ..AuditFilter::default()
        };
        let entries = audit::read(&mut tx, &filter).await.unwrap();
        entries
            .iter()
            .filter(|entry| entry.outcome == Some(Outcome::Unknown))
            .count()
    };
    worker.round().await;
    assert_eq!(unknown().await, 0, "it may still be going on");
    db.clock.advance(Duration::minutes(16));
    worker.round().await;
    worker.round().await;
    assert_eq!(unknown().await, 1);
    // Transactions of other tests hold sealing back for moments.
    while anchor.0.load(Ordering::SeqCst) == 0 {
        db.clock.advance(Duration::seconds(10));
        worker.round().await;
    }
}
