use std::net::SocketAddr;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};

use madoguchi_card::bridge::{Document, Pairing, Permission, SigningKey};
use madoguchi_card_bridge::settings::Settings;
use madoguchi_card_bridge::{Machine, Server};
use serde_json::{Value, json};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::client::{Answer, Call, Events};
use super::clock::{Counting, START, Stopped};
use super::readers::Desk;

pub(crate) const ORIGIN: &str = "https://madoguchi.example.lg.jp";

/// A bridge that runs on a thread of its own until the test ends.
pub(crate) struct Bridge {
    pub(crate) address: SocketAddr,
    pub(crate) clock: Arc<Stopped>,
    pub(crate) desk: Desk,
    pub(crate) key: SigningKey,
    /// All that the bridge has answered.
    pub(crate) traffic: Arc<Mutex<Vec<u8>>>,
    _end: oneshot::Sender<()>,
}

impl Drop for Bridge {
    fn drop(&mut self) {
        self.desk.end();
    }
}

/// The pairing that a page has: it may do everything.
pub(crate) fn pairing() -> Pairing {
    Pairing {
        id: Uuid::from_u128(11),
        origin: ORIGIN.into(),
        officer: Uuid::from_u128(12),
        case: Uuid::from_u128(13),
        may: vec![
            Permission::Attributes,
            Permission::Authentication,
            Permission::IndividualNumber,
            Permission::Signature,
        ],
        challenge: vec![7; 32],
        document: Some(Document {
            title: "住民異動届".into(),
            sha256: vec![9; 32],
        }),
        seal_to: Some(madoguchi_card::bridge::OpeningKey::derive(&[5; 32]).seal_to()),
        issued_at: START,
        expires_at: START + 600,
    }
}

impl Bridge {
    pub(crate) fn start(desk: &Desk) -> Self {
        let random = ring::rand::SystemRandom::new();
        let key = SigningKey::from_pkcs8(&SigningKey::generate(&random).unwrap()).unwrap();
        let settings = format!(
            "port = 0\n[[servers]]\nname = \"見本市\"\norigin = \"{ORIGIN}\"\npublic_keys = [\"{}\"]\n",
            key.public_key().0
        );
        let settings = Settings::parse(&settings).unwrap();
        let (clock, desk) = (Stopped::new(), desk.clone());
        let machine = Machine {
            readers: Arc::new(desk.clone()),
            clock: Arc::clone(&clock) as Arc<_>,
            entropy: Arc::new(Counting::default()),
        };
        let (told, address) = mpsc::channel();
        let (end, ended) = oneshot::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let server = Server::bind(settings, machine).await.unwrap();
                told.send(server.address()).unwrap();
                tokio::select! {
                    () = server.run() => {}
                    _ = ended => {}
                }
            });
        });
        let address = address.recv().unwrap();
        let bridge = Self {
            address,
            clock,
            desk,
            key,
            traffic: Arc::default(),
            _end: end,
        };
        // The readers have been looked at once the first event tells of them.
        bridge.events().next().unwrap();
        bridge
    }

    pub(crate) fn token(&self, pairing: &Pairing) -> String {
        self.key.token(pairing).unwrap()
    }

    /// A request of the page, with all it must carry.
    pub(crate) fn call(&self, method: &'static str, path: &str) -> Call {
        let token = self.token(&pairing());
        Call::new(method, path)
            .header("Origin", ORIGIN)
            .header("Authorization", format!("Bearer {token}"))
    }

    pub(crate) fn send(&self, call: &Call) -> Answer {
        call.send(self.address, &self.traffic)
    }

    pub(crate) fn events(&self) -> Events {
        self.call("GET", "/v1/events")
            .listen(self.address, Arc::clone(&self.traffic))
    }

    /// The events, from where the readers hold what is said: `(name, card)`.
    pub(crate) fn events_from(&self, readers: &[(&str, &str)]) -> Events {
        let mut events = self.events();
        events.until(&Self::readers(readers));
        events
    }

    pub(crate) fn readers(readers: &[(&str, &str)]) -> Value {
        let readers = readers
            .iter()
            .map(|(name, card)| json!({ "name": name, "card": card }));
        json!({ "readers": readers.collect::<Vec<_>>() })
    }

    /// Asks for a reading.
    pub(crate) fn ask(&self, request: &Value) -> Answer {
        self.send(
            &self
                .call("POST", "/v1/readings")
                .body("application/json", request.to_string()),
        )
    }

    /// Asks for a reading that needs a window: its id and the window's path.
    pub(crate) fn open(&self, want: &[&str], method: &str) -> (String, String) {
        let answer = self.ask(&json!({ "want": want, "method": method }));
        assert_eq!(answer.status, 201, "{}", answer.body);
        let state = answer.json();
        let window = state["window"]
            .as_str()
            .unwrap_or_else(|| panic!("no window: {state}"));
        let path = window.strip_prefix(&format!("http://{}", self.address)).unwrap();
        (state["id"].as_str().unwrap().to_owned(), path.to_owned())
    }

    /// What came of a reading.
    pub(crate) fn fetch(&self, id: &str) -> Answer {
        self.send(&self.call("GET", &format!("/v1/readings/{id}")))
    }

    /// Sends the form of a window.
    pub(crate) fn submit(&self, window: &str, form: &str) -> Answer {
        let origin = format!("http://{}", self.address);
        let call = Call::new("POST", window).header("Origin", origin);
        self.send(&call.body("application/x-www-form-urlencoded", form))
    }

    /// Shows a window.
    pub(crate) fn look(&self, window: &str) -> Answer {
        self.send(&Call::new("GET", window))
    }
}
