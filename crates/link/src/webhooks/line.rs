//! One connection to one receiver, kept for the next event where the receiver allows it.

use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1::{Builder, SendRequest};
use hyper::header::{CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use super::{Delivered, Failure, Headers, Refused, Sender, Target};

/// An answer's body that is announced as longer is not read, and the connection ended instead.
const MOST_BODY: u64 = 4 * 1024;
/// A body that does not come within this ends the connection.
const BODY_TIME: Duration = Duration::from_millis(250);

/// A line to a receiver. Nothing of it moves but while [`send`](Self::send) is waited for.
pub struct Line {
    way: Way,
    open: Option<Open>,
}

/// From whom to whom.
struct Way {
    sender: Sender,
    target: Target,
}

impl Line {
    pub(super) fn new(sender: Sender, target: Target) -> Self {
        Self {
            way: Way { sender, target },
            open: None,
        }
    }

    /// Sends a signed body. Whatever happens, it ends within the limit of time. Where a kept connection turns out to have
    /// been ended by the receiver, the same goes once more over a fresh one.
    pub async fn send(&mut self, headers: &Headers, body: Bytes) -> Result<Delivered, Failure> {
        let time = self.way.sender.limits.time;
        // What is not put back is closed.
        let open = self.open.take();
        let done = tokio::time::timeout(time, self.way.attempt(open, headers, body)).await;
        let (answer, open) = done.map_err(|_| Failure::Time)??;
        self.open = open;
        if answer.status.is_success() {
            Ok(Delivered {
                status: answer.status.as_u16(),
            })
        } else {
            Err(Failure::Status {
                status: answer.status.as_u16(),
                retry_after: answer.retry_after,
            })
        }
    }
}

impl Way {
    async fn attempt(
        &self,
        kept: Option<Open>,
        headers: &Headers,
        body: Bytes,
    ) -> Result<(Answer, Option<Open>), Failure> {
        if let Some(mut kept) = kept
            && let Ok(answer) = kept.exchange(self.request(headers, body.clone())?).await
        {
            let open = answer.reusable.then_some(kept);
            return Ok((answer, open));
        }
        let mut fresh = self.connect().await?;
        let answer = fresh.exchange(self.request(headers, body)?).await?;
        let open = answer.reusable.then_some(fresh);
        Ok((answer, open))
    }

    async fn connect(&self) -> Result<Open, Failure> {
        let address = self.sender.resolve(&self.target).await?;
        let stream = TcpStream::connect(address)
            .await
            .map_err(|_| Failure::Connection)?;
        // A request is one small write, and its answer is waited for.
        let _ = stream.set_nodelay(true);
        let head = self.sender.limits.head;
        if self.target.tls {
            let name = ServerName::try_from(self.target.host.clone()).map_err(|_| Refused::Url)?;
            let stream = self
                .sender
                .tls
                .connect(name, stream)
                .await
                .map_err(|_| Failure::Tls)?;
            Open::over(stream, head).await
        } else {
            Open::over(stream, head).await
        }
    }

    fn request(&self, headers: &Headers, body: Bytes) -> Result<Request<Full<Bytes>>, Failure> {
        let target = &self.target;
        Request::post(&*target.path)
            .header(HOST, target.authority())
            .header(USER_AGENT, "madoguchi")
            .header(CONTENT_TYPE, "application/cloudevents+json; charset=utf-8")
            .header("webhook-id", &headers.id)
            .header("webhook-timestamp", &headers.timestamp)
            .header("webhook-signature", &headers.signature)
            .body(Full::new(body))
            .map_err(|_| Refused::Url.into())
    }
}

/// What of an answer counts. No text of the receiver's is kept.
struct Answer {
    status: StatusCode,
    retry_after: Option<u32>,
    /// The connection is as it was before.
    reusable: bool,
}

/// A connection that is made.
struct Open {
    requests: SendRequest<Full<Bytes>>,
    work: Work,
}

/// What moves the bytes of a connection while something is waited for on it.
struct Work {
    moving: Pin<Box<dyn Future<Output = ()> + Send>>,
    ended: bool,
}

impl Work {
    /// Waits for what the connection brings. It may end in the moment in which it brings it.
    async fn until<W: Future>(&mut self, wanted: W) -> W::Output {
        let mut wanted = pin!(wanted);
        if !self.ended {
            tokio::select! {
                biased;
                done = &mut wanted => return done,
                () = &mut self.moving => self.ended = true,
            }
        }
        wanted.await
    }
}

impl Open {
    async fn over<T>(stream: T, head: usize) -> Result<Self, Failure>
    where
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (requests, connection) = Builder::new()
            .max_buf_size(head.max(8 * 1024))
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|_| Failure::Answer)?;
        let moving = Box::pin(async move {
            // How it ended, the request that is waited for tells.
            let _ = connection.await;
        });
        Ok(Self {
            requests,
            work: Work { moving, ended: false },
        })
    }

    async fn exchange(&mut self, request: Request<Full<Bytes>>) -> Result<Answer, Failure> {
        let Self { requests, work } = self;
        work.until(requests.ready())
            .await
            .map_err(|_| Failure::Connection)?;
        let answer = work
            .until(requests.send_request(request))
            .await
            .map_err(|error| {
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
        Ok(Answer {
            status: answer.status(),
            retry_after,
            reusable: emptied(work, answer).await,
        })
    }
}

/// Reads a short body away; false where there is a longer one, or it does not come.
async fn emptied(work: &mut Work, answer: Response<Incoming>) -> bool {
    let body = answer.into_body();
    match body.size_hint().exact() {
        Some(0) => true,
        Some(length) if length <= MOST_BODY => {
            let body = Limited::new(body, usize::try_from(MOST_BODY).unwrap_or(usize::MAX));
            let read = tokio::time::timeout(BODY_TIME, work.until(body.collect())).await;
            matches!(read, Ok(Ok(_)))
        }
        _ => false,
    }
}
