use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use madoguchi_card_bridge::machine::{Clock, Entropy};
use tokio::sync::watch;

/// Seconds since 1970 when a bridge of the tests starts.
pub(crate) const START: i64 = 1_800_000_000;

/// A clock that stands still until it is moved.
pub(crate) struct Stopped {
    passed: watch::Sender<Duration>,
    waits: Mutex<Vec<Duration>>,
    waiting: Condvar,
}

impl Stopped {
    pub(crate) fn new() -> Arc<Self> {
        let (passed, waits) = (watch::Sender::new(Duration::ZERO), Mutex::default());
        Arc::new(Self {
            passed,
            waits,
            waiting: Condvar::new(),
        })
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.passed
            .send_modify(|passed| *passed += Duration::from_secs(seconds));
    }

    /// Blocks until somebody waits for exactly so long, and forgets that they do.
    pub(crate) fn until_waited(&self, seconds: u64) {
        let wanted = Duration::from_secs(seconds);
        let mut waits = self.waits.lock().unwrap();
        loop {
            if let Some(place) = waits.iter().position(|wait| *wait == wanted) {
                waits.remove(place);
                return;
            }
            waits = self.waiting.wait(waits).unwrap();
        }
    }
}

impl Clock for Stopped {
    fn now(&self) -> i64 {
        START + i64::try_from(self.passed.borrow().as_secs()).unwrap()
    }

    fn sleep(&self, time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let mut passed = self.passed.subscribe();
        let until = *self.passed.borrow() + time;
        self.waits.lock().unwrap().push(time);
        self.waiting.notify_all();
        Box::pin(async move {
            if passed.wait_for(|now| *now >= until).await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}

/// Bytes that count up: every run is the same.
#[derive(Default)]
pub(crate) struct Counting(Mutex<u8>);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let mut next = self.0.lock().unwrap();
        for byte in bytes {
            *byte = *next;
            *next = next.wrapping_add(1);
        }
    }
}
