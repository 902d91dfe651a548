//! Events to a receiver, from what happened to what was received, against a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod faults;
#[expect(dead_code, reason = "shared with the test of a server that crashes")]
mod support;

use std::collections::BTreeSet;

use chrono::{Duration, TimeDelta};
use madoguchi_link::webhooks::{Secret, verify};
use madoguchi_model::clock::testing::SeededEntropy;
use madoguchi_model::staff::Role;
use madoguchi_store::webhooks::{self, DeliveryState, EndpointState};
use madoguchi_store::{cases, jobs};
use support::{Mood, RECEIVER, World};

#[tokio::test]
async fn what_happened_is_told_once_signed_and_without_a_name() {
    let world = World::new().await;
    let case = world.open("one").await;
    // What is not committed is not told.
    let mut tx = world.begin().await;
    let front = world.db.here.staff(Role::FrontDesk).id;
    cases::withdraw(&mut tx, case, 1, front, "理由").await.unwrap();
    tx.roll_back().await.unwrap();
    let mut worker = world.worker();
    worker.round().await;
    worker.round().await;
    assert_eq!(world.receiver.times(), [1]);
    let (headers, body) = world.receiver.first();
    assert_eq!(
        verify(std::slice::from_ref(&world.secret), &headers, &body, world.now()),
        Ok(())
    );
    let event: serde_json::Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(
        (&event["type"], &event["subject"]),
        (&"jp.madoguchi.case.received.v1".into(), &case.to_string().into())
    );
    let text = String::from_utf8_lossy(&body);
    assert!(!text.contains('辻') && !text.contains("000019000"), "{text}");
    assert!(
        world
            .deliveries()
            .await
            .iter()
            .all(|one| one.state == DeliveryState::Delivered)
    );
}

#[tokio::test]
async fn a_receiver_that_is_down_is_tried_again_then_given_up_and_replayed() {
    let world = World::new().await;
    world.receiver.is_now(Mood::Status(500));
    world.open("one").await;
    let mut worker = world.worker();
    for _ in 0..3 {
        worker.round().await;
        world.db.clock.advance(TimeDelta::minutes(1));
    }
    let dead = world.deliveries().await.remove(0);
    assert_eq!((dead.state, dead.attempts), (DeliveryState::Dead, 3));
    assert_eq!(world.receiver.times(), [3], "always under the same id");
    world.receiver.is_now(Mood::Status(200));
    worker.round().await;
    assert_eq!(world.receiver.times(), [3], "not by itself");
    let mut tx = world.begin().await;
    webhooks::replay(&mut tx, dead.event, dead.endpoint)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    worker.round().await;
    assert_eq!(world.deliveries().await[0].state, DeliveryState::Delivered);
    let log = webhooks::attempts(&mut world.begin().await, dead.event, dead.endpoint)
        .await
        .unwrap();
    let statuses: Vec<Option<i32>> = log.iter().map(|one| one.status).collect();
    assert_eq!(statuses, [Some(500), Some(500), Some(500), Some(200)]);
}

#[tokio::test]
async fn a_worker_killed_between_claim_and_record_loses_nothing() {
    let world = World::new().await;
    for number in 0..5 {
        world.open(&format!("case {number}")).await;
    }
    // The killed one has leased the job and claimed the events.
    let mut tx = world.begin().await;
    jobs::lease(&mut tx, Duration::seconds(30))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        webhooks::claim(&mut tx, RECEIVER, 32, Duration::seconds(60))
            .await
            .unwrap()
            .len(),
        5
    );
    tx.commit().await.unwrap();
    let mut worker = world.worker();
    worker.round().await;
    assert!(world.receiver.times().is_empty(), "they are in another's hands");
    for _ in 0..3 {
        world.db.clock.advance(TimeDelta::seconds(31));
        worker.round().await;
    }
    assert_eq!(world.receiver.times(), [1; 5]);
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_hold_events_back() {
    let world = World::new().await;
    world.db.clock.advance(TimeDelta::days(30));
    world.receiver.is_now(Mood::Status(500));
    world.open("one").await;
    let mut worker = world.worker();
    worker.round().await;
    world.db.clock.advance(TimeDelta::days(-30));
    world.receiver.is_now(Mood::Status(200));
    world.open("two").await;
    worker.round().await;
    assert!(
        world
            .deliveries()
            .await
            .iter()
            .all(|one| one.state == DeliveryState::Delivered)
    );
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_told_nothing_more_and_a_new_secret_signs() {
    let world = World::new().await;
    let entropy = SeededEntropy::new(9);
    let fresh = Secret::fresh(&entropy);
    let mut tx = world.begin().await;
    let until = world.now() + TimeDelta::hours(1);
    let sealed = world.key.seal(RECEIVER, &fresh, &entropy).unwrap();
    webhooks::rotate_secret(&mut tx, RECEIVER, &sealed, until, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.open("one").await;
    let mut worker = world.worker();
    worker.round().await;
    let (headers, body) = world.receiver.first();
    for secret in [&fresh, &world.secret] {
        assert_eq!(
            verify(std::slice::from_ref(secret), &headers, &body, world.now()),
            Ok(())
        );
    }
    world.receiver.is_now(Mood::Status(410));
    world.open("two").await;
    worker.round().await;
    world.open("three").await;
    worker.round().await;
    assert_eq!(world.receiver.times(), [1, 1]);
    let receiver = webhooks::endpoint(&mut world.begin().await, RECEIVER)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(receiver.state, EndpointState::Stopped);
}

#[tokio::test]
async fn many_are_all_told_by_two_workers_each_once() {
    let world = World::new().await;
    for number in 0..120 {
        world.open(&format!("case {number}")).await;
    }
    let (mut one, mut other) = (world.worker(), world.worker());
    tokio::join!(one.round(), other.round());
    one.round().await;
    assert_eq!(world.receiver.times(), [1; 120]);
    let states: BTreeSet<String> = world
        .deliveries()
        .await
        .iter()
        .map(|one| format!("{:?}", one.state))
        .collect();
    assert_eq!(states, ["Delivered".to_owned()].into());
}
