//! Events to receivers and notices of portals in one tenant, and calls with their ids in the other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use madoguchi_model::link_event::EventKind;
use madoguchi_model::prepared_case::{NoticeSource, PreparedCase, Standing};
use madoguchi_store::portal_connections::{self, Fetch, FetchCounts, NewConnection, Noted, Telling};
use madoguchi_store::portal_mappings::{self, NewMapping};
use madoguchi_store::portal_notices::{self, NewDocument, NoticeFilter, NoticePage, Report};
use madoguchi_store::testing::{Sample, TestDatabase};
use madoguchi_store::webhooks::{
    self, DeliveryFilter, EndpointState, FeedFilter, NewEndpoint, Outcome, Replay, Tried,
};
use madoguchi_store::{ChangeError, TenantTx, jobs};
use uuid::Uuid;

use super::calls::call;
use super::full::Ids;

/// Ids of the filled tenant.
pub(crate) struct Told {
    event: Uuid,
    endpoint: Uuid,
    mapping: Uuid,
    notice: Uuid,
    document: Uuid,
}

const RECEIVER: NewEndpoint<'_> = NewEndpoint {
    url: "https://receiver.example/",
    description: "受け手",
    kinds: &[
        EventKind::CaseReceived,
        EventKind::CaseFinished,
        EventKind::CaseHandedOff,
    ],
    state: EndpointState::Active,
};

const DOCUMENT: NewDocument<'_> = NewDocument {
    name: "notice.csv",
    digest: "33",
    bytes: b"file",
    by: None,
};

const PORTAL: NewConnection<'_> = NewConnection {
    name: "ポータル",
    definition: "receipt_api",
    mapping: "one_stop_visit",
    base_url: "https://portal.example/",
    client_id: "city",
    active: true,
    every_minutes: 15,
    reports: true,
};

const MAPPING: NewMapping<'_> = NewMapping {
    name: "own_form",
    title: "様式",
    content: "",
    sample: Some(b"1"),
};

fn listed() -> Noted {
    Noted {
        receipt_number: "H-1".into(),
        updated_at: "2026-11-20T01:00:00Z".parse().unwrap(),
    }
}

fn notice() -> PreparedCase {
    PreparedCase {
        source: NoticeSource::OneStopVisit,
        receipt_number: "H-1".into(),
        procedure_code: String::new(),
        procedure_name: String::new(),
        events: Vec::new(),
        people: Vec::new(),
        former_address: None,
        new_address: None,
        moved_on: None,
        visit_on: None,
        visit_time: String::new(),
        phone: String::new(),
        answers: BTreeMap::new(),
        others: BTreeMap::new(),
        attachments: Vec::new(),
        withdrawn: false,
    }
}

/// A receiver, before the case is handed off: so that there is something to tell it.
pub(crate) async fn receiver(tx: &mut TenantTx, endpoint: Uuid) {
    webhooks::create_endpoint(tx, endpoint, &RECEIVER, b"sealed", None)
        .await
        .unwrap();
}

/// A row in every table.
pub(crate) async fn fill(tx: &mut TenantTx, sample: &Sample, endpoint: Uuid) -> Told {
    let claimed = webhooks::claim(tx, endpoint, 1, Duration::minutes(1))
        .await
        .unwrap();
    let event = claimed[0].event;
    let at = tx.now();
    let tried = Tried {
        event,
        endpoint,
        at,
        status: None,
        error: Some("理由".into()),
        outcome: Outcome::Dead,
    };
    webhooks::tried(tx, &[tried]).await.unwrap();
    // The jobs that would send: nobody else is to find work to do.
    while let Some(job) = jobs::lease(tx, Duration::minutes(1)).await.unwrap() {
        assert!(jobs::complete(tx, &job).await.unwrap());
    }
    portal_notices::receive(tx, &DOCUMENT, &[notice()]).await.unwrap();
    let found = portal_notices::by_receipt_number(tx, "H-1")
        .await
        .unwrap()
        .remove(0);
    let by = sample.staff[0].id;
    portal_connections::create(tx, endpoint, &PORTAL, b"sealed", by)
        .await
        .unwrap();
    portal_connections::note(tx, endpoint, &[listed()]).await.unwrap();
    portal_connections::came_through(tx, endpoint, "H-1", NoticeSource::OneStopVisit)
        .await
        .unwrap();
    let first = portal_mappings::create(tx, MAPPING, by).await.unwrap();
    portal_mappings::activate(tx, first, 1, sample.staff[1].id)
        .await
        .unwrap();
    let mapping = portal_mappings::create(tx, MAPPING, by).await.unwrap();
    Told {
        event,
        endpoint,
        mapping,
        notice: found.id,
        document: found.document_id,
    }
}

