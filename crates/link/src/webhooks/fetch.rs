//! One request whose answer is read, within the same bounds as what is sent: checked addresses, no redirects, an end.

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1::Builder;
use hyper::header::{HOST, RETRY_AFTER, USER_AGENT};
use hyper::{HeaderMap, Method, Request};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use super::{Failure, Refused, Sender, Target};

/// An answer, whatever its status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fetched {
    /// The status.
    pub status: u16,
    /// How long the other side wants to be left alone, if it said so in seconds.
    pub retry_after: Option<u32>,
    /// The body, all of it.
    pub body: Bytes,
}

impl Sender {
    /// Asks for something at an address as it was typed, and reads the answer up to `most` bytes. Whatever happens, it ends
    /// within the limit of time.
    pub async fn fetch(
        &self,
        method: Method,
        url: &str,
        headers: &HeaderMap,
        body: Bytes,
        most: usize,
    ) -> Result<Fetched, Failure> {
        let target = self.guard().target(url)?;
        let asked = self.ask(&target, method, headers, body, most);
        tokio::time::timeout(self.limits.time, asked)
            .await
            .map_err(|_| Failure::Time)?
    }

    async fn ask(
        &self,
        target: &Target,
        method: Method,
        headers: &HeaderMap,
        body: Bytes,
        most: usize,
    ) -> Result<Fetched, Failure> {
        let request = request(target, method, headers, body)?;
        let address = self.resolve(target).await?;
        let stream = TcpStream::connect(address)
            .await
            .map_err(|_| Failure::Connection)?;
        if target.tls {
            let name = ServerName::try_from(target.host.clone()).map_err(|_| Refused::Url)?;
            let stream = self.tls.connect(name, stream).await.map_err(|_| Failure::Tls)?;
            self.exchange(stream, request, most).await
        } else {
            self.exchange(stream, request, most).await
        }
    }

    async fn exchange<T>(
        &self,
        stream: T,
        request: Request<Full<Bytes>>,
        most: usize,
    ) -> Result<Fetched, Failure>
    where
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (mut requests, connection) = Builder::new()
            .max_buf_size(self.limits.head.max(8 * 1024))
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|_| Failure::Answer)?;
        let answered = async {
            let answer = requests.send_request(request).await.map_err(|error| {
                if error.is_parse() {
                    Failure::Answer
                } else {
                    Failure::Connection
                }
            })?;
            let status = answer.status().as_u16();
            let retry_after = answer
                .headers()
                .get(RETRY_AFTER)
                .and_then(|value| value.to_str().ok()?.parse().ok());
            // A body that does not end is given up at the bound: the connection is dropped with it.
            let body = Limited::new(answer.into_body(), most).collect().await;
            let body = body
                .map_err(|error| {
                    if error.is::<http_body_util::LengthLimitError>() {
                        Failure::TooLong
                    } else {
                        Failure::Connection
                    }
                })?
                .to_bytes();
            Ok(Fetched {
                status,
                retry_after,
                body,
            })
        };
        let (mut connection, mut answered) = (std::pin::pin!(connection), std::pin::pin!(answered));
        tokio::select! {
            biased;
            answer = &mut answered => answer,
            // The connection may end in the moment in which it brings the answer.
            _ = &mut connection => answered.await,
        }
    }
}

fn request(
    target: &Target,
    method: Method,
    headers: &HeaderMap,
    body: Bytes,
) -> Result<Request<Full<Bytes>>, Failure> {
    let mut request = Request::builder()
        .method(method)
        .uri(&*target.path)
        .header(HOST, target.authority())
        .header(USER_AGENT, "madoguchi")
        .body(Full::new(body))
        .map_err(|_| Refused::Url)?;
    request
        .headers_mut()
        .extend(headers.iter().map(|(name, value)| (name.clone(), value.clone())));
    Ok(request)
}
