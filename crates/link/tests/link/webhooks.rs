//! Sending events: to receivers that take them, and to such as are slow, endless, broken or not to be reached at all.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use madoguchi_link::webhooks::{Failure, Guard, Headers, Limits, Refused, Resolve, Resolving, Sender};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A receiver on the loopback that answers every connection with `answer`, and its address.
async fn receiver<F>(answer: impl Fn(TcpStream, String) -> F + Send + 'static) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (mut request, mut piece) = (Vec::new(), [0; 4096]);
            while !request.ends_with(b"the body") {
                match stream.read(&mut piece).await {
                    Ok(read) if read > 0 => request.extend_from_slice(&piece[..read]),
                    _ => break,
                }
            }
            tokio::spawn(answer(stream, String::from_utf8_lossy(&request).into_owned()));
        }
    });
    format!("http://{address}/hook?a=1")
}

async fn answered(text: &'static str) -> String {
    receiver(move |mut stream, _| async move {
        let _ = stream.write_all(text.as_bytes()).await;
    })
    .await
}

fn sender() -> Sender {
    let guard = Guard {
        allow_http: true,
        allowed: vec!["127.0.0.0/8".parse().unwrap()],
    };
    let limits = Limits {
        time: Duration::from_millis(700),
        ..Limits::default()
    };
    Sender::trusting(guard, limits, rustls::RootCertStore::empty())
}

async fn send(sender: &Sender, url: &str) -> Result<u16, Failure> {
    let headers = Headers {
        id: "id".into(),
        timestamp: "1".into(),
        signature: "v1,x".into(),
    };
    sender
        .send(url, &headers, Bytes::from_static(b"the body"))
        .await
        .map(|delivered| delivered.status)
}

#[tokio::test]
async fn an_event_is_posted_with_its_headers_and_a_2xx_is_taken() {
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let url = receiver(move |mut stream, request| {
        told.send(request).unwrap();
        async move {
            stream
                .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
                .await
                .unwrap();
        }
    })
    .await;
    assert_eq!(send(&sender(), &url).await, Ok(204));
    let request = heard.recv().await.unwrap().to_lowercase();
    assert!(request.starts_with("post /hook?a=1 http/1.1\r\n"), "{request}");
    for line in [
        "webhook-id: id",
        "webhook-timestamp: 1",
        "webhook-signature: v1,x",
        "content-length: 8",
    ] {
        assert!(request.contains(&format!("{line}\r\n")), "{line}: {request}");
    }
}

#[tokio::test]
async fn redirects_are_not_followed_and_refusals_are_told() {
    let hidden = answered("HTTP/1.1 200 OK\r\n\r\n").await;
    let redirect: &'static str =
        Box::leak(format!("HTTP/1.1 307 Moved\r\nlocation: {hidden}\r\n\r\n").into_boxed_str());
    let status = |status, retry_after| Err(Failure::Status { status, retry_after });
    assert_eq!(
        send(&sender(), &answered(redirect).await).await,
        status(307, None)
    );
    let busy = answered("HTTP/1.1 503 Busy\r\nretry-after: 120\r\n\r\n").await;
    assert_eq!(send(&sender(), &busy).await, status(503, Some(120)));
    let gone = send(&sender(), &answered("HTTP/1.1 410 Gone\r\n\r\n").await).await;
    assert!(gone.unwrap_err().is_gone());
}

