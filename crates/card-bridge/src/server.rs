//! Listening on the loopback, with limits on what a connection may cost.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::bridge::Bridge;
use crate::http;
use crate::machine::{Clock, Entropy};
use crate::readers::Readers;
use crate::readings::Readings;
use crate::settings::Settings;
use crate::terminal::{Terminal, start_watching};

/// No terminal needs more at once: a page holds one for events, one for a reading, and its window one.
const CONNECTIONS: usize = 64;

/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(10);

/// How long the first look at the readers is waited for.
const FIRST_LOOK: Duration = Duration::from_secs(5);

/// The most of a request that is held beside its body.
const BUFFER: usize = 32 * 1024;

/// A bridge that listens.
pub struct Server {
    listener: TcpListener,
    bridge: Arc<Bridge>,
}

/// What the bridge is handed: the terminal's readers, the time, randomness.
pub struct Machine {
    /// The readers.
    pub readers: Arc<dyn Readers>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
}

impl Server {
    /// Listens on 127.0.0.1 and nowhere else, and begins to watch the readers.
    ///
    /// # Errors
    /// Where the port is taken or may not be listened on.
    pub async fn bind(settings: Settings, machine: Machine) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port)).await?;
        let terminal = Arc::new(Terminal::new(machine.readers));
        start_watching(Arc::clone(&terminal));
        // A card service that hangs shall not keep the bridge from saying so.
        let _ = tokio::time::timeout(FIRST_LOOK, terminal.looked()).await;
        let bridge = Bridge {
            settings,
            port: listener.local_addr()?.port(),
            terminal,
            readings: Readings::default(),
            clock: machine.clock,
            entropy: machine.entropy,
        };
        Ok(Self {
            listener,
            bridge: Arc::new(bridge),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.bridge.port))
    }

    /// Answers until it is dropped.
    pub async fn run(self) {
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                return;
            };
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let bridge = Arc::clone(&self.bridge);
                    tokio::spawn(async move {
                        answer(bridge, stream).await;
                        drop(place);
                    });
                }
                // Out of handles, for example: others will be given back.
                Err(error) => {
                    tracing::warn!(kind = ?error.kind(), "接続を受け付けられませんでした");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}

async fn answer(bridge: Arc<Bridge>, stream: TcpStream) {
    let service = TowerToHyperService::new(tower::util::MapRequest::new(
        http::service(bridge),
        |request: hyper::Request<hyper::body::Incoming>| request.map(axum::body::Body::new),
    ));
    // What a connection ends with is its own affair, and its bytes belong in no log.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