/// Nothing was found to be changed.
macro_rules! not_found {
    ($($call:tt)*) => {
        assert!(matches!(call!($($call)*), Err(ChangeError::NotFound)), stringify!($($call)*))
    };
}

pub(crate) async fn covered(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    of_events(db, &ids.told, covered).await;
    of_notices(db, &ids.told, covered).await;
    of_portals(db, &ids.told, covered).await;
    of_mappings(db, &ids.told, covered).await;
}

async fn of_mappings(db: &TestDatabase, told: &Told, covered: &mut BTreeSet<String>) {
    let (by, theirs, id) = (db.there.staff[0].id, db.here.staff[0].id, told.mapping);
    let now = db.store.clock().now();
    assert!(call!(db, covered, portal_mappings::list()).unwrap().is_empty());
    assert!(call!(db, covered, portal_mappings::active()).unwrap().is_empty());
    assert!(call!(db, covered, portal_mappings::get(id)).unwrap().is_none());
    assert!(call!(db, covered, portal_mappings::sample(id)).unwrap().is_none());
    not_found!(db, covered, portal_mappings::save(id, 1, ("", ""), by));
    not_found!(db, covered, portal_mappings::activate(id, 1, by));
    not_found!(db, covered, portal_mappings::retire(id, 1));
    not_found!(db, covered, portal_mappings::create(MAPPING, theirs));
    call!(db, covered, portal_mappings::forget_samples(now)).unwrap();
}

/// The connection has the receiver's id.
async fn of_portals(db: &TestDatabase, told: &Told, covered: &mut BTreeSet<String>) {
    let (by, id) = (db.there.staff[0].id, told.endpoint);
    assert!(
        call!(db, covered, portal_connections::connections())
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, portal_connections::connection(id))
            .unwrap()
            .is_none()
    );
    not_found!(db, covered, portal_connections::change(id, &PORTAL, None, by));
    assert!(
        call!(db, covered, portal_connections::take_due())
            .unwrap()
            .is_empty()
    );
    let at = "2030-01-01T00:00:00Z".parse().unwrap();
    call!(db, covered, portal_connections::looked(id, "他", true)).unwrap();
    call!(db, covered, portal_connections::wait_until(id, at)).unwrap();
    call!(db, covered, portal_connections::noted_all(id, at)).unwrap();
    assert!(
        call!(db, covered, portal_connections::due(id, 10))
            .unwrap()
            .is_empty()
    );
    let fetch = Fetch {
        receipt_number: "H-1".into(),
        updated_at: at,
        attempts: 0,
    };
    call!(db, covered, portal_connections::fetch_taken(id, &fetch)).unwrap();
    call!(
        db,
        covered,
        portal_connections::fetch_failed(id, &fetch, "他", None)
    )
    .unwrap();
    assert_eq!(
        call!(db, covered, portal_connections::fetch_again(id)).unwrap(),
        0
    );
    let counts = call!(db, covered, portal_connections::fetch_counts(id)).unwrap();
    assert_eq!(counts, FetchCounts::default());
    assert!(
        call!(db, covered, portal_connections::problems(id, 10))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, portal_connections::to_tell(id, 10))
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        call!(db, covered, portal_connections::waiting_to_tell(id)).unwrap(),
        0
    );
    let telling = Telling {
        notice: told.notice,
        receipt_number: "H-1".into(),
        standing: Standing::Completed,
        at,
        attempts: 0,
    };
    call!(db, covered, portal_connections::told(&telling)).unwrap();
    call!(db, covered, portal_connections::not_told(&telling, "他", at)).unwrap();
    assert!(
        call!(db, covered, portal_connections::note(id, &[listed()])).is_err(),
        "a connection of another municipality lists nothing here"
    );
    assert!(
        call!(
            db,
            covered,
            portal_connections::came_through(id, "H-1", NoticeSource::OneStopVisit)
        )
        .is_err(),
        "nothing here comes through a connection of another municipality"
    );
    call!(db, covered, portal_connections::create(id, &PORTAL, b"there", by)).unwrap();
}

