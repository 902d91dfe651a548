//! A portal's own API, from what it lists to what it is told, against a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod fake;

use std::sync::Arc;

use chrono::Duration;
use fake::{Fake, Fault};
use madoguchi_jobs::handlers::CollectPortal;
use madoguchi_jobs::periodic::PortalSchedules;
use madoguchi_jobs::portals::{Opener, fetch_one, take_fetched, try_out, visit};
use madoguchi_jobs::{BackOff, Options, Worker};
use madoguchi_link::portals::Mapping;
use madoguchi_link::webhooks::{Guard, Limits, SecretKey, Sender};
use madoguchi_model::clock::testing::SeededEntropy;
use madoguchi_model::prepared_case::NoticeState;
use madoguchi_model::staff::Role;
use madoguchi_store::portal_connections::{self, Connection, FetchCounts, NewConnection};
use madoguchi_store::portal_notices::{self, Notice, NoticeFilter};
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{TenantTx, cases, edit_leases};
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(9);
const AT: &str = "2026-11-20T01:00:00.000000Z";

/// One visit notice as the portal gives it out.
fn file(number: &str) -> String {
    format!("受付番号,手続名,届出者氏名,届出者生年月日\r\n{number},転入予定,見本　花子,1990-05-06\r\n")
}

/// The mapping of the connection's files.
fn visits() -> Option<Mapping> {
    Mapping::find("one_stop_visit").cloned()
}

struct World {
    db: TestDatabase,
    fake: Fake,
    opener: Opener,
}

impl World {
    async fn new() -> Self {
        let (db, fake) = (TestDatabase::new().await, Fake::new().await);
        let entropy = SeededEntropy::new(1);
        let key = Arc::new(SecretKey::parse(&SecretKey::fresh(&entropy)).unwrap());
        let guard = Guard {
            allow_http: true,
            allowed: vec!["127.0.0.0/8".parse().unwrap()],
        };
        // Who does not answer within half a second is slow.
        let limits = Limits {
            time: std::time::Duration::from_millis(500),
            ..Limits::default()
        };
        let opener = Opener {
            sender: Sender::trusting(guard, limits, rustls::RootCertStore::empty()),
            key: Some(key.clone()),
        };
        let new = NewConnection {
            name: "ポータル",
            definition: "receipt_api",
            mapping: "one_stop_visit",
            base_url: &fake.url,
            client_id: "city",
            active: true,
            every_minutes: 15,
            reports: true,
        };
        let sealed = key.seal_text(ID, "秘密", &entropy).unwrap();
        let by = db.here.staff(Role::Administrator).id;
        let mut tx = db.store.begin(&db.here.scope).await.unwrap();
        portal_connections::create(&mut tx, ID, &new, &sealed, by)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Self { db, fake, opener }
    }

    async fn with(numbers: &[&str]) -> Self {
        let world = Self::new().await;
        for number in numbers {
            world.fake.has(number, AT, file(number));
        }
        world
    }

    async fn begin(&self) -> TenantTx {
        self.db.store.begin(&self.db.here.scope).await.unwrap()
    }

    async fn visit(&self) -> bool {
        let back_off = BackOff {
            attempts: 3,
            ..BackOff::default()
        };
        visit(&self.db.store, &self.db.here.scope, &self.opener, ID, back_off)
            .await
            .unwrap()
    }

    async fn connection(&self) -> Connection {
        let found = portal_connections::connection(&mut self.begin().await, ID).await;
        found.unwrap().unwrap()
    }

    async fn counts(&self) -> FetchCounts {
        portal_connections::fetch_counts(&mut self.begin().await, ID)
            .await
            .unwrap()
    }

    async fn notices(&self) -> Vec<Notice> {
        let filter = NoticeFilter {
            limit: 100,
            ..NoticeFilter::default()
        };
        portal_notices::list(&mut self.begin().await, &filter)
            .await
            .unwrap()
    }

    async fn numbers(&self) -> Vec<String> {
        let notices = self.notices().await.into_iter();
        let mut numbers: Vec<String> = notices.map(|one| one.prepared.receipt_number).collect();
        numbers.sort();
        numbers
    }
}

