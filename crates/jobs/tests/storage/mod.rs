//! An object storage in this process, on the loopback.

use std::path::Path;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use tokio::net::TcpListener;

/// The only key it knows, and its secret.
pub(crate) const KEY: (&str, &str) = ("key", "secret");

/// Starts one that keeps its objects in a directory, with one bucket, `files`; it ends with the test. Its port.
pub(crate) async fn start(directory: &Path) -> u16 {
    std::fs::create_dir_all(directory.join("files")).unwrap();
    let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(directory).unwrap());
    service.set_auth(SimpleAuth::from_single(KEY.0, KEY.1));
    let service = service.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let server = Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    port
}
