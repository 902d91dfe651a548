//! Sources and given files, against a real database and real folders.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::PathBuf;

use chrono::Duration;
use madoguchi_import::{Layout, Target, Writer, entries};
use madoguchi_jobs::imports::Imports;
use madoguchi_jobs::periodic::{Periodic, TidySpool};
use madoguchi_link::places::{Places, Spool};
use madoguchi_model::ids::ImportSourceId;
use madoguchi_store::import_sources::{self, ImportSource, Schedule, SourceFields};
use madoguchi_store::imports::{self, Bounds, NewFile, Run, RunState, StoredFile};
use madoguchi_store::testing::TestDatabase;
use madoguchi_synthetic::{Place, many};

struct World {
    db: TestDatabase,
    own: PathBuf,
    imports: Imports,
    spool: Spool,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.own);
    }
}

fn file(residents: usize) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), Layout::find("residents").unwrap()).unwrap();
    for household in many(Place::Mihon, 3, "2026-04-08".parse().unwrap(), residents) {
        for entry in entries(&household) {
            writer.resident(&entry).unwrap();
        }
    }
    writer.finish().unwrap()
}

impl World {
    async fn new(name: &str) -> Self {
        let own = std::env::temp_dir().join(format!("madoguchi-imports-{name}-{}", std::process::id()));
        let inbox = own.join("files/000019/juki");
        std::fs::create_dir_all(&inbox).unwrap();
        let db = TestDatabase::new().await;
        let text = format!(
            "[places.core]\ntitle = \"住基\"\nfolder = \"{}\"\n",
            own.join("files").display()
        );
        let places = Places::parse(&text, &|_| None).unwrap();
        let spool = Spool::open(&own.join("spool")).unwrap();
        let imports = Imports::new(db.store.clone(), places, spool.clone());
        Self {
            db,
            own,
            imports,
            spool,
        }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.own.join("files/000019/juki").join(name)
    }

