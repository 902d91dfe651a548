//! Files for core systems, from the hand-off to the answer, against a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::TimeDelta;
use madoguchi_jobs::core_files::{self, AnswersError, receive_answers};
use madoguchi_jobs::handlers::{
    DeliverHandOff, FileAnswersAway, MakeCoreFile, PlaceCoreFile, ReadCoreAnswers,
};
use madoguchi_jobs::periodic::CoreSchedules;
use madoguchi_jobs::{Options, Worker};
use madoguchi_link::places::{Place, Places};
use madoguchi_model::core_file::{AnswerOutcome, CoreRowState};
use madoguchi_model::field_group::{FieldGroup, Reach};
use madoguchi_model::hand_off::{HandedProcedure, QueueState};
use madoguchi_model::ids::CaseId;
use madoguchi_model::staff::Role;
use madoguchi_store::cases::NewCase;
use madoguchi_store::core_files::{CoreRow, Destination, DestinationFields, FileFilter, Received, RowFilter};
use madoguchi_store::hand_offs::SectionHandOff;
use madoguchi_store::import_sources::Schedule;
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{TenantTx, cases, core_files as kept, field_permissions, hand_offs, queue};

mod storage;

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

/// The file that was made, if there was something to write.
async fn make(db: &TestDatabase) -> Option<uuid::Uuid> {
    let mut tx = begin(db).await;
    let made = core_files::make(&mut tx, KIND, None, 1_000).await.unwrap();
    tx.commit().await.unwrap();
    made.file
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
    let made = core_files::make(&mut tx, KIND, None, 1_000).await.unwrap();
    assert!(made.file.is_some());
    drop(tx);
    let made = make(&db).await.unwrap();
    assert!(make(&db).await.is_none(), "nothing is written twice");
    let mut tx = begin(&db).await;
    let file = kept::file(&mut tx, made).await.unwrap().unwrap();
    assert_eq!((file.number, file.row_count), (1, 4));
    let (one, other) = (
        kept::bytes(&mut tx, made).await.unwrap(),
        kept::bytes(&mut tx, made).await.unwrap(),
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
            let file = core_files::make(&mut tx, KIND, None, most).await.unwrap().file;
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
    let filter = FileFilter {
        kind: Some(KIND.into()),
        limit: 100,
        ..FileFilter::default()
    };
    let files = kept::files(&mut tx, &filter).await.unwrap();
    let mut numbers: Vec<i64> = files.iter().map(|file| file.number).collect();
    numbers.reverse();
    assert_eq!(
        numbers,
        (1..=i64::try_from(files.len()).unwrap()).collect::<Vec<_>>(),
        "without gaps"
    );
    assert_eq!(files.iter().map(|file| file.row_count).sum::<i32>(), 48);
}

/// Places: a folder and an object storage in this process, each with the municipality's part.
struct Own {
    path: PathBuf,
    places: Places,
}

impl Drop for Own {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

impl Own {
    async fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("madoguchi-core-{name}-{}", std::process::id()));
        for folder in ["folder/000019/out", "folder/000019/in", "storage"] {
            std::fs::create_dir_all(path.join(folder)).unwrap();
        }
        let port = storage::start(&path.join("storage")).await;
        let text = format!(
            "[places.core]\ntitle = \"基幹\"\nfolder = \"{}\"\n[places.cloud]\ntitle = \"クラウド\"\n\
             bucket = \"files\"\nendpoint = \"http://127.0.0.1:{port}\"\naccess_key_env = \"KEY\"\n\
             secret_key_env = \"SECRET\"\n",
            path.join("folder").display()
        );
        let variable = |name: &str| match name {
            "KEY" => Some(storage::KEY.0.to_owned()),
            "SECRET" => Some(storage::KEY.1.to_owned()),
            _ => None,
        };
        let places = Places::parse(&text, &variable).unwrap();
        Self { path, places }
    }

    fn worker(&self, db: &TestDatabase) -> Worker {
        let places = || self.places.clone();
        worker(db)
            .with_handler(MakeCoreFile)
            .with_handler(PlaceCoreFile { places: places() })
            .with_handler(ReadCoreAnswers { places: places() })
            .with_handler(FileAnswersAway { places: places() })
            .with_periodic(CoreSchedules)
    }

    fn at(&self, place: &str, folder: &str) -> Place {
        self.places.at(place, "000019", folder).unwrap()
    }
}

async fn names(place: &Place) -> Vec<String> {
    let items = place.list().await.unwrap();
    items.into_iter().map(|item| item.name).collect()
}

