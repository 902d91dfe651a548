//! A receiver of events that fails one time in ten, and does each thing once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use madoguchi_link::webhooks::{Headers, Secret, verify};
use madoguchi_model::clock::Clock;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

use crate::luck;

/// What it knows.
#[derive(Default)]
pub(crate) struct Known {
    /// What had an effect, in the order of the effects.
    pub(crate) effects: Vec<Uuid>,
    /// The bodies by id.
    bodies: HashMap<Uuid, Vec<u8>>,
    /// The types of a case's events, in the order of their effects.
    pub(crate) of_case: BTreeMap<String, Vec<Uuid>>,
    /// How many requests came.
    pub(crate) requests: u64,
    /// Of which it had the event already.
    pub(crate) repeats: u64,
    /// Of which it failed.
    pub(crate) failed: u64,
    /// Of which it could not believe.
    pub(crate) refused: u64,
    /// An id that came with another body than before.
    pub(crate) changed: u64,
}

/// The receiver.
#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    pub(crate) known: Arc<Mutex<Known>>,
    secret: Secret,
    clock: Arc<dyn Clock>,
    seed: u64,
}

/// What it does with a request.
enum Answer {
    Status(u16),
    HangUp,
}

impl Receiver {
    pub(crate) async fn new(secret: Secret, clock: Arc<dyn Clock>, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            url: format!("http://{}/", listener.local_addr().unwrap()),
            known: Arc::default(),
            secret,
            clock,
            seed,
        };
        let told = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(told.clone().serve(stream));
            }
        });
        receiver
    }

    async fn serve(self, mut stream: TcpStream) {
        while let Some((headers, body)) = request(&mut stream).await {
            let answer = match self.answer(&headers, &body) {
                Answer::Status(status) => format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n"),
                Answer::HangUp => return,
            };
            if stream.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
    }

    /// One time in ten it fails: before it has done anything, or after, so that the sender does not know.
    fn answer(&self, headers: &Headers, body: &[u8]) -> Answer {
        let mut known = self.known.lock().unwrap();
        known.requests += 1;
        let fate = luck::of(self.seed, u128::from(known.requests));
        let fails = fate.is_multiple_of(10);
        let way = (fate >> 8) % 4;
        if fails {
            known.failed += 1;
        }
        match way {
            0 if fails => return Answer::Status(500),
            1 if fails => return Answer::HangUp,
            _ => {}
        }
        let secrets = std::slice::from_ref(&self.secret);
        if verify(secrets, headers, body, self.clock.now()).is_err() {
            known.refused += 1;
            return Answer::Status(400);
        }
        take(&mut known, headers, body);
        match way {
            2 if fails => Answer::Status(503),
            3 if fails => Answer::HangUp,
            _ => Answer::Status(200),
        }
    }
}

/// The effect, once for each id.
fn take(known: &mut Known, headers: &Headers, body: &[u8]) {
    let id: Uuid = headers.id.parse().unwrap();
    if let Some(before) = known.bodies.get(&id) {
        known.changed += u64::from(before != body);
        known.repeats += 1;
        return;
    }
    let event: Value = serde_json::from_slice(body).unwrap();
    let case = event["data"]["case"].as_str().unwrap_or_default().to_owned();
    known.bodies.insert(id, body.to_vec());
    known.effects.push(id);
    known.of_case.entry(case).or_default().push(id);
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