#[tokio::test]
async fn what_is_listed_is_fetched_once_page_by_page_and_told_as_accepted() {
    let world = World::with(&["A-1", "A-2", "A-3", "A-4", "A-5"]).await;
    world.fake.lists_twice("A-2");
    assert!(!world.visit().await);
    assert_eq!(world.numbers().await, ["A-1", "A-2", "A-3", "A-4", "A-5"]);
    assert!(
        world
            .notices()
            .await
            .iter()
            .all(|one| one.connection_id == Some(ID))
    );
    let connection = world.connection().await;
    assert!(!connection.failed, "{}", connection.outcome);
    assert!(
        connection.outcome.contains("取り込んだ申請が5件"),
        "{}",
        connection.outcome
    );
    assert_eq!(world.fake.told().len(), 5);
    assert!(world.fake.told().iter().all(|(_, state)| state == "受付済"));
    // Again: nothing is fetched, taken or told twice.
    world.visit().await;
    assert_eq!(world.fake.asked("GET /applications/"), 5);
    assert_eq!(world.fake.told().len(), 5);
    assert_eq!(world.numbers().await.len(), 5);
    // One that has changed there is.
    let changed = file("A-3").replace("花子", "花代");
    world.fake.has("A-3", "2026-11-21T01:00:00.000000Z", changed);
    world.visit().await;
    assert_eq!(world.fake.asked("GET /applications/"), 6);
    let all = world.notices().await;
    let third = all
        .iter()
        .find(|one| one.prepared.receipt_number == "A-3")
        .unwrap();
    assert_eq!(
        (third.version, &*third.prepared.people[0].name.written),
        (2, "見本　花代")
    );
}

#[tokio::test]
async fn a_token_that_ends_on_the_way_is_got_anew() {
    let world = World::with(&["A-1", "A-2", "A-3", "A-4", "A-5"]).await;
    // In the middle of the list, and in the middle of the applications.
    world.fake.ends_token_after(1);
    world.visit().await;
    assert_eq!(world.numbers().await.len(), 5);
    assert_eq!(world.fake.asked("POST /token"), 2);
    world.fake.has("A-6", "2026-11-21T01:00:00.000000Z", file("A-6"));
    world.fake.once("GET /applications/A-6", Fault::Status(401, None));
    world.visit().await;
    assert_eq!(world.numbers().await.len(), 6);
}

#[tokio::test]
async fn who_is_not_let_in_is_told_at_which_step() {
    let world = World::with(&["A-1"]).await;
    for (step, words) in [
        ("POST /login", "ログイン："),
        ("POST /token", "トークンの取得："),
        ("GET /applications?", "一覧の取得："),
    ] {
        world.fake.once(step, Fault::Status(403, None));
        // Without a place to go on from, the list is asked for without a question mark.
        if step.starts_with("GET") {
            world.fake.once("GET /applications", Fault::Status(403, None));
        }
        world.visit().await;
        let connection = world.connection().await;
        assert!(connection.failed);
        assert!(connection.outcome.starts_with(words), "{}", connection.outcome);
    }
    assert!(world.notices().await.is_empty());
}

#[tokio::test]
async fn a_portal_that_is_busy_is_left_alone_as_long_as_it_wishes() {
    let world = World::with(&["A-1", "A-2", "A-3"]).await;
    world
        .fake
        .once("GET /applications/A-2", Fault::Status(429, Some(3_600)));
    world.visit().await;
    assert_eq!(world.numbers().await, ["A-1"]);
    assert_eq!(
        world.fake.asked("GET /applications/A-3"),
        0,
        "it is left alone at once"
    );
    let wish = world.db.store.clock().now() + Duration::minutes(59);
    assert!(world.connection().await.next_at > wish);
    world.db.clock.advance(Duration::hours(1));
    world.visit().await;
    assert_eq!(world.numbers().await, ["A-1", "A-2", "A-3"]);
}

#[tokio::test]
async fn one_application_that_fails_holds_no_other_up_and_is_tried_again() {
    let world = World::with(&["A-1", "A-2", "A-3"]).await;
    world.fake.once("GET /applications/A-1", Fault::Status(500, None));
    world.visit().await;
    assert_eq!(world.numbers().await, ["A-2", "A-3"]);
    world.visit().await;
    assert_eq!(
        world.fake.asked("GET /applications/A-1"),
        1,
        "not before its time"
    );
    world.db.clock.advance(Duration::seconds(3));
    world.visit().await;
    assert_eq!(world.numbers().await, ["A-1", "A-2", "A-3"]);
    // One that never comes is given up, told, and fetched when somebody wants it.
    world.fake.has("A-4", "2026-11-21T01:00:00.000000Z", file("A-4"));
    for _ in 0..3 {
        world.fake.once("GET /applications/A-4", Fault::Status(500, None));
        world.visit().await;
        world.db.clock.advance(Duration::hours(1));
    }
    world.visit().await;
    assert_eq!(world.counts().await.failed, 1);
    let mut tx = world.begin().await;
    let problems = portal_connections::problems(&mut tx, ID, 10).await.unwrap();
    assert!(problems[0].1.contains("500"), "{problems:?}");
    assert_eq!(portal_connections::fetch_again(&mut tx, ID).await.unwrap(), 1);
    tx.commit().await.unwrap();
    world.visit().await;
    assert_eq!(world.numbers().await.len(), 4);
}

