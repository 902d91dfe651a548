//! Receivers that are down, slow or lie; names that change; workers that are killed; clocks that jump.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{Duration, TimeDelta};
use madoguchi_jobs::handlers::SendWebhooks;
use madoguchi_jobs::periodic::WakeWebhooks;
use madoguchi_jobs::{Options, Worker};
use madoguchi_link::webhooks::{Guard, Resolve, Resolving, TOLERANCE, VerifyError, verify};
use madoguchi_model::staff::Role;
use madoguchi_store::webhooks::{self, DeliveryState};
use madoguchi_store::{Store, cases, jobs};
use uuid::Uuid;

use super::support::{Mood, RECEIVER, Receiver, World};

async fn states(world: &World) -> Vec<DeliveryState> {
    world.deliveries().await.iter().map(|one| one.state).collect()
}

#[tokio::test]
async fn a_receiver_that_is_down_is_left_alone_and_gets_everything_when_it_is_back() {
    let world = World::new().await;
    world.receiver.is_now(Mood::HangUp);
    for number in 0..40 {
        world.open(&format!("case {number}")).await;
    }
    let mut worker = world.worker();
    worker.round().await;
    let tried = world.receiver.times().len();
    assert!(tried < 20, "about one to a line, and then no more: {tried}");
    worker.round().await;
    assert_eq!(world.receiver.times().len(), tried, "it is left alone");
    world.receiver.is_now(Mood::Status(200));
    world.db.clock.advance(TimeDelta::seconds(31));
    worker.round().await;
    assert_eq!(world.receiver.times().len(), 40);
    assert!(
        states(&world)
            .await
            .iter()
            .all(|state| *state == DeliveryState::Delivered)
    );
}

#[tokio::test]
async fn a_slow_receiver_holds_no_other_up() {
    let world = World::new().await;
    world.receiver.is_now(Mood::Silent);
    let other = Receiver::new(Mood::Status(200)).await;
    world.register(Uuid::from_u128(8), &other.url).await;
    for number in 0..20 {
        world.open(&format!("case {number}")).await;
    }
    world.worker().round().await;
    assert_eq!(other.times(), [1; 20]);
    let waiting = world.deliveries().await;
    let waiting: Vec<_> = waiting.iter().filter(|one| one.endpoint == RECEIVER).collect();
    assert!(waiting.iter().all(|one| one.state == DeliveryState::Waiting));
    assert!(
        waiting
            .iter()
            .any(|one| one.last_error.as_deref() == Some("送り先が時間内に答えません。"))
    );
    // What another sender has in hand is not waited for either.
    let mut tx = world.begin().await;
    world.db.clock.advance(TimeDelta::seconds(31));
    webhooks::claim(&mut tx, RECEIVER, 1, Duration::seconds(60))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.open("one more").await;
    let ready = webhooks::ready(&mut world.begin().await).await.unwrap();
    assert_eq!(ready, [Uuid::from_u128(8)]);
}

#[tokio::test]
async fn a_receiver_that_says_200_has_taken_it_whatever_else_it_says() {
    for mood in [Mood::NoBody, Mood::EndlessBody] {
        let world = World::new().await;
        world.receiver.is_now(mood);
        for number in 0..3 {
            world.open(&format!("case {number}")).await;
        }
        world.worker().round().await;
        assert_eq!(states(&world).await, [DeliveryState::Delivered; 3]);
        // What the machine's own buffers take; none of it was read.
        assert!(world.receiver.written() < 64 * 1024 * 1024);
    }
}

#[tokio::test]
async fn a_head_without_an_end_is_no_answer() {
    let world = World::new().await;
    world.receiver.is_now(Mood::EndlessHead);
    world.open("one").await;
    world.worker().round().await;
    assert_eq!(states(&world).await, [DeliveryState::Waiting]);
}

