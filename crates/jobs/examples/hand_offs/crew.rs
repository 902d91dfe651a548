//! Everything that works in the background, in a runtime of its own that can be killed at any moment.

use std::path::Path;
use std::sync::Arc;

use madoguchi_jobs::handlers::{DeliverHandOff, MakeCoreFile, PlaceCoreFile, SendWebhooks};
use madoguchi_jobs::periodic::{CoreSchedules, WakeWebhooks};
use madoguchi_jobs::{Options, Worker};
use madoguchi_link::places::Places;
use madoguchi_link::webhooks::{Guard, Limits, SecretKey, Sender};
use madoguchi_store::Store;
use madoguchi_store::jobs::Kinds;
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::webhooks::SEND;
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// The name of the place that files are put at.
pub(crate) const PLACE: &str = "core";

/// Workers at work.
pub(crate) struct Crew {
    runtime: Option<Runtime>,
    tick: watch::Sender<u64>,
    done: [watch::Receiver<u64>; 2],
}

impl Crew {
    /// Sets it to work.
    pub(crate) fn start(db: &TestDatabase, key: &Arc<SecretKey>, folder: &Path) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let (url, clock) = (db.url("madoguchi_app"), db.store.clock().clone());
        let (entropy, key) = (db.store.entropy().clone(), key.clone());
        let text = format!(
            "[places.{PLACE}]\ntitle = \"基幹\"\nfolder = \"{}\"\n",
            folder.display()
        );
        let places = Places::parse(&text, &|_| None).unwrap();
        let (tick, ticks) = watch::channel(0);
        let (others_done, others_seen) = watch::channel(0);
        let (sender_done, sender_seen) = watch::channel(0);
        runtime.spawn(async move {
            let store = Store::connect_with(&url, 12, clock, entropy).await.unwrap();
            tokio::join!(
                work(others(&store, places), ticks.clone(), others_done),
                work(sender(&store, key), ticks, sender_done),
            );
        });
        Self {
            runtime: Some(runtime),
            tick,
            done: [others_seen, sender_seen],
        }
    }

    /// Has it look for work.
    pub(crate) fn look(&self) {
        self.tick.send_modify(|tick| *tick += 1);
    }

    /// Has it look for work, and waits until all that it found is done.
    pub(crate) async fn finish(&mut self) {
        self.look();
        let tick = *self.tick.borrow();
        for done in &mut self.done {
            done.wait_for(|done| *done >= tick).await.unwrap();
        }
    }

    /// Ends it where it stands: connections break, transactions are taken back, requests hang.
    pub(crate) fn kill(mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// One round for each tick, or for several that came meanwhile.
async fn work(mut worker: Worker, mut ticks: watch::Receiver<u64>, done: watch::Sender<u64>) {
    while ticks.changed().await.is_ok() {
        let tick = *ticks.borrow_and_update();
        worker.round().await;
        done.send_replace(tick);
    }
}

fn others(store: &Store, places: Places) -> Worker {
    let options = Options {
        kinds: Kinds::AllBut(&[SEND]),
        ..Options::default()
    };
    Worker::new(store.clone(), options)
        .with_handler(DeliverHandOff)
        .with_handler(MakeCoreFile)
        .with_handler(PlaceCoreFile { places })
        .with_periodic(CoreSchedules)
}

fn sender(store: &Store, key: Arc<SecretKey>) -> Worker {
    let guard = Guard {
        allow_http: true,
        allowed: vec!["127.0.0.0/8".parse().unwrap()],
    };
    let options = Options {
        kinds: Kinds::Only(&[SEND]),
        ..Options::default()
    };
    Worker::new(store.clone(), options)
        .with_handler(SendWebhooks {
            store: store.clone(),
            sender: Sender::trusting(guard, Limits::default(), rustls::RootCertStore::empty()),
            key: Some(key),
            back_off: SendWebhooks::BACK_OFF,
        })
        .with_periodic(WakeWebhooks)
}
