//! A database with receivers of events, and receivers on this machine that behave as they are told.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration as StdDuration;

use chrono::{DateTime, Utc};
use madoguchi_jobs::handlers::SendWebhooks;
use madoguchi_jobs::{BackOff, Options, Worker};
use madoguchi_link::webhooks::{Guard, Headers, Limits, Secret, SecretKey, Sender};
use madoguchi_model::clock::testing::SeededEntropy;
use madoguchi_model::ids::CaseId;
use madoguchi_model::link_event::EventKind;
use madoguchi_model::staff::Role;
use madoguchi_store::cases::NewCase;
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::webhooks::{self, Delivery, DeliveryFilter, EndpointState, NewEndpoint};
use madoguchi_store::{TenantTx, cases};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

/// The receiver of most tests.
pub(crate) const RECEIVER: Uuid = Uuid::from_u128(7);

/// How a receiver behaves.
#[derive(Clone)]
pub(crate) enum Mood {
    /// It answers with this status.
    Status(u16),
    /// It sends elsewhere.
    Redirect(String),
    /// It takes the request and never answers.
    Silent,
    /// It ends the connection without an answer.
    HangUp,
    /// 200, and a body that it announces and never sends.
    NoBody,
    /// 200, and a body without an end.
    EndlessBody,
    /// A head without an end.
    EndlessHead,
    /// It answers with 200 when this is done.
    After(Arc<dyn Fn() + Send + Sync>),
}

/// What a receiver got, by the event's id: headers and body of every time.
type Heard = BTreeMap<String, Vec<(Headers, Vec<u8>)>>;

/// A receiver.
#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    heard: Arc<Mutex<Heard>>,
    order: Arc<Mutex<Vec<String>>>,
    mood: Arc<Mutex<Mood>>,
    written: Arc<AtomicU64>,
}

impl Receiver {
    pub(crate) async fn new(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            url: format!("http://{}/", listener.local_addr().unwrap()),
            heard: Arc::default(),
            order: Arc::default(),
            mood: Arc::new(Mutex::new(mood)),
            written: Arc::default(),
        };
        let told = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(told.clone().serve(stream));
            }
        });
        receiver
    }

    pub(crate) fn is_now(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// How often each event came, by id.
    pub(crate) fn times(&self) -> Vec<usize> {
        self.heard.lock().unwrap().values().map(Vec::len).collect()
    }

    /// Headers and body of the first event, the last time that it came.
    pub(crate) fn first(&self) -> (Headers, Vec<u8>) {
        self.heard
            .lock()
            .unwrap()
            .values()
            .next()
            .unwrap()
            .last()
            .unwrap()
            .clone()
    }

    /// The bodies in the order in which they came.
    pub(crate) fn in_order(&self) -> Vec<serde_json::Value> {
        let order = self.order.lock().unwrap();
        order
            .iter()
            .map(|body| serde_json::from_str(body).unwrap())
            .collect()
    }

    /// How many bytes it could write beyond what is asked of it.
    pub(crate) fn written(&self) -> u64 {
        self.written.load(Ordering::SeqCst)
    }

    async fn serve(self, mut stream: TcpStream) {
        while let Some((headers, body)) = request(&mut stream).await {
            self.order
                .lock()
                .unwrap()
                .push(String::from_utf8(body.clone()).unwrap());
            self.heard
                .lock()
                .unwrap()
                .entry(headers.id.clone())
                .or_default()
                .push((headers, body));
            let mood = self.mood.lock().unwrap().clone();
            let answer = match mood {
                Mood::Status(status) => format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n"),
                Mood::Redirect(to) => {
                    format!("HTTP/1.1 307 X\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n")
                }
                Mood::Silent => {
                    // Until the other side has had enough.
                    let _ = stream.read(&mut [0; 1]).await;
                    return;
                }
                Mood::HangUp => return,
                Mood::NoBody => "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n".to_owned(),
                Mood::EndlessBody => {
                    let head = "HTTP/1.1 200 OK\r\ncontent-length: 9999999999\r\n\r\n";
                    return self.without_end(stream, head).await;
                }
                Mood::EndlessHead => return self.without_end(stream, "HTTP/1.1 200 OK\r\nx: ").await,
                Mood::After(what) => {
                    what();
                    "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_owned()
                }
            };
            if stream.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
    }

    async fn without_end(self, mut stream: TcpStream, head: &str) {
        let mut piece = head.as_bytes().to_vec();
        while stream.write_all(&piece).await.is_ok() {
            self.written.fetch_add(piece.len() as u64, Ordering::SeqCst);
            piece = vec![b'x'; 16 * 1024];
        }
    }
}

/// The next request on a connection.
async fn request(stream: &mut TcpStream) -> Option<(Headers, Vec<u8>)> {
    let (mut request, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let read = stream.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        request.extend_from_slice(&piece[..read]);
        let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&request[..end]).into_owned();
        let header = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(": "));
            lines.find(|(known, _)| *known == name).unwrap().1.to_owned()
        };
        if request.len() == end + 4 + header("content-length").parse::<usize>().unwrap() {
            let headers = Headers {
                id: header("webhook-id"),
                timestamp: header("webhook-timestamp"),
                signature: header("webhook-signature"),
            };
            return Some((headers, request[end + 4..].to_vec()));
        }
    }
}