#[tokio::test]
async fn redirects_to_the_inside_are_not_followed() {
    let world = World::new().await;
    let hidden = Receiver::new(Mood::Status(200)).await;
    for to in [
        &*hidden.url,
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
    ] {
        world.receiver.is_now(Mood::Redirect(to.to_owned()));
        world.open(to).await;
        world.worker().round().await;
    }
    assert!(hidden.times().is_empty());
    for delivery in world.deliveries().await {
        assert_eq!(
            (delivery.state, delivery.last_status),
            (DeliveryState::Waiting, Some(307))
        );
    }
}

#[tokio::test]
async fn an_address_inside_is_refused_unless_the_operator_allows_it() {
    let mut world = World::new().await;
    world.guard = Guard {
        allow_http: true,
        ..Guard::default()
    };
    world.open("one").await;
    let mut worker = world.worker();
    worker.round().await;
    assert!(world.receiver.times().is_empty());
    let refused = world.deliveries().await.remove(0);
    assert!(refused.last_error.unwrap().contains("--webhook-allow"));
    world.guard.allowed = vec!["127.0.0.1/32".parse().unwrap()];
    world.db.clock.advance(TimeDelta::minutes(1));
    world.worker().round().await;
    assert_eq!(world.receiver.times(), [1]);
}

/// A name that has an allowed address when it is first asked for, and the metadata service's from then on.
struct Changing {
    asked: AtomicUsize,
    first: SocketAddr,
}

impl Resolve for Changing {
    fn resolve(&self, _: &str, _: u16) -> Resolving {
        let first = self.asked.fetch_add(1, Ordering::SeqCst) == 0;
        let address = if first {
            self.first
        } else {
            ([169, 254, 169, 254], 80).into()
        };
        Box::pin(async move { Ok(vec![address]) })
    }
}

#[tokio::test]
async fn a_name_that_changes_its_address_is_checked_each_time() {
    let world = World::new().await;
    let address = world
        .receiver
        .url
        .trim_start_matches("http://")
        .trim_end_matches('/');
    let names = Arc::new(Changing {
        asked: AtomicUsize::new(0),
        first: address.parse().unwrap(),
    });
    let changing = Uuid::from_u128(9);
    world.register(changing, "http://receiver.example/").await;
    world.open("one").await;
    let sender = world.sender().resolving_by(names);
    let mut worker =
        Worker::new(world.db.store.clone(), Options::default()).with_handler(world.handler(sender));
    worker.round().await;
    // Both receivers are the same program.
    assert_eq!(world.receiver.times(), [2]);
    world.open("two").await;
    worker.round().await;
    let refused = world.deliveries().await;
    let refused = refused.iter().find(|one| one.endpoint == changing).unwrap();
    assert_eq!(refused.state, DeliveryState::Waiting);
    assert!(
        refused
            .last_error
            .as_deref()
            .unwrap()
            .contains("公開されたアドレス")
    );
}

#[tokio::test]
async fn a_worker_killed_between_sending_and_its_record_sends_the_same_id_again() {
    let world = World::new().await;
    world.open("one").await;
    world.receiver.is_now(Mood::Silent);
    // In a runtime of its own, with a store of its own, so that all of it can be ended at once: while the receiver has the
    // event and has not answered.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (url, store) = (world.db.url("madoguchi_app"), world.db.store.clone());
    let handler = world.handler(world.sender());
    runtime.spawn(async move {
        let (clock, entropy) = (store.clock().clone(), store.entropy().clone());
        let store = Store::connect_with(&url, 4, clock, entropy).await.unwrap();
        let handler = SendWebhooks {
            store: store.clone(),
            ..handler
        };
        Worker::new(store, Options::default())
            .with_handler(handler)
            .round()
            .await
    });
    while world.receiver.times().is_empty() {
        tokio::task::yield_now().await;
    }
    runtime.shutdown_background();
    assert_eq!(world.deliveries().await[0].attempts, 0, "nothing is known of it");
    world.receiver.is_now(Mood::Status(200));
    let mut next = world.worker();
    for _ in 0..4 {
        world.db.clock.advance(TimeDelta::seconds(31));
        next.round().await;
    }
    assert_eq!(world.receiver.times(), [2], "twice, under one id");
    assert_eq!(states(&world).await, [DeliveryState::Delivered]);
}

