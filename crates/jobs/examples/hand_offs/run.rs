//! The run: hand-offs are made, workers are killed and started again, the clock jumps, until all is at rest.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::TimeDelta;
use madoguchi_link::webhooks::{Secret, SecretKey};
use madoguchi_model::core_file::CoreRowState;
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_model::ids::{CaseId, new_uuid};
use madoguchi_model::link_event::EventKind;
use madoguchi_model::staff::Role;
use madoguchi_store::cases::NewCase;
use madoguchi_store::core_files::DestinationFields;
use madoguchi_store::hand_offs::SectionHandOff;
use madoguchi_store::import_sources::Schedule;
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::webhooks::{
    self, EndpointState, FedEvent, FeedFilter, FeedPlace, FeedPosition, NewEndpoint,
};
use madoguchi_store::{TenantTx, cases, core_files, hand_offs, jobs};
use uuid::Uuid;

use crate::core_system::CoreSystem;
use crate::count::{Counted, count};
use crate::crew::{Crew, PLACE};
use crate::luck;
use crate::receiver::Receiver;

/// The kind of file that is made.
pub(crate) const KIND: &str = "move_notice";
/// Hand-offs between two looks at everything else.
const BATCH: usize = 50;
/// Rounds to come to rest in.
const ROUNDS: usize = 2_000;

/// A program that asks for events, and reads on from where it was.
#[derive(Default)]
struct Reader {
    place: Option<FeedPlace>,
    seen: Vec<FedEvent>,
}

impl Reader {
    async fn read_on(&mut self, db: &TestDatabase) {
        loop {
            let filter = FeedFilter {
                from: self.place.map_or(FeedPosition::Beginning, FeedPosition::After),
                limit: 200,
                ..FeedFilter::default()
            };
            let page = webhooks::feed(&mut begin(db).await, &filter).await.unwrap();
            let Some(last) = page.last() else { return };
            self.place = Some(last.place);
            self.seen.extend(page);
        }
    }
}

async fn begin(db: &TestDatabase) -> TenantTx {
    db.store.begin(&db.here.scope).await.unwrap()
}

/// Makes so many hand-offs, lets files and events flow with faults that hang on the seed, and counts.
pub(crate) async fn run(hand_offs: usize, seed: u64, say: impl Fn(&str)) -> Counted {
    let db = TestDatabase::new().await;
    let entropy = db.store.entropy().clone();
    let key = Arc::new(SecretKey::parse(&SecretKey::fresh(&*entropy)).unwrap());
    let secret = Secret::fresh(&*entropy);
    let receiver = Receiver::new(secret.clone(), db.store.clock().clone(), seed).await;
    register(&db, &key, &secret, &receiver.url).await;
    let number = new_uuid(&**db.store.clock(), &*entropy);
    let folder = std::env::temp_dir().join(format!("madoguchi-hand-offs-{}-{number}", std::process::id()));
    // The municipality's part of the place.
    let part = folder.join("000019");
    std::fs::create_dir_all(&part).unwrap();
    let mut core = CoreSystem::new(part, seed);
    let mut reader = Reader::default();
    let (mut made, mut killed) = (BTreeSet::new(), 0);
    let mut crew = Crew::start(&db, &key, &folder);
    for batch in 0..hand_offs.div_ceil(BATCH) {
        for number in 0..BATCH.min(hand_offs - batch * BATCH) {
            made.insert(hand_off(&db, batch * BATCH + number).await);
        }
        db.clock.advance(TimeDelta::seconds(1));
        crew.look();
        let fate = luck::of(seed ^ 1, batch as u128);
        // A clock that is set ahead by a day, and back the next time.
        match fate % 10 {
            0 => db.clock.advance(TimeDelta::days(1)),
            1 => db.clock.advance(TimeDelta::days(-1)),
            _ => {}
        }
        if (fate >> 8).is_multiple_of(3) {
            crew.kill();
            killed += 1;
            // Its leases run out.
            db.clock.advance(TimeDelta::seconds(61));
            crew = Crew::start(&db, &key, &folder);
        }
        core.work(&db, false).await;
        reader.read_on(&db).await;
        if batch % 20 == 19 {
            say(&format!("{} hand-offs made", made.len()));
        }
    }
    let rows = 4 * made.len();
    let mut rested = false;
    for _ in 0..ROUNDS {
        crew.finish().await;
        db.clock.advance(TimeDelta::seconds(61));
        core.work(&db, core.rows.len() == rows).await;
        reader.read_on(&db).await;
        if core.rows.len() == rows && core.is_done() && at_rest(&db).await {
            rested = true;
            break;
        }
    }
    crew.kill();
    // What the killed one left open is taken back; then everything can be read.
    for _ in 0..200 {
        reader.read_on(&db).await;
    }
    let counted = count(&db, &made, &core, &receiver, &reader.seen, killed, rested).await;
    std::fs::remove_dir_all(&folder).unwrap();
    counted
}

/// Nothing waits: no job, no row of a file, no event.
async fn at_rest(db: &TestDatabase) -> bool {
    let mut tx = begin(db).await;
    let jobs = jobs::counts(&mut tx).await.unwrap();
    let rows = core_files::counts(&mut tx).await.unwrap();
    let events = webhooks::counts(&mut tx).await.unwrap();
    let open = |state| !matches!(state, CoreRowState::Accepted | CoreRowState::Refused);
    jobs.waiting + jobs.running == 0
        && !rows.iter().any(|(kind, state, _)| kind == KIND && open(*state))
        && events.values().all(|one| one.waiting == 0)
}

async fn register(db: &TestDatabase, key: &SecretKey, secret: &Secret, url: &str) {
    let id = Uuid::from_u128(7);
    let kinds: Vec<EventKind> = EventKind::told().collect();
    let new = NewEndpoint {
        url,
        description: "",
        kinds: &kinds,
        state: EndpointState::Active,
    };
    let sealed = key.seal(id, secret, &**db.store.entropy()).unwrap();
    let mut tx = begin(db).await;
    webhooks::create_endpoint(&mut tx, id, &new, &sealed, None)
        .await
        .unwrap();
    let fields = DestinationFields {
        place: PLACE.into(),
        folder: String::new(),
        schedule: Some(Schedule::Every(1)),
        answers_folder: None,
    };
    core_files::save_destination(&mut tx, KIND, Some(&fields))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// Opens a case like the sample's and hands it off.
async fn hand_off(db: &TestDatabase, number: usize) -> CaseId {
    let here = &db.here;
    let by = here.staff(Role::FrontDesk).id;
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
        idempotency_key: number.to_string(),
    };
    let items = [SectionHandOff {
        section_id: here.sections[0].id,
        procedures: vec![HandedProcedure {
            procedure: "TK-01".into(),
            name: "転居届".into(),
            residents: Vec::new(),
        }],
    }];
    let mut tx = begin(db).await;
    let case = cases::create(&mut tx, &new, by).await.unwrap();
    hand_offs::create(&mut tx, case.id, case.version, &items, by)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    case.id
}
