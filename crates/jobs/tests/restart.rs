//! The database's server crashes and comes back while events are being sent. Alone in its program, because all tests of
//! a program share one server.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "webhooks/support.rs"]
#[expect(dead_code, reason = "shared with the tests of a server that stays up")]
mod support;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::TimeDelta;
use madoguchi_store::webhooks::DeliveryState;
use sqlx::{Connection, PgConnection};
use support::{Mood, World};

/// How many rounds it may take until the server is back and everything is sent.
const ROUNDS: usize = 500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_crashes_while_events_are_sent_loses_none() {
    let world = World::new().await;
    for number in 0..60 {
        world.open(&format!("case {number}")).await;
    }
    let mut victim = PgConnection::connect(&world.db.url("madoguchi_app"))
        .await
        .unwrap();
    let process: i32 = sqlx::query_scalar("SELECT pg_backend_pid()")
        .fetch_one(&mut victim)
        .await
        .unwrap();
    // One server process that dies so takes all others with it: the server ends every connection and recovers its data.
    let crashed = Arc::new(AtomicBool::new(false));
    let once = crashed.clone();
    world.receiver.is_now(Mood::After(Arc::new(move || {
        if !once.swap(true, Ordering::SeqCst) {
            let killed = Command::new("kill")
                .args(["-9", &process.to_string()])
                .status()
                .unwrap();
            assert!(killed.success());
        }
    })));
    let mut worker = world.worker();
    for _ in 0..ROUNDS {
        worker.round().await;
        world.db.clock.advance(TimeDelta::seconds(31));
        if world.db.store.ping().await.is_err() {
            continue;
        }
        let deliveries = world.deliveries().await;
        if deliveries.iter().all(|one| one.state == DeliveryState::Delivered) {
            break;
        }
    }
    assert!(crashed.load(Ordering::SeqCst));
    assert_eq!(world.receiver.times().len(), 60, "every event came");
    let deliveries = world.deliveries().await;
    assert_eq!(deliveries.len(), 60);
    assert!(deliveries.iter().all(|one| one.state == DeliveryState::Delivered));
}