#[tokio::test]
async fn a_receiver_that_knows_ids_does_each_thing_once() {
    let world = World::new().await;
    for number in 0..10 {
        world.open(&format!("case {number}")).await;
    }
    world.worker().round().await;
    let mut tx = world.begin().await;
    let everything = webhooks::Replay {
        since: None,
        delivered_too: true,
    };
    let again = webhooks::replay_all(&mut tx, RECEIVER, &everything)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(again, 10);
    world.worker().round().await;
    assert_eq!(world.receiver.times(), [2; 10]);
    let mut effects = BTreeSet::new();
    let done = world
        .receiver
        .in_order()
        .iter()
        .filter(|event| effects.insert(event["id"].to_string()))
        .count();
    assert_eq!(done, 10);
}

#[tokio::test]
async fn a_cases_events_come_in_order_also_when_one_is_not_taken_at_first() {
    let world = World::new().await;
    let front = world.db.here.staff(Role::FrontDesk).id;
    let mut opened = Vec::new();
    for number in 0..5 {
        opened.push(world.open(&format!("case {number}")).await);
    }
    for case in &opened {
        let mut tx = world.begin().await;
        cases::withdraw(&mut tx, *case, 1, front, "理由").await.unwrap();
        tx.commit().await.unwrap();
    }
    world.receiver.is_now(Mood::Status(503));
    let mut worker = world.worker();
    worker.round().await;
    assert_eq!(world.receiver.times(), [1; 5], "the first of each case");
    world.receiver.is_now(Mood::Status(200));
    world.db.clock.advance(TimeDelta::minutes(1));
    worker.round().await;
    assert_eq!(world.receiver.times().len(), 10);
    for case in opened {
        let told = world.receiver.in_order();
        let of_case = told
            .iter()
            .filter(|event| event["data"]["case"] == case.to_string());
        let types: Vec<&str> = of_case.map(|event| event["type"].as_str().unwrap()).collect();
        let (received, finished) = ("jp.madoguchi.case.received.v1", "jp.madoguchi.case.finished.v1");
        assert_eq!(types, [received, received, finished]);
    }
}

#[tokio::test]
async fn clocks_that_jump_lose_nothing() {
    let world = World::new().await;
    let mut worker = world.worker().with_periodic(WakeWebhooks);
    world.receiver.is_now(Mood::Status(500));
    world.open("before").await;
    worker.round().await;
    // Ahead: what waits is due.
    world.db.clock.advance(TimeDelta::days(40));
    worker.round().await;
    assert_eq!(world.receiver.times(), [2]);
    // Back, far before everything that was noted: nothing waits for the future to come again, and nobody has to open
    // another case.
    world.db.clock.advance(TimeDelta::days(-400));
    world.receiver.is_now(Mood::Status(200));
    worker.round().await;
    assert_eq!(states(&world).await, [DeliveryState::Delivered]);
}

#[tokio::test]
async fn what_a_lost_job_leaves_is_found_again() {
    let world = World::new().await;
    world.open("one").await;
    let mut tx = world.begin().await;
    let job = jobs::lease(&mut tx, Duration::seconds(30))
        .await
        .unwrap()
        .unwrap();
    jobs::bury(&mut tx, &job, "the database was away").await.unwrap();
    tx.commit().await.unwrap();
    let mut worker = world.worker().with_periodic(WakeWebhooks);
    worker.round().await;
    assert_eq!(world.receiver.times(), [1]);
}

#[tokio::test]
async fn replayed_and_forged_messages_are_not_believed() {
    let world = World::new().await;
    world.open("one").await;
    world.worker().round().await;
    let (headers, body) = world.receiver.first();
    let secrets = [world.secret.clone()];
    assert_eq!(verify(&secrets, &headers, &body, world.now()), Ok(()));
    let later = world.now() + TOLERANCE + TimeDelta::seconds(1);
    assert_eq!(verify(&secrets, &headers, &body, later), Err(VerifyError::Stale));
    let mut forged = body.clone();
    *forged.last_mut().unwrap() = b' ';
    assert_eq!(
        verify(&secrets, &headers, &forged, world.now()),
        Err(VerifyError::Signature)
    );
}
