//! Sending events: to checked addresses, within limits.

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use thiserror::Error;
use tokio_rustls::TlsConnector;

use super::{Guard, Headers, Line, Refused, Target};

/// Bounds of one sending.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// For all of it, from the name to the answer's head.
    pub time: Duration,
    /// The most bytes of the answer's head. Of its body no more is read than lets the connection be used again.
    pub head: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(10),
            head: 16 * 1024,
        }
    }
}

/// The receiver has taken it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Delivered {
    /// 200 to 299.
    pub status: u16,
}

/// The receiver has not taken it. No text of the receiver's is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum Failure {
    /// It must not be sent there.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The name is not known.
    #[error("送り先の名前が見つかりません。")]
    Name,
    /// No connection, or it broke.
    #[error("送り先につながりません。")]
    Connection,
    /// The certificate is not trusted, or TLS failed otherwise.
    #[error("送り先の証明書を確かめられません。")]
    Tls,
    /// It took too long.
    #[error("送り先が時間内に答えません。")]
    Time,
    /// The answer is no HTTP, or its head too long.
    #[error("送り先の答えが読めません。")]
    Answer,
    /// The answer's body is longer than anything that is expected.
    #[error("送り先の答えが長すぎます。")]
    TooLong,
    /// A status that is not 2xx; redirects are not followed.
    #[error("送り先が状態コード {status} を返しました。")]
    Status {
        /// The status.
        status: u16,
        /// How long the receiver wants to be left alone, if it said so in seconds.
        retry_after: Option<u32>,
    },
}

impl Failure {
    /// The receiver says that it will never take anything again (410).
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Status { status: 410, .. })
    }
}

/// The addresses of a name at a port.
pub type Resolving = Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send>>;

/// Tells the addresses of names.
pub trait Resolve: Send + Sync {
    /// All addresses of a name.
    fn resolve(&self, host: &str, port: u16) -> Resolving;
}

/// As this machine resolves names.
struct System;

impl Resolve for System {
    fn resolve(&self, host: &str, port: u16) -> Resolving {
        let host = host.to_owned();
        Box::pin(async move { Ok(tokio::net::lookup_host((&*host, port)).await?.collect()) })
    }
}

/// Sends events.
#[derive(Clone)]
pub struct Sender {
    guard: Guard,
    pub(super) limits: Limits,
    pub(super) tls: TlsConnector,
    names: Arc<dyn Resolve>,
}

impl Sender {
    /// Trusts the certificate authorities that this machine trusts.
    #[must_use]
    pub fn new(guard: Guard, limits: Limits) -> Self {
        let mut roots = rustls::RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Self::trusting(guard, limits, roots)
    }

    /// Trusts these certificate authorities.
    ///
    /// # Panics
    /// Never: the provider supports the protocol versions that are asked of it.
    #[must_use]
    pub fn trusting(guard: Guard, limits: Limits, roots: rustls::RootCertStore) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider supports TLS 1.2 and 1.3")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self {
            guard,
            limits,
            tls: TlsConnector::from(Arc::new(config)),
            names: Arc::new(System),
        }
    }

    /// Asks somebody else for the addresses of names.
    #[must_use]
    pub fn resolving_by(self, names: Arc<dyn Resolve>) -> Self {
        Self { names, ..self }
    }

    /// What may be sent to.
    #[must_use]
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// A line to a receiver, over which events go one after the other; the connection is made when the first goes.
    pub fn line(&self, url: &str) -> Result<Line, Failure> {
        Ok(Line::new(self.clone(), self.guard.target(url)?))
    }

    /// Sends one signed body to an address as it was typed. Whatever happens, it ends within the limit of time.
    pub async fn send(&self, url: &str, headers: &Headers, body: Bytes) -> Result<Delivered, Failure> {
        self.line(url)?.send(headers, body).await
    }

    /// One address of the name. If any of its addresses may not be connected to, none is. The connection goes to the
    /// address that was checked: a name that means something else a moment later gains nothing.
    pub(super) async fn resolve(&self, target: &Target) -> Result<SocketAddr, Failure> {
        let found = match target.host.parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, target.port)],
            Err(_) => self
                .names
                .resolve(&target.host, target.port)
                .await
                .map_err(|_| Failure::Name)?,
        };
        if found.iter().any(|address| !self.guard.allows(address.ip())) {
            return Err(Refused::Address.into());
        }
        found.first().copied().ok_or(Failure::Name)
    }
}
