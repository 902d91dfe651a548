//! Which port the demonstration listens on.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;

use crate::{Failure, web_server};

/// The port tried first, and how many after it.
const USUAL: std::ops::Range<u16> = 8080..8100;

/// The port named, or the first free one. Only this machine can connect.
pub(crate) async fn listen(named: Option<u16>) -> Result<TcpListener, Failure> {
    let on = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = named {
        return web_server::listen(on(port)).await;
    }
    for port in USUAL {
        if let Ok(listener) = TcpListener::bind(on(port)).await {
            return Ok(listener);
        }
    }
    web_server::listen(on(0)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_said_so() {
        let taken = listen(Some(0)).await.unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = listen(Some(port)).await.unwrap_err();
        assert!(error.to_string().contains("使用中"), "{error}");
    }

    #[tokio::test]
    async fn without_a_wish_two_demonstrations_get_two_ports() {
        let (one, other) = (listen(None).await.unwrap(), listen(None).await.unwrap());
        assert_ne!(one.local_addr().unwrap(), other.local_addr().unwrap());
        assert!(one.local_addr().unwrap().ip().is_loopback());
    }
}
