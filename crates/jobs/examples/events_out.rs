//! Events out per second to one receiver on this machine, and how long each takes from its commit to the receiver: see
//! `bench/README.md`.
//!
//!     cargo run --release -p madoguchi-jobs --example events_out -- [per second, 200] [seconds, 30]

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for the terminal, which ends when it cannot go on"
)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use madoguchi_jobs::handlers::SendWebhooks;
use madoguchi_jobs::{Options, Worker};
use madoguchi_link::webhooks::{Guard, Limits, Secret, SecretKey, Sender};
use madoguchi_model::link_event::EventKind;
use madoguchi_store::jobs::Kinds;
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::webhooks::{self, EndpointState, NewEndpoint, SEND};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

const RECEIVER: Uuid = Uuid::from_u128(7);
/// Events that wait when the first measurement begins.
const WAITING: usize = 5_000;

/// When each event came first.
type Came = Arc<Mutex<HashMap<Uuid, Instant>>>;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut words = std::env::args().skip(1);
    let rate: u32 = words.next().map_or(200, |word| word.parse().unwrap());
    let seconds: u32 = words.next().map_or(30, |word| word.parse().unwrap());
    let db = Arc::new(TestDatabase::new().await);
    let came = Came::default();
    let key = register(&db, receiver(came.clone()).await).await;
    println!("load of the machine before: {}", load());
    drained(&db, &key, &came).await;
    steady(&db, &key, &came, rate, seconds).await;
    println!("load of the machine after: {}", load());
}

/// As many as wait, as fast as they go.
async fn drained(db: &TestDatabase, key: &Arc<SecretKey>, came: &Came) {
    for _ in 0..WAITING / 100 {
        let mut tx = db.store.begin(&db.here.scope).await.unwrap();
        for _ in 0..100 {
            webhooks::emit_test(&mut tx, RECEIVER).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    let mut worker = sender(db, key, Duration::from_millis(100));
    let begun = Instant::now();
    while came.lock().unwrap().len() < WAITING {
        worker.round().await;
    }
    let taken = begun.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a small count")]
    let rate = WAITING as f64 / taken;
    println!("{WAITING} events that waited: {taken:.1} s, {rate:.0} a second");
    came.lock().unwrap().clear();
}

/// So many a second, each in a transaction of its own, while the worker runs as it does in the server.
async fn steady(db: &Arc<TestDatabase>, key: &Arc<SecretKey>, came: &Came, rate: u32, seconds: u32) {
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let worker = tokio::spawn(sender(db, key, Duration::from_millis(100)).run(async {
        let _ = ended.await;
    }));
    let written: Arc<Mutex<HashMap<Uuid, Instant>>> = Arc::default();
    let begun = Instant::now();
    let mut writing = tokio::task::JoinSet::new();
    for part in 0..4 {
        let (db, written) = (db.clone(), written.clone());
        writing.spawn(async move {
            let each = Duration::from_secs(4) / rate;
            for number in 0..rate * seconds / 4 {
                tokio::time::sleep_until((begun + each * number + each * part / 4).into()).await;
                let mut tx = db.store.begin(&db.here.scope).await.unwrap();
                let event = webhooks::emit_test(&mut tx, RECEIVER).await.unwrap();
                tx.commit().await.unwrap();
                written.lock().unwrap().insert(event, Instant::now());
            }
        });
    }
    while writing.join_next().await.is_some() {}
    let last = begun.elapsed();
    let all = written.lock().unwrap().len();
    while came.lock().unwrap().len() < all {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let taken = begun.elapsed();
    end.send(()).unwrap();
    worker.await.unwrap();
    let came = came.lock().unwrap();
    let mut waits: Vec<Duration> = written
        .lock()
        .unwrap()
        .iter()
        .map(|(event, at)| came[event].saturating_duration_since(*at))
        .collect();
    waits.sort();
    let part = |percent: usize| waits[(waits.len() - 1) * percent / 100].as_millis();
    println!(
        "{all} events written in {:.1} s ({:.0} a second), all out after {:.1} s ({:.0} a second)",
        last.as_secs_f64(),
        f64::from(u32::try_from(all).unwrap()) / last.as_secs_f64(),
        taken.as_secs_f64(),
        f64::from(u32::try_from(all).unwrap()) / taken.as_secs_f64(),
    );
    println!(
        "from commit to receiver: p50 {} ms, p95 {} ms, p99 {} ms, most {} ms",
        part(50),
        part(95),
        part(99),
        part(100)
    );
}

fn sender(db: &TestDatabase, key: &Arc<SecretKey>, poll: Duration) -> Worker {
    let guard = Guard {
        allow_http: true,
        allowed: vec!["127.0.0.0/8".parse().unwrap()],
    };
    let options = Options {
        poll,
        kinds: Kinds::Only(&[SEND]),
        ..Options::default()
    };
    Worker::new(db.store.clone(), options).with_handler(SendWebhooks {
        store: db.store.clone(),
        sender: Sender::trusting(guard, Limits::default(), rustls::RootCertStore::empty()),
        key: Some(key.clone()),
        back_off: SendWebhooks::BACK_OFF,
    })
}

async fn register(db: &TestDatabase, url: String) -> Arc<SecretKey> {
    let entropy = db.store.entropy().clone();
    let key = Arc::new(SecretKey::parse(&SecretKey::fresh(&*entropy)).unwrap());
    let sealed = key.seal(RECEIVER, &Secret::fresh(&*entropy), &*entropy).unwrap();
    let new = NewEndpoint {
        url: &url,
        description: "",
        kinds: &EventKind::ALL,
        state: EndpointState::Active,
    };
    let mut tx = db.store.begin(&db.here.scope).await.unwrap();
    webhooks::create_endpoint(&mut tx, RECEIVER, &new, &sealed, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    key
}

async fn receiver(came: Came) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, came.clone()));
        }
    });
    url
}

async fn serve(mut stream: TcpStream, came: Came) {
    let (mut request, mut piece) = (Vec::new(), [0; 4096]);
    while let Ok(read @ 1..) = stream.read(&mut piece).await {
        request.extend_from_slice(&piece[..read]);
        let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&request[..end]).into_owned();
        let header = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(": "));
            lines.find(|(known, _)| *known == name).unwrap().1.to_owned()
        };
        if request.len() < end + 4 + header("content-length").parse::<usize>().unwrap() {
            continue;
        }
        let id = header("webhook-id").parse().unwrap();
        came.lock().unwrap().entry(id).or_insert_with(Instant::now);
        request.clear();
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        if stream.write_all(answer).await.is_err() {
            return;
        }
    }
}

/// The machine's load averages, and how many processors it has.
fn load() -> String {
    let averages = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{} on {cores} processors", averages.trim())
}