#[tokio::test]
async fn receivers_that_lie_or_wait_end_within_the_limits() {
    let silent = receiver(|stream, _| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await;
    assert_eq!(send(&sender(), &silent).await, Err(Failure::Time));
    let dripping = receiver(|mut stream, _| async move {
        let mut tick = tokio::time::interval(Duration::from_millis(20));
        while stream.write_all(b"H").await.is_ok() {
            tick.tick().await;
        }
    })
    .await;
    assert!(send(&sender(), &dripping).await.is_err());
    let endless_head = receiver(|mut stream, _| async move {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n").await;
        while stream.write_all(&[b'x'; 4096]).await.is_ok() {}
    })
    .await;
    assert!(matches!(
        send(&sender(), &endless_head).await,
        Err(Failure::Answer | Failure::Connection)
    ));
    // A long body of an answer is not read.
    let endless_body = receiver(|mut stream, _| async move {
        let _ = stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n")
            .await;
        while stream.write_all(&[b'x'; 4096]).await.is_ok() {}
    })
    .await;
    assert_eq!(send(&sender(), &endless_body).await, Ok(200));
    assert!(matches!(
        send(&sender(), &answered("SSH-2.0-x\r\n\r\n").await).await,
        Err(Failure::Answer | Failure::Connection)
    ));
    let nobody = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    assert_eq!(
        send(&sender(), &format!("http://{nobody}/")).await,
        Err(Failure::Connection)
    );
}

#[tokio::test]
async fn what_is_not_public_is_not_connected_to() {
    let url = answered("HTTP/1.1 200 OK\r\n\r\n").await;
    let port = url.rsplit_once(':').unwrap().1.to_owned();
    let guard = Guard {
        allow_http: true,
        ..Guard::default()
    };
    let strict = Sender::trusting(guard, Limits::default(), rustls::RootCertStore::empty());
    // By address, and by a name that only the resolver knows the address of.
    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"] {
        let result = send(&strict, &format!("http://{host}:{port}")).await;
        assert_eq!(result, Err(Failure::Refused(Refused::Address)), "{host}");
    }
    let https_only = Sender::trusting(
        Guard::default(),
        Limits::default(),
        rustls::RootCertStore::empty(),
    );
    assert_eq!(
        send(&https_only, &url).await,
        Err(Failure::Refused(Refused::Http))
    );
    // No TLS where TLS is asked for.
    let tls = url.replace("http://", "https://");
    assert!(matches!(
        send(&sender(), &tls).await,
        Err(Failure::Tls | Failure::Time)
    ));
}

/// Says one address the first time, and another from then on.
struct Changing {
    asked: AtomicUsize,
    first: SocketAddr,
    then: SocketAddr,
}

impl Resolve for Changing {
    fn resolve(&self, _: &str, _: u16) -> Resolving {
        let first = self.asked.fetch_add(1, Ordering::SeqCst) == 0;
        let address = if first { self.first } else { self.then };
        Box::pin(async move { Ok(vec![address]) })
    }
}

#[tokio::test]
async fn a_name_that_changes_between_check_and_connection_gains_nothing() {
    let url = answered("HTTP/1.1 200 OK\r\n\r\n").await;
    let port: u16 = url
        .trim_end_matches("/hook?a=1")
        .rsplit_once(':')
        .unwrap()
        .1
        .parse()
        .unwrap();
    // The first is allowed, the second is not: this machine's metadata service, say.
    let names = Arc::new(Changing {
        asked: AtomicUsize::new(0),
        first: ([127, 0, 0, 1], port).into(),
        then: ([169, 254, 169, 254], 80).into(),
    });
    let guard = Guard {
        allow_http: true,
        allowed: vec!["127.0.0.1/32".parse().unwrap()],
    };
    let sender = Sender::trusting(guard, Limits::default(), rustls::RootCertStore::empty());
    let sender = sender.resolving_by(names.clone());
    assert_eq!(send(&sender, "http://receiver.example/").await, Ok(200));
    assert_eq!(
        names.asked.load(Ordering::SeqCst),
        1,
        "checked and connected to is one and the same"
    );
    assert_eq!(
        send(&sender, "http://receiver.example/").await,
        Err(Failure::Refused(Refused::Address))
    );
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_event_and_made_anew_where_it_ended() {
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = connections.clone();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // The first is ended after two events, the others kept.
            let number = counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let (mut answers, mut request, mut piece) = (0, Vec::new(), [0; 4096]);
                while let Ok(read @ 1..) = stream.read(&mut piece).await {
                    request.extend_from_slice(&piece[..read]);
                    if !request.ends_with(b"the body") {
                        continue;
                    }
                    request.clear();
                    answers += 1;
                    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
                    if stream.write_all(answer).await.is_err() || (number == 0 && answers == 2) {
                        return;
                    }
                }
            });
        }
    });
    let headers = Headers {
        id: "id".into(),
        timestamp: "1".into(),
        signature: "v1,x".into(),
    };
    let mut line = sender().line(&url).unwrap();
    for _ in 0..5 {
        let sent = line.send(&headers, Bytes::from_static(b"the body")).await;
        assert_eq!(sent.map(|delivered| delivered.status), Ok(200));
    }
    assert_eq!(connections.load(Ordering::SeqCst), 2);
}