#[tokio::test]
async fn silence_noise_and_nonsense_lose_nothing() {
    let world = World::with(&["A-1", "A-2"]).await;
    for fault in [
        Fault::Silent,
        Fault::Endless,
        Fault::Body("<html>"),
        Fault::Body("{}"),
        Fault::Body(r#"{"applications": [{"receipt_number": 7}]}"#),
        Fault::Body(r#"{"applications": [{"receipt_number": "A-1", "updated_at": "きのう"}]}"#),
        Fault::Status(302, None),
    ] {
        world.fake.once("GET /applications", fault);
        world.visit().await;
        let connection = world.connection().await;
        assert!(
            connection.failed && connection.outcome.contains("一覧の取得"),
            "{}",
            connection.outcome
        );
        assert_eq!(connection.seen, None);
    }
    for fault in [Fault::Silent, Fault::Body("no file"), Fault::Status(404, None)] {
        world.fake.once("GET /applications/A-1", fault);
        world.visit().await;
        world.db.clock.advance(Duration::hours(1));
        let mut tx = world.begin().await;
        portal_connections::fetch_again(&mut tx, ID).await.unwrap();
        tx.commit().await.unwrap();
    }
    world.visit().await;
    assert_eq!(world.numbers().await, ["A-1", "A-2"]);
}

#[tokio::test]
async fn a_file_of_somebody_else_is_not_taken() {
    let world = World::new().await;
    world.fake.has("A-1", AT, file("B-9"));
    world.visit().await;
    assert!(world.notices().await.is_empty());
    assert_eq!(world.counts().await.failed, 1);
    let problems = portal_connections::problems(&mut world.begin().await, ID, 10)
        .await
        .unwrap();
    assert!(
        problems[0].1.contains("受付番号が、求めたものと違います"),
        "{problems:?}"
    );
    assert!(!format!("{problems:?}").contains("花子"));
}

#[tokio::test]
async fn who_is_killed_between_the_fetch_and_the_commit_has_lost_nothing_and_taken_nothing_twice() {
    let world = World::with(&["A-1", "A-2"]).await;
    // Listed and noted; then the portal falls silent, and the program ends while it waits for the second.
    world.fake.once("GET /applications/A-2", Fault::Silent);
    let (store, scope) = (world.db.store.clone(), world.db.here.scope);
    let opener = Opener {
        sender: Sender::trusting(
            Guard {
                allow_http: true,
                allowed: vec!["127.0.0.0/8".parse().unwrap()],
            },
            Limits::default(),
            rustls::RootCertStore::empty(),
        ),
        key: world.opener.key.clone(),
    };
    let killed = tokio::spawn(async move {
        visit(&store, &scope, &opener, ID, BackOff::default())
            .await
            .map_err(|_| ())
    });
    while world.fake.asked("GET /applications/A-2") == 0 {
        tokio::task::yield_now().await;
    }
    killed.abort();
    let _ = killed.await;
    assert_eq!(world.numbers().await, ["A-1"]);
    // Another is killed with the file in its hands and its change not committed.
    let connection = world.connection().await;
    let fetched = fetch_one(&world.opener, (&connection, visits()), "A-2")
        .await
        .unwrap();
    let mut tx = world.begin().await;
    take_fetched(&mut tx, &connection, &fetched, None).await.unwrap();
    drop(tx);
    assert_eq!(world.numbers().await, ["A-1"]);
    // Two at once do it together.
    tokio::join!(world.visit(), world.visit());
    // They may have ended each other's tokens.
    world.db.clock.advance(Duration::hours(1));
    world.visit().await;
    assert_eq!(world.numbers().await, ["A-1", "A-2"]);
    assert!(world.notices().await.iter().all(|one| one.version == 1));
    let mut told = world.fake.told();
    told.sort();
    told.dedup();
    assert_eq!(told.len(), 2);
}

/// The notice becomes the sample's case, which goes on.
async fn becomes_a_case(world: &World) {
    let mut tx = world.begin().await;
    let here = &world.db.here;
    let notice = world.notices().await.remove(0);
    portal_notices::visited(&mut tx, notice.id, here.case.id, here.staff(Role::FrontDesk).id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_portal_is_told_how_far_the_case_is_once_and_again_where_it_did_not_listen() {
    let world = World::with(&["A-1"]).await;
    world.visit().await;
    world
        .fake
        .once("POST /applications/A-1/status", Fault::Status(500, None));
    becomes_a_case(&world).await;
    world.visit().await;
    let states = |world: &World| {
        world
            .fake
            .told()
            .into_iter()
            .map(|(_, state)| state)
            .collect::<Vec<_>>()
    };
    assert_eq!(states(&world), ["受付済"]);
    assert!(world.connection().await.failed);
    let waiting = portal_connections::waiting_to_tell(&mut world.begin().await, ID)
        .await
        .unwrap();
    assert_eq!(waiting, 1);
    world.visit().await;
    assert_eq!(states(&world), ["受付済"], "not before its time");
    world.db.clock.advance(Duration::seconds(3));
    world.visit().await;
    world.visit().await;
    assert_eq!(states(&world), ["受付済", "処理中"]);
    assert!(!world.connection().await.failed);
    let here = &world.db.here;
    let by = here.staff(Role::FrontDesk).id;
    let mut tx = world.begin().await;
    edit_leases::take(&mut tx, here.case.id, by, Duration::minutes(5), true)
        .await
        .unwrap();
    cases::withdraw(&mut tx, here.case.id, here.case.version, by, "例")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.visit().await;
    assert_eq!(states(&world), ["受付済", "処理中", "差戻し"]);
}

#[tokio::test]
async fn what_the_resident_has_taken_back_there_is_not_told() {
    let world = World::new().await;
    let taken_back = "受付番号,手続名,状態,届出者氏名\r\nA-1,転入予定,取下げ,見本　花子\r\n";
    world.fake.has("A-1", AT, taken_back.into());
    world.visit().await;
    assert_eq!(world.notices().await[0].state, NoticeState::Withdrawn);
    assert!(world.fake.told().is_empty());
}

#[tokio::test]
async fn nothing_is_asked_of_an_address_inside_unless_the_operator_lets_it() {
    let world = World::with(&["A-1"]).await;
    let opener = Opener {
        sender: Sender::trusting(
            Guard {
                allow_http: true,
                allowed: Vec::new(),
            },
            Limits::default(),
            rustls::RootCertStore::empty(),
        ),
        key: world.opener.key.clone(),
    };
    visit(
        &world.db.store,
        &world.db.here.scope,
        &opener,
        ID,
        BackOff::default(),
    )
    .await
    .unwrap();
    assert_eq!(world.fake.asked(""), 0);
    assert!(
        world
            .connection()
            .await
            .outcome
            .contains("外部に公開されたアドレスではありません")
    );
}

#[tokio::test]
async fn trying_tells_every_step_and_keeps_nothing() {
    let world = World::with(&["A-1"]).await;
    let connection = world.connection().await;
    let tried = try_out(&world.opener, &connection, visits()).await.unwrap();
    assert!(
        tried.len() == 4 && tried.iter().all(|step| step.good),
        "{tried:?}"
    );
    world.fake.once("POST /token", Fault::Body("{}"));
    let tried = try_out(&world.opener, &connection, visits()).await.unwrap();
    assert!(tried[0].good && !tried[1].good, "{tried:?}");
    assert!(tried[1].words.contains("access_token"));
    assert!(world.notices().await.is_empty());
    assert_eq!(world.counts().await, FetchCounts::default());
}

#[tokio::test]
async fn the_clock_has_it_looked_into_when_it_is_due() {
    let world = World::with(&["A-1"]).await;
    let collect = || CollectPortal {
        store: world.db.store.clone(),
        opener: world.opener.clone(),
        back_off: BackOff::default(),
    };
    let mut worker = Worker::new(world.db.store.clone(), Options::default())
        .with_handler(collect())
        .with_periodic(PortalSchedules);
    worker.round().await;
    assert_eq!(world.numbers().await, ["A-1"]);
    world.fake.has("A-2", AT, file("A-2"));
    world.db.clock.advance(Duration::minutes(2));
    worker.round().await;
    assert_eq!(world.numbers().await, ["A-1"], "not due yet");
    world.db.clock.advance(Duration::minutes(14));
    worker.round().await;
    assert_eq!(
        world.numbers().await,
        ["A-1", "A-2"],
        "the same instant is listed again"
    );
}
