//! Sending one event: one connection, to a checked address, within limits.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{CONNECTION, CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use thiserror::Error;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::{Guard, Headers, Refused, Target};

/// Bounds of one sending.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// For all of it, from the name to the answer's head.
    pub time: Duration,
    /// The most bytes of the answer's head. Its body is never read.
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

/// Sends events.
#[derive(Clone)]
pub struct Sender {
    guard: Guard,
    limits: Limits,
    tls: TlsConnector,
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
        }
    }

    /// What may be sent to.
    #[must_use]
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Sends a signed body to an address as it was typed. Whatever happens, it ends within the limit of time.
    pub async fn send(&self, url: &str, headers: &Headers, body: Bytes) -> Result<Delivered, Failure> {
        let target = self.guard.target(url)?;
        match tokio::time::timeout(self.limits.time, self.attempt(&target, headers, body)).await {
            Ok(done) => done,
            Err(_) => Err(Failure::Time),
        }
    }

    async fn attempt(&self, target: &Target, headers: &Headers, body: Bytes) -> Result<Delivered, Failure> {
        let address = self.resolve(target).await?;
        let stream = TcpStream::connect(address)
            .await
            .map_err(|_| Failure::Connection)?;
        let request = request(target, headers, body)?;
        let status = if target.tls {
            let name = ServerName::try_from(target.host.clone()).map_err(|_| Refused::Url)?;
            let stream = self.tls.connect(name, stream).await.map_err(|_| Failure::Tls)?;
            self.exchange(TokioIo::new(stream), request).await?
        } else {
            self.exchange(TokioIo::new(stream), request).await?
        };
        match status {
            (status, _) if status.is_success() => Ok(Delivered {
                status: status.as_u16(),
            }),
            (status, retry_after) => Err(Failure::Status {
                status: status.as_u16(),
                retry_after,
            }),
        }
    }

    /// One address of the name. If any of its addresses may not be connected to, none is.
    async fn resolve(&self, target: &Target) -> Result<SocketAddr, Failure> {
        let found: Vec<SocketAddr> = match target.host.parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, target.port)],
            Err(_) => tokio::net::lookup_host((&*target.host, target.port))
                .await
                .map_err(|_| Failure::Name)?
                .collect(),
        };
        if found.iter().any(|address| !self.guard.allows(address.ip())) {
            return Err(Refused::Address.into());
        }
        found.first().copied().ok_or(Failure::Name)
    }

    /// Status and wish to be left alone. The connection ends with the answer's head.
    async fn exchange<T>(
        &self,
        stream: TokioIo<T>,
        request: Request<Full<Bytes>>,
    ) -> Result<(StatusCode, Option<u32>), Failure>
    where
        T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    {
        let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
            .max_buf_size(self.limits.head.max(8 * 1024))
            .handshake(stream)
            .await
            .map_err(|_| Failure::Answer)?;
        let mut answer = std::pin::pin!(sender.send_request(request));
        // The connection moves only while it is polled here, and so nothing of it outlives the limit of time. It may end
        // in the moment in which it hands the answer over.
        let early = {
            let mut connection = std::pin::pin!(connection);
            tokio::select! {
                biased;
                answer = &mut answer => Some(answer),
                _ = &mut connection => None,
            }
        };
        let answer = match early {
            Some(answer) => answer,
            None => answer.await,
        };
        let answer = answer.map_err(|error| {
            if error.is_parse() {
                Failure::Answer
            } else {
                Failure::Connection
            }
        })?;
        let retry_after = answer
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.parse().ok());
        Ok((answer.status(), retry_after))
    }
}

fn request(target: &Target, headers: &Headers, body: Bytes) -> Result<Request<Full<Bytes>>, Failure> {
    let host = if target.host.contains(':') {
        format!("[{}]", target.host)
    } else {
        target.host.clone()
    };
    let usual = if target.tls { 443 } else { 80 };
    let host = if target.port == usual {
        host
    } else {
        format!("{host}:{}", target.port)
    };
    Request::post(&*target.path)
        .header(HOST, host)
        .header(USER_AGENT, "madoguchi")
        .header(CONNECTION, "close")
        .header(CONTENT_TYPE, "application/cloudevents+json; charset=utf-8")
        .header("webhook-id", &headers.id)
        .header("webhook-timestamp", &headers.timestamp)
        .header("webhook-signature", &headers.signature)
        .body(Full::new(body))
        .map_err(|_| Refused::Url.into())
}
