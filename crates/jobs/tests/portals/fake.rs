//! A portal on this machine that behaves as it is told.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How many applications stand on a page.
const PAGE: usize = 2;

/// What happens instead of the answer, once.
pub(crate) enum Fault {
    /// This status, and how long to stay away.
    Status(u16, Option<u32>),
    /// 200 with this body.
    Body(&'static str),
    /// No answer.
    Silent,
    /// A body without an end.
    Endless,
}

#[derive(Default)]
struct State {
    /// By number: when it changed, and the file.
    applications: BTreeMap<String, (String, String)>,
    /// Numbers that are listed twice.
    twice: Vec<String>,
    /// Faults by the beginning of method and path.
    faults: VecDeque<(&'static str, Fault)>,
    /// Which token is good, counted.
    token: usize,
    /// The token ends after so many uses.
    uses: Option<usize>,
    heard: Vec<String>,
    told: Vec<(String, String)>,
}

/// The portal.
#[derive(Clone)]
pub(crate) struct Fake {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

impl Fake {
    pub(crate) async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let fake = Self {
            url: format!("http://{}/api", listener.local_addr().unwrap()),
            state: Arc::default(),
        };
        let serving = fake.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        fake
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn has(&self, number: &str, updated_at: &str, file: String) {
        let application = (updated_at.to_owned(), file);
        self.state().applications.insert(number.to_owned(), application);
    }

    pub(crate) fn lists_twice(&self, number: &str) {
        self.state().twice.push(number.to_owned());
    }

    pub(crate) fn once(&self, what: &'static str, fault: Fault) {
        self.state().faults.push_back((what, fault));
    }

    pub(crate) fn ends_token_after(&self, uses: usize) {
        self.state().uses = Some(uses);
    }

    /// How often something was asked, by the beginning of method and path.
    pub(crate) fn asked(&self, what: &str) -> usize {
        let state = self.state();
        state.heard.iter().filter(|heard| heard.starts_with(what)).count()
    }

    /// Numbers and the states that were told, in order.
    pub(crate) fn told(&self) -> Vec<(String, String)> {
        self.state().told.clone()
    }

    async fn serve(self, mut stream: TcpStream) {
        let Some((head, body)) = request(&mut stream).await else {
            return;
        };
        let mut words = head.split(' ');
        let asked = format!(
            "{} {}",
            words.next().unwrap(),
            words.next().unwrap().strip_prefix("/api").unwrap()
        );
        let fault = {
            let mut state = self.state();
            state.heard.push(asked.clone());
            let at = state.faults.iter().position(|(what, _)| asked.starts_with(what));
            at.and_then(|at| state.faults.remove(at))
        };
        let (status, retry, body) = match fault {
            None => {
                let (status, body) = self.answer(&asked, &head, &body);
                (status, None, body)
            }
            Some((_, Fault::Status(status, retry))) => (status, retry, String::new()),
            Some((_, Fault::Body(body))) => (200, None, body.to_owned()),
            Some((_, Fault::Silent)) => {
                let _ = stream.read(&mut [0; 1]).await;
                return;
            }
            Some((_, Fault::Endless)) => {
                let mut piece = b"HTTP/1.1 200 OK\r\ncontent-length: 9999999999\r\n\r\n".to_vec();
                while stream.write_all(&piece).await.is_ok() {
                    piece = vec![b'x'; 64 * 1024];
                }
                return;
            }
        };
        let retry = retry.map_or_else(String::new, |seconds| format!("retry-after: {seconds}\r\n"));
        let length = body.len();
        let answer = format!("HTTP/1.1 {status} X\r\n{retry}content-length: {length}\r\n\r\n{body}");
        let _ = stream.write_all(answer.as_bytes()).await;
    }

    fn answer(&self, asked: &str, head: &str, body: &str) -> (u16, String) {
        let mut state = self.state();
        let sent: Value = serde_json::from_str(body).unwrap_or_default();
        if asked == "POST /login" {
            return if sent["client_id"] == "city" && sent["client_secret"] == "秘密" {
                (200, json!({ "code": "once" }).to_string())
            } else {
                (401, String::new())
            };
        }
        if asked == "POST /token" {
            state.token += 1;
            return (
                200,
                json!({ "access_token": format!("t{}", state.token) }).to_string(),
            );
        }
        if !head.contains(&format!("authorization: Bearer t{}\r\n", state.token)) {
            return (401, String::new());
        }
        if let Some(uses) = state.uses {
            if uses == 0 {
                state.uses = None;
                return (401, String::new());
            }
            state.uses = Some(uses - 1);
        }
        let path = asked.split_once(' ').unwrap().1;
        if let Some(query) = path
            .strip_prefix("/applications?")
            .or(path.strip_suffix("/applications"))
        {
            return (200, listed(&state, query).to_string());
        }
        let number = path.split('/').nth(2).unwrap().to_owned();
        let Some((_, file)) = state.applications.get(&number) else {
            return (404, String::new());
        };
        if path.ends_with("/status") {
            let told = sent["status"].as_str().unwrap().to_owned();
            state.told.push((number, told));
            return (200, String::new());
        }
        (200, file.clone())
    }
}

fn listed(state: &State, query: &str) -> Value {
    let parameter = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.replace("%3A", ":").replace("%2E", "."))
    };
    let since = parameter("updated_since").unwrap_or_default();
    let mut all: Vec<(&String, &String)> = Vec::new();
    for (number, (at, _)) in &state.applications {
        // Both are RFC 3339 in UTC: their order is the text's.
        if **at >= *since {
            all.push((number, at));
            if state.twice.contains(number) {
                all.push((number, at));
            }
        }
    }
    let from: usize = parameter("cursor").map_or(0, |cursor| cursor.parse().unwrap());
    let items = all.iter().skip(from).take(PAGE);
    let next = (from + PAGE < all.len()).then(|| (from + PAGE).to_string());
    json!({
        "applications": items.map(|(number, at)| json!({ "receipt_number": number, "updated_at": at })).collect::<Vec<_>>(),
        "next_cursor": next,
    })
}

/// Head (with the request line first) and body.
async fn request(stream: &mut TcpStream) -> Option<(String, String)> {
    let (mut request, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let read = stream.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        request.extend_from_slice(&piece[..read]);
        let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&request[..end + 2]).into_owned();
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        let length = lines.find(|(name, _)| *name == "content-length");
        let length: usize = length.map_or(0, |(_, length)| length.parse().unwrap());
        if request.len() >= end + 4 + length {
            let body = String::from_utf8_lossy(&request[end + 4..]).into_owned();
            return Some((head, body));
        }
    }
}
