//! Files for core systems, from the hand-off to the answer, against a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;
use madoguchi_jobs::core_files::{self, AnswersError, receive_answers};
use madoguchi_jobs::handlers::{DeliverHandOff, MakeCoreFile, PlaceCoreFile};
use madoguchi_jobs::periodic::CoreSchedules;
use madoguchi_jobs::{FolderPlaces, Options, Worker};
use madoguchi_model::core_file::{AnswerOutcome, CoreRowState};
use madoguchi_model::hand_off::{HandedProcedure, QueueState};
use madoguchi_model::ids::CaseId;
use madoguchi_model::staff::Role;
use madoguchi_store::cases::NewCase;
use madoguchi_store::core_files::{CoreRow, Received, RowFilter};
use madoguchi_store::hand_offs::SectionHandOff;
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{TenantTx, cases, core_files as kept, hand_offs, jobs, queue};

const KIND: &str = "move_notice";

fn worker(db: &TestDatabase) -> Worker {
    Worker::new(db.store.clone(), Options::default()).with_handler(DeliverHandOff)
}

async fn begin(db: &TestDatabase) -> TenantTx {
    db.store.begin(&db.here.scope).await.unwrap()
}

/// Opens a case like the sample's.
async fn another(db: &TestDatabase, key: &str) -> CaseId {
    let here = &db.here;
    let new = NewCase {
        household_id: Some(here.household.id),
        events: here.case.events.clone(),
        members: here.case.members.clone(),
        visitor: here.case.visitor.clone(),
        moved_on: None,
        filed_on: here.case.filed_on,
        new_address: None,
        former_address: None,
        release_hash: "test".into(),
        overlay_hash: None,
        idempotency_key: key.into(),
    };
    let mut tx = begin(db).await;
    let case = cases::create(&mut tx, &new, here.staff(Role::FrontDesk).id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    case.id
}

async fn hand_off(db: &TestDatabase, case: CaseId) {
    let mut tx = begin(db).await;
    let version = cases::get(&mut tx, case).await.unwrap().unwrap().version;
    let items = [SectionHandOff {
        section_id: db.here.sections[0].id,
        procedures: vec![HandedProcedure {
            procedure: "TK-01".into(),
            name: "転居届".into(),
            residents: Vec::new(),
        }],
    }];
    hand_offs::create(&mut tx, case, version, &items, db.here.staff(Role::FrontDesk).id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    worker(db).round().await;
}

async fn rows(db: &TestDatabase) -> Vec<CoreRow> {
    let filter = RowFilter {
        kind: Some(KIND.into()),
        limit: 1_000,
        ..RowFilter::default()
    };
    let mut rows = kept::rows(&mut begin(db).await, &filter).await.unwrap();
    rows.reverse();
    rows
}

async fn states(db: &TestDatabase) -> Vec<CoreRowState> {
    rows(db).await.iter().map(|row| row.state).collect()
}

async fn make(db: &TestDatabase) -> Option<core_files::Made> {
    let mut tx = begin(db).await;
    let made = core_files::make(&mut tx, KIND, None, 1_000).await.unwrap();
    tx.commit().await.unwrap();
    made
}

async fn answer(db: &TestDatabase, lines: &[(uuid::Uuid, &str, &str, &str)]) -> Received {
    let mut file = "引継ぎID,処理結果,理由,処理日時\r\n".to_owned();
    for (id, result, reason, at) in lines {
        write!(file, "{id},{result},{reason},{at}\r\n").unwrap();
    }
    let mut tx = begin(db).await;
    let received = receive_answers(&mut tx, KIND, "answers.csv", file.as_bytes(), None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    received
}

#[tokio::test]
async fn a_hand_off_becomes_one_file_with_a_number_and_is_answered() {
    let db = TestDatabase::new().await;
    hand_off(&db, db.here.case.id).await;
    assert_eq!(states(&db).await, [CoreRowState::Waiting; 4]);

    // Killed before it commits: neither file nor number.
    let mut tx = begin(&db).await;
    core_files::make(&mut tx, KIND, None, 1_000)
        .await
        .unwrap()
        .unwrap();
    drop(tx);
    let made = make(&db).await.unwrap();
    assert!(make(&db).await.is_none(), "nothing is written twice");
    let mut tx = begin(&db).await;
    let file = kept::file(&mut tx, made.id).await.unwrap().unwrap();
    assert_eq!((file.number, file.row_count), (1, 4));
    let (one, other) = (
        kept::bytes(&mut tx, made.id).await.unwrap(),
        kept::bytes(&mut tx, made.id).await.unwrap(),
    );
    assert_eq!(one, other);
    drop(tx);

    let ids: Vec<uuid::Uuid> = rows(&db).await.iter().map(|row| row.id).collect();
    let (early, late) = ("2026-04-08T10:10:00", "2026-04-08T10:20:00");
    let received = answer(
        &db,
        &[
            (ids[0], "1", "", early),
            (ids[0], "2", "", late),
            (ids[1], "2", "", late),
        ],
    )
    .await;
    assert_eq!(received.outcomes, [(AnswerOutcome::Applied, 3)].into());
    // The same file again, the same answers in another file, late and unknown ones.
    let again = answer(
        &db,
        &[
            (ids[0], "1", "", early),
            (ids[0], "2", "", late),
            (ids[1], "2", "", late),
        ],
    )
    .await;
    assert!(again.already);
    let stranger = uuid::Uuid::from_u128(7);
    let mixed = answer(
        &db,
        &[
            (ids[1], "2", "", late),
            (ids[1], "1", "", early),
            (stranger, "2", "", late),
            (ids[2], "9", "続柄", late),
        ],
    )
    .await;
    let expected = [
        (AnswerOutcome::Applied, 1),
        (AnswerOutcome::Repeated, 1),
        (AnswerOutcome::Late, 1),
        (AnswerOutcome::Unknown, 1),
    ];
    assert_eq!(mixed.outcomes, expected.into());
    assert_eq!(
        states(&db).await,
        [
            CoreRowState::Accepted,
            CoreRowState::Accepted,
            CoreRowState::Refused,
            CoreRowState::Written
        ]
    );
    assert_eq!(rows(&db).await[2].reason, "続柄");
}

#[tokio::test]
async fn the_sections_work_is_provisional_when_all_of_it_is_and_a_refusal_is_noted_on_it() {
    let db = TestDatabase::new().await;
    hand_off(&db, db.here.case.id).await;
    make(&db).await.unwrap();
    let mut tx = begin(&db).await;
    let item = queue::of_case(&mut tx, db.here.case.id).await.unwrap().remove(0);
    let by = db.here.staff(Role::FrontDesk).id;
    queue::take(&mut tx, item.id, item.version, by).await.unwrap();
    tx.commit().await.unwrap();

    let ids: Vec<uuid::Uuid> = rows(&db).await.iter().map(|row| row.id).collect();
    let at = "2026-04-08T10:10:00";
    answer(
        &db,
        &[
            (ids[0], "9", "続柄が違います", at),
            (ids[1], "1", "", at),
            (ids[2], "1", "", at),
        ],
    )
    .await;
    let mut tx = begin(&db).await;
    assert_eq!(
        queue::get(&mut tx, item.id).await.unwrap().unwrap().state,
        QueueState::InReview
    );
    let notes = queue::events(&mut tx, item.id).await.unwrap();
    assert!(notes.iter().any(|note| note.reason.contains("続柄が違います")));
    drop(tx);

    answer(
        &db,
        &[(ids[0], "2", "", "2026-04-08T10:30:00"), (ids[3], "1", "", at)],
    )
    .await;
    let mut tx = begin(&db).await;
    let item = queue::get(&mut tx, item.id).await.unwrap().unwrap();
    assert_eq!((item.state, item.assignee), (QueueState::Provisional, Some(by)));
    queue::complete(&mut tx, item.id, item.version, by).await.unwrap();
}

#[tokio::test]
async fn a_later_hand_off_writes_only_what_says_something_new() {
    let db = TestDatabase::new().await;
    let case = db.here.case.id;
    hand_off(&db, case).await;
    make(&db).await.unwrap();
    let back = |db: &TestDatabase| db.here.staff(Role::BackOffice).id;
    let mut tx = begin(&db).await;
    let item = queue::of_case(&mut tx, case).await.unwrap().remove(0);
    queue::take(&mut tx, item.id, item.version, back(&db))
        .await
        .unwrap();
    queue::send_back(&mut tx, item.id, item.version + 1, back(&db), "理由")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    db.clock.advance(TimeDelta::minutes(5));
    hand_off(&db, case).await;
    assert!(make(&db).await.is_none(), "nothing has changed");
    assert_eq!(states(&db).await[4..], [CoreRowState::Unchanged; 4]);
    let mut tx = begin(&db).await;
    assert_eq!(kept::find(&mut tx, KIND, None).await.unwrap().unwrap().number, 1);
}

#[tokio::test]
async fn two_at_once_lose_nothing_and_write_nothing_twice() {
    let db = TestDatabase::new().await;
    for number in 0..12 {
        let case = another(&db, &format!("case {number}")).await;
        hand_off(&db, case).await;
    }
    let one = async |most: u32| {
        let mut made = 0;
        loop {
            let mut tx = begin(&db).await;
            let file = core_files::make(&mut tx, KIND, None, most).await.unwrap();
            // Every third is killed before it commits.
            if made % 3 == 2 {
                drop(tx);
            } else {
                tx.commit().await.unwrap();
            }
            made += 1;
            if file.is_none() {
                return;
            }
        }
    };
    tokio::join!(one(3), one(5));
    let rows = rows(&db).await;
    assert_eq!(rows.len(), 48);
    assert!(rows.iter().all(|row| row.state == CoreRowState::Written));
    let places: BTreeSet<(Option<uuid::Uuid>, Option<i32>)> =
        rows.iter().map(|row| (row.file_id, row.line)).collect();
    assert_eq!(places.len(), 48, "each row in one place of one file");
    let mut tx = begin(&db).await;
    let files = kept::files(&mut tx, Some(KIND), None, 100).await.unwrap();
    let mut numbers: Vec<i64> = files.iter().map(|file| file.number).collect();
    numbers.reverse();
    assert_eq!(
        numbers,
        (1..=i64::try_from(files.len()).unwrap()).collect::<Vec<_>>(),
        "without gaps"
    );
    assert_eq!(files.iter().map(|file| file.row_count).sum::<i32>(), 48);
}

#[tokio::test]
async fn a_schedule_makes_a_file_and_puts_it_once_whatever_the_clock_does() {
    let db = TestDatabase::new().await;
    hand_off(&db, db.here.case.id).await;
    let folder = std::env::temp_dir().join(format!("madoguchi-core-files-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut tx = begin(&db).await;
    kept::save_schedule(&mut tx, KIND, Some((60, "core")))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let places = FolderPlaces([("core".to_owned(), folder.clone())].into());
    let mut worker = worker(&db)
        .with_handler(MakeCoreFile)
        .with_handler(PlaceCoreFile {
            places: Arc::new(places),
        })
        .with_periodic(CoreSchedules);
    for jump in [0, 60 * 24 * 30, -60 * 24 * 20, 61] {
        db.clock.advance(TimeDelta::minutes(jump));
        worker.round().await;
    }
    let names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, ["IDO_000019_000001_20260408.csv"]);
    // Put again, it is the same; another under its name is an error.
    let mut tx = begin(&db).await;
    let file = kept::find(&mut tx, KIND, Some(1)).await.unwrap().unwrap();
    assert_eq!(file.place.as_deref(), Some("core"));
    std::fs::write(folder.join(&names[0]), b"other").unwrap();
    let payload = serde_json::json!({ "file": file.id, "place": "core" });
    jobs::enqueue(&mut tx, core_files::PLACE, &payload, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    worker.round().await;
    assert_eq!(
        std::fs::read(folder.join(&names[0])).unwrap(),
        b"other",
        "nothing is overwritten"
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn answers_of_another_tenant_or_kind_are_to_no_row() {
    let db = TestDatabase::new().await;
    hand_off(&db, db.here.case.id).await;
    make(&db).await.unwrap();
    let id = rows(&db).await[0].id;
    let file = format!("引継ぎID,処理結果,理由,処理日時\r\n{id},2,,2026-04-08T10:10:00\r\n");
    for (scope, kind) in [(&db.there.scope, KIND), (&db.here.scope, "child_benefit")] {
        let mut tx = db.store.begin(scope).await.unwrap();
        let received = receive_answers(&mut tx, kind, "answers.csv", file.as_bytes(), None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(received.outcomes, [(AnswerOutcome::Unknown, 1)].into());
    }
    assert_eq!(states(&db).await, [CoreRowState::Written; 4]);
    let mut tx = begin(&db).await;
    let error = receive_answers(&mut tx, "no_such", "answers.csv", file.as_bytes(), None)
        .await
        .unwrap_err();
    assert!(matches!(error, AnswersError::Kind(_)));
}