/// A database with one receiver of everything.
pub(crate) struct World {
    pub(crate) db: TestDatabase,
    pub(crate) key: Arc<SecretKey>,
    pub(crate) secret: Secret,
    pub(crate) receiver: Receiver,
    pub(crate) guard: Guard,
}

impl World {
    pub(crate) async fn new() -> Self {
        let db = TestDatabase::new().await;
        let entropy = SeededEntropy::new(1);
        let world = Self {
            db,
            key: Arc::new(SecretKey::parse(&SecretKey::fresh(&entropy)).unwrap()),
            secret: Secret::fresh(&entropy),
            receiver: Receiver::new(Mood::Status(200)).await,
            guard: Guard {
                allow_http: true,
                allowed: vec!["127.0.0.0/8".parse().unwrap()],
            },
        };
        world.register(RECEIVER, &world.receiver.url.clone()).await;
        world
    }

    /// Another receiver of everything.
    pub(crate) async fn register(&self, id: Uuid, url: &str) {
        let new = NewEndpoint {
            url,
            description: "",
            kinds: &EventKind::ALL,
            state: EndpointState::Active,
        };
        let sealed = self.key.seal(id, &self.secret, &SeededEntropy::new(2)).unwrap();
        let mut tx = self.begin().await;
        webhooks::create_endpoint(&mut tx, id, &new, &sealed, None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) fn handler(&self, sender: Sender) -> SendWebhooks {
        SendWebhooks {
            store: self.db.store.clone(),
            sender,
            key: Some(self.key.clone()),
            back_off: BackOff {
                attempts: 3,
                ..BackOff::default()
            },
        }
    }

    /// Sends within the guard. Who does not answer within half a second is slow.
    pub(crate) fn sender(&self) -> Sender {
        let limits = Limits {
            time: StdDuration::from_millis(500),
            ..Limits::default()
        };
        Sender::trusting(self.guard.clone(), limits, rustls::RootCertStore::empty())
    }

    pub(crate) fn worker(&self) -> Worker {
        Worker::new(self.db.store.clone(), Options::default()).with_handler(self.handler(self.sender()))
    }

    pub(crate) async fn begin(&self) -> TenantTx {
        self.db.store.begin(&self.db.here.scope).await.unwrap()
    }

    /// Opens a case, and with it an event.
    pub(crate) async fn open(&self, key: &str) -> CaseId {
        let here = &self.db.here;
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
            idempotency_key: key.into(),
        };
        let mut tx = self.begin().await;
        let case = cases::create(&mut tx, &new, here.staff(Role::FrontDesk).id)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        case.id
    }

    /// Every delivery, newest first.
    pub(crate) async fn deliveries(&self) -> Vec<Delivery> {
        let filter = DeliveryFilter {
            limit: 1_000,
            ..DeliveryFilter::default()
        };
        webhooks::deliveries(&mut self.begin().await, &filter)
            .await
            .unwrap()
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.db.store.clock().now()
    }
}