async fn goes_to(db: &TestDatabase, place: &str) {
    let fields = DestinationFields {
        place: place.into(),
        folder: "out".into(),
        schedule: Some(Schedule::Every(60)),
        answers_folder: Some("in".into()),
    };
    let mut tx = begin(db).await;
    kept::save_destination(&mut tx, KIND, Some(&fields))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn told(db: &TestDatabase) -> Destination {
    kept::destination(&mut begin(db).await, KIND)
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn a_schedule_makes_a_file_and_puts_it_once_whatever_the_clock_does() {
    for place in ["core", "cloud"] {
        let db = TestDatabase::new().await;
        hand_off(&db, db.here.case.id).await;
        let own = Own::new(&format!("schedule-{place}")).await;
        goes_to(&db, place).await;
        let mut worker = own.worker(&db);
        for jump in [0, 60 * 24 * 30, -60 * 24 * 20, 61] {
            db.clock.advance(TimeDelta::minutes(jump));
            worker.round().await;
        }
        let out = own.at(place, "out");
        assert_eq!(names(&out).await, ["IDO_000019_000001_20260408.csv"], "{place}");
        let mut tx = begin(&db).await;
        let file = kept::find(&mut tx, KIND, Some(1)).await.unwrap().unwrap();
        assert_eq!(file.place.as_deref(), Some(place));
        let bytes = kept::bytes(&mut tx, file.id).await.unwrap().unwrap();
        assert_eq!(out.read(None, &file.name, 1 << 20).await.unwrap(), bytes);
        // Put again, it is the same.
        core_files::put(&mut tx, file.id, KIND).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        worker.round().await;
        assert_eq!(names(&out).await.len(), 1);
    }
}

#[tokio::test]
async fn another_file_of_the_name_is_not_written_over() {
    let db = TestDatabase::new().await;
    hand_off(&db, db.here.case.id).await;
    let own = Own::new("other").await;
    goes_to(&db, "core").await;
    let out = own.at("core", "out");
    let name = "IDO_000019_000001_20260408.csv";
    out.put(None, name, b"other".into()).await.unwrap();
    own.worker(&db).round().await;
    assert_eq!(out.read(None, name, 100).await.unwrap(), b"other");
    let mut tx = begin(&db).await;
    let file = kept::find(&mut tx, KIND, Some(1)).await.unwrap().unwrap();
    assert_eq!(file.place, None);
}

#[tokio::test]
async fn answers_are_fetched_when_they_are_complete_and_filed_away() {
    for place in ["core", "cloud"] {
        let db = TestDatabase::new().await;
        hand_off(&db, db.here.case.id).await;
        let own = Own::new(&format!("answers-{place}")).await;
        goes_to(&db, place).await;
        let mut worker = own.worker(&db);
        worker.round().await;
        let ids: Vec<uuid::Uuid> = rows(&db).await.iter().map(|row| row.id).collect();
        let inbox = own.at(place, "in");
        let file = format!(
            "引継ぎID,処理結果,理由,処理日時\r\n{},2,,2026-04-08T10:10:00\r\n{},9,続柄,2026-04-08T10:10:00\r\n",
            ids[0], ids[1]
        );
        inbox.put(None, "answers.csv", file.into_bytes()).await.unwrap();
        inbox.put(None, "photo.csv", b"x,y".into()).await.unwrap();
        db.clock.advance(TimeDelta::minutes(61));
        worker.round().await;
        if place == "core" {
            assert!(told(&db).await.looked.unwrap().1.contains("待っています"));
            assert_eq!(
                states(&db).await,
                [CoreRowState::Written; 4],
                "somebody may still write to it"
            );
            db.clock.advance(TimeDelta::seconds(31));
            worker.round().await;
        }
        assert_eq!(
            states(&db).await,
            [
                CoreRowState::Accepted,
                CoreRowState::Refused,
                CoreRowState::Written,
                CoreRowState::Written
            ]
        );
        let told = told(&db).await;
        let outcome = told.looked.unwrap().1;
        assert!(
            told.look_failed && outcome.contains("1 件の応答ファイルを読みました"),
            "{outcome}"
        );
        assert!(outcome.contains("「photo.csv」は読めません"), "{outcome}");
        worker.round().await;
        assert_eq!(names(&inbox).await, <[&str; 0]>::default());
        assert_eq!(names(&own.at(place, "in/済")).await, ["answers.csv"]);
        assert_eq!(names(&own.at(place, "in/未")).await, ["photo.csv"]);
    }
}

#[tokio::test]
async fn a_folder_that_is_gone_is_told_and_nothing_is_lost() {
    let db = TestDatabase::new().await;
    hand_off(&db, db.here.case.id).await;
    let own = Own::new("gone").await;
    goes_to(&db, "core").await;
    std::fs::remove_dir_all(own.path.join("folder/000019")).unwrap();
    let mut worker = own.worker(&db);
    worker.round().await;
    let told = told(&db).await;
    assert!(told.look_failed);
    assert!(told.looked.unwrap().1.contains("フォルダー「in」がありません"));
    std::fs::create_dir_all(own.path.join("folder/000019/out")).unwrap();
    db.clock.advance(TimeDelta::minutes(10));
    worker.round().await;
    assert_eq!(names(&own.at("core", "out")).await.len(), 1, "it is tried again");
}

#[tokio::test]
async fn what_the_section_must_not_see_is_in_no_file() {
    let db = TestDatabase::new().await;
    let domicile = db.here.household.members[0].registered_domicile.unseen().clone();
    assert!(!domicile.is_empty());
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    hand_off(&db, db.here.case.id).await;
    let first = make(&db).await.unwrap();
    let mut tx = begin(&db).await;
    assert!(text(kept::bytes(&mut tx, first).await.unwrap().unwrap()).contains(&domicile));
    assert!(
        kept::groups(&mut tx, first)
            .await
            .unwrap()
            .contains(&FieldGroup::Domicile)
    );
    let section = db.here.sections[0].id;
    let by = db.here.staff(Role::Administrator).id;
    field_permissions::decide(&mut tx, section, FieldGroup::Domicile, Reach::Nowhere, "例", by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let case = another(&db, "later").await;
    hand_off(&db, case).await;
    let second = make(&db).await.unwrap();
    let mut tx = begin(&db).await;
    assert!(!text(kept::bytes(&mut tx, second).await.unwrap().unwrap()).contains(&domicile));
    assert_eq!(kept::groups(&mut tx, second).await.unwrap(), []);
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