async fn of_events(db: &TestDatabase, told: &Told, covered: &mut BTreeSet<String>) {
    let at = "2030-01-01T00:00:00Z".parse().unwrap();
    assert!(call!(db, covered, webhooks::endpoints()).unwrap().is_empty());
    assert!(
        call!(db, covered, webhooks::endpoint(told.endpoint))
            .unwrap()
            .is_none()
    );
    not_found!(
        db,
        covered,
        webhooks::change_endpoint(told.endpoint, &RECEIVER, None)
    );
    not_found!(
        db,
        covered,
        webhooks::rotate_secret(told.endpoint, b"other", at, None)
    );
    not_found!(db, covered, webhooks::pause(told.endpoint, None));
    assert!(call!(db, covered, webhooks::ready()).unwrap().is_empty());
    let lease = Duration::minutes(1);
    assert!(
        call!(db, covered, webhooks::claim(told.endpoint, 10, lease))
            .unwrap()
            .is_empty()
    );
    call!(db, covered, webhooks::release(told.endpoint, &[told.event])).unwrap();
    not_found!(db, covered, webhooks::emit_test(told.endpoint));
    let tried = [Tried {
        event: told.event,
        endpoint: told.endpoint,
        at,
        status: Some(200),
        error: None,
        outcome: Outcome::Delivered,
    }];
    call!(db, covered, webhooks::tried(&tried)).unwrap();
    assert!(call!(db, covered, webhooks::next_due()).unwrap().is_none());
    call!(db, covered, webhooks::wake(at)).unwrap();
    let filter = DeliveryFilter {
        limit: 10,
        ..DeliveryFilter::default()
    };
    assert!(
        call!(db, covered, webhooks::deliveries(&filter))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, webhooks::attempts(told.event, told.endpoint))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, webhooks::delivery(told.event, told.endpoint))
            .unwrap()
            .is_none()
    );
    assert!(call!(db, covered, webhooks::counts()).unwrap().is_empty());
    not_found!(db, covered, webhooks::replay(told.event, told.endpoint));
    let everything = Replay {
        since: None,
        delivered_too: true,
    };
    assert_eq!(
        call!(db, covered, webhooks::replay_all(told.endpoint, &everything)).unwrap(),
        0
    );
    // What happened here was written by transactions that have long ended.
    let all = FeedFilter {
        limit: 1_000,
        ..FeedFilter::default()
    };
    let fed = call!(db, covered, webhooks::feed(&all)).unwrap();
    assert!(fed.iter().all(|one| one.event != told.event));
    // The one of its own case.
    assert_eq!(call!(db, covered, webhooks::remove_before(at)).unwrap(), 1);
    call!(
        db,
        covered,
        webhooks::create_endpoint(told.endpoint, &RECEIVER, b"there", None)
    )
    .unwrap();
}

async fn of_notices(db: &TestDatabase, told: &Told, covered: &mut BTreeSet<String>) {
    let (by, case) = (db.there.staff[0].id, db.there.case.id);
    let at = "2030-01-01T00:00:00Z".parse().unwrap();
    assert!(
        call!(db, covered, portal_notices::get(told.notice))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, portal_notices::by_receipt_number("H-1"))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, portal_notices::lock(told.notice))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, portal_notices::of_case(db.here.case.id))
            .unwrap()
            .is_none()
    );
    let filter = NoticeFilter {
        limit: 10,
        ..NoticeFilter::default()
    };
    assert!(
        call!(db, covered, portal_notices::list(&filter))
            .unwrap()
            .is_empty()
    );
    let page = NoticePage {
        limit: 10,
        ..NoticePage::default()
    };
    assert!(
        call!(db, covered, portal_notices::newest(&page))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, portal_notices::document(told.document))
            .unwrap()
            .is_none()
    );
    not_found!(db, covered, portal_notices::prepare(told.notice, by));
    not_found!(db, covered, portal_notices::visited(told.notice, case, by));
    not_found!(
        db,
        covered,
        portal_notices::visited(told.notice, db.here.case.id, by)
    );
    not_found!(db, covered, portal_notices::withdraw(told.notice, by));
    assert!(
        call!(
            db,
            covered,
            portal_notices::to_report(NoticeSource::OneStopVisit, 10)
        )
        .unwrap()
        .is_empty()
    );
    let report = Report {
        id: told.notice,
        receipt_number: "H-1".into(),
        standing: Standing::Accepted,
        at,
    };
    call!(db, covered, portal_notices::reported(&[report])).unwrap();
    assert_eq!(call!(db, covered, portal_notices::remove_before(at)).unwrap(), 0);
    let received = call!(db, covered, portal_notices::receive(&DOCUMENT, &[notice()])).unwrap();
    assert_eq!(
        received.new, 1,
        "the same number in another municipality is another notice"
    );
}
