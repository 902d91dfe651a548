//! Two hundred hand-offs with everything that can go wrong: the small edition of the example `hand_offs`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../examples/hand_offs/core_system.rs"]
mod core_system;
#[path = "../examples/hand_offs/count.rs"]
mod count;
#[path = "../examples/hand_offs/crew.rs"]
mod crew;
#[path = "../examples/hand_offs/luck.rs"]
mod luck;
#[path = "../examples/hand_offs/receiver.rs"]
mod receiver;
#[path = "../examples/hand_offs/run.rs"]
mod run;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_hand_offs_lose_nothing_and_do_nothing_twice() {
    let counted = run::run(200, 1, |_| {}).await;
    assert!(counted.faults.is_empty(), "{counted}");
}