    async fn source(&self, folder: &str) -> ImportSourceId {
        let fields = SourceFields {
            name: "住基の差分".into(),
            target: Target::Residents,
            layout: "residents".into(),
            full: false,
            place: "core".into(),
            folder: folder.into(),
            file_names: "*.csv".into(),
            max_rejects: 10,
            schedule: Schedule::Every(10),
            active: true,
        };
        let mut tx = self.db.store.begin(&self.db.here.scope).await.unwrap();
        let id = import_sources::create(&mut tx, &fields, self.db.here.staff[0].id)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn about(&self, id: ImportSourceId) -> ImportSource {
        let mut tx = self.db.store.begin(&self.db.here.scope).await.unwrap();
        import_sources::get(&mut tx, id).await.unwrap().unwrap()
    }

    /// The runs, the newest first.
    async fn runs(&self) -> Vec<Run> {
        let mut tx = self.db.store.begin(&self.db.here.scope).await.unwrap();
        imports::list(&mut tx, 100).await.unwrap()
    }

    async fn after(&self, wait: Duration) {
        self.db.clock.advance(wait);
        self.imports.round().await;
    }
}

#[tokio::test]
async fn a_file_is_taken_when_it_is_complete_and_filed_away() {
    let world = World::new("taken").await;
    let source = world.source("juki").await;
    std::fs::write(world.at("a.csv"), file(200)).unwrap();
    assert_eq!(world.imports.round().await, 0, "it is not time yet");
    world.after(Duration::minutes(10)).await;
    assert_eq!(world.runs().await, [], "somebody may still write to it");
    let told = world.about(source).await;
    assert!(told.last_outcome.unwrap().contains("待っています") && !told.last_failed);
    std::fs::write(world.at("a.csv"), file(300)).unwrap();
    world.after(Duration::seconds(30)).await;
    assert_eq!(world.runs().await, [], "and did");
    world.after(Duration::seconds(30)).await;
    let run = world.runs().await.remove(0);
    assert_eq!(
        (run.state, run.source, &*run.file_name),
        (RunState::Applied, Some(source), "a.csv")
    );
    assert!(run.counts.added > 300);
    assert_eq!(run.stored, Some(("core".into(), "juki/済/a.csv".into())));
    assert!(world.at("済/a.csv").exists() && !world.at("a.csv").exists());

    // The same file once more, with a marker: no second effect.
    std::fs::copy(world.at("済/a.csv"), world.at("a.csv")).unwrap();
    std::fs::write(world.at("a.csv.ok"), "").unwrap();
    let before = world.db.register_digest(&world.db.here.scope).await;
    world.after(Duration::minutes(10)).await;
    let run = world.runs().await.remove(0);
    assert_eq!(run.state, RunState::Repeated);
    assert_eq!(run.stored, Some(("core".into(), "juki/済/a.2.csv".into())));
    assert!(!world.at("a.csv.ok").exists());
    assert_eq!(world.db.register_digest(&world.db.here.scope).await, before);
}

#[tokio::test]
async fn a_file_that_is_wrong_goes_to_the_untaken_with_its_rejects() {
    let world = World::new("wrong").await;
    world.source("juki").await;
    let header = String::from_utf8(file(0)).unwrap();
    let wrong = format!("{header}{}", "\"1\"\r\n".repeat(11));
    for (name, content) in [("1.csv", wrong.into_bytes()), ("2.csv", Vec::new())] {
        std::fs::write(world.at(name), content).unwrap();
        std::fs::write(world.at(&format!("{name}.done")), "").unwrap();
    }
    world.after(Duration::minutes(10)).await;
    let runs = world.runs().await;
    let told: Vec<_> = runs
        .iter()
        .map(|run| (&*run.file_name, run.state, run.refusal.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("2.csv", RunState::Refused, Some("ファイルが空です。")),
            (
                "1.csv",
                RunState::Refused,
                Some(
                    "取り込めない行が 10 件を超えたので、止めました。取込定義とファイルの組み合わせを確かめてください。"
                )
            ),
        ]
    );
    let rejects = std::fs::read_to_string(world.at("未/1.csv.rejects.csv")).unwrap();
    assert!(rejects.contains("2,\"\",\"項目の数が合いません。\""), "{rejects}");
    assert!(world.at("未/1.csv").exists() && world.at("未/2.csv").exists());
}

#[tokio::test]
async fn a_folder_that_is_gone_is_one_line_until_it_is_back() {
    let world = World::new("gone").await;
    let source = world.source("juki/gone").await;
    for _ in 0..3 {
        world.after(Duration::minutes(10)).await;
    }
    let runs = world.runs().await;
    assert_eq!(runs.len(), 1);
    let told = "フォルダー「juki/gone」がありません。なくなったか、名前が変わっていないか確かめてください。";
    assert_eq!(
        (runs[0].state, runs[0].refusal.as_deref(), runs[0].attempts),
        (RunState::Failed, Some(told), 3)
    );
    assert!(world.about(source).await.last_failed);
    std::fs::create_dir(world.at("gone")).unwrap();
    std::fs::write(world.at("gone/a.csv"), file(50)).unwrap();
    std::fs::write(world.at("gone/a.csv.ok"), "").unwrap();
    world.after(Duration::minutes(10)).await;
    assert_eq!(world.runs().await[0].state, RunState::Applied);
    assert!(!world.about(source).await.last_failed);
}

#[tokio::test]
async fn a_given_file_is_tried_and_then_imported_without_being_given_again() {
    let world = World::new("given").await;
    let scope = &world.db.here.scope;
    let by = world.db.here.staff[0].id;
    let mut given = world.spool.begin(uuid::Uuid::from_u128(1)).await.unwrap();
    given.write(&file(100)).await.unwrap();
    let given = given.finish().await.unwrap();
    let new = NewFile {
        target: Target::Residents,
        layout: "residents",
        full: false,
        dry_run: true,
        bounds: Bounds::default(),
        by: Some(by),
        source: None,
        file: StoredFile {
            place: Spool::PLACE,
            key: &given.key,
            name: "住民.csv",
            bytes: given.bytes,
            digest: &given.digest,
        },
    };
    let mut tx = world.db.store.begin(scope).await.unwrap();
    let tried = imports::enqueue(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.runs().await[0].state, RunState::Waiting);
    world.imports.round().await;
    let mut tx = world.db.store.begin(scope).await.unwrap();
    let run = imports::get(&mut tx, tried).await.unwrap().unwrap();
    assert_eq!((run.state, run.started_by), (RunState::Tried, Some(by)));
    imports::again(&mut tx, tried, false, Bounds::default(), by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.imports.round().await;
    let done = world.runs().await.remove(0);
    assert_eq!((done.state, done.counts), (RunState::Applied, run.counts));

    world.db.clock.advance(Duration::days(8));
    TidySpool {
        spool: world.spool.clone(),
    }
    .run(&world.db.store, scope)
    .await
    .unwrap();
    assert!(world.spool.read(&given.key).is_err());
    let mut tx = world.db.store.begin(scope).await.unwrap();
    let again = imports::again(&mut tx, tried, false, Bounds::default(), by).await;
    assert!(again.is_err(), "the file is not kept any more");
}

#[tokio::test]
async fn a_waiting_file_that_changes_is_not_taken_for_what_it_was() {
    let world = World::new("changed").await;
    let scope = &world.db.here.scope;
    std::fs::write(world.at("a.csv"), file(50)).unwrap();
    let new = NewFile {
        target: Target::Residents,
        layout: "residents",
        full: false,
        dry_run: false,
        bounds: Bounds::default(),
        by: None,
        source: None,
        file: StoredFile {
            place: "core",
            key: "juki/a.csv",
            name: "a.csv",
            bytes: 1,
            digest: "of what it was",
        },
    };
    let before = world.db.register_digest(scope).await;
    let mut tx = world.db.store.begin(scope).await.unwrap();
    imports::enqueue(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    world.imports.round().await;
    let run = world.runs().await.remove(0);
    assert_eq!(run.state, RunState::Failed);
    assert!(run.refusal.unwrap().contains("受け付けた後に変わりました"));
    assert_eq!(world.db.register_digest(scope).await, before);
}
