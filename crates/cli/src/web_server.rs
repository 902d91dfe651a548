//! Serves the pages until the program shall end.

use std::net::SocketAddr;
use std::time::Duration;

use madoguchi_web::AppState;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::Failure;
use crate::shutdown::Shutdown;

/// How long a request may still take when the program shall end.
const PATIENCE: Duration = Duration::from_secs(10);

/// Listens on an address, with a sentence where it is taken.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address)
        .await
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => format!(
                "{address} は別のプログラムが使用中です。そちらを終了するか、別の番号を指定してください。"
            )
            .into(),
            std::io::ErrorKind::PermissionDenied => {
                format!("{address} で待ち受ける権限がありません。1024 以上の番号を指定してください。").into()
            }
            _ => format!("{address} で待ち受けられません（{error}）。").into(),
        })
}

/// Serves until a signal, then lets running requests finish, for a while.
pub(crate) async fn serve(
    listener: TcpListener,
    state: AppState,
    shutdown: &mut Shutdown,
) -> Result<(), Failure> {
    let (end, ended) = oneshot::channel::<()>();
    let server = axum::serve(listener, madoguchi_web::service(state)).with_graceful_shutdown(async {
        let _ = ended.await;
    });
    let mut server = tokio::spawn(server.into_future());
    tokio::select! {
        stopped = &mut server => return Ok(stopped??),
        () = shutdown.wished() => {}
    }
    let _ = end.send(());
    tokio::select! {
        stopped = &mut server => return Ok(stopped??),
        () = tokio::time::sleep(PATIENCE) => {}
        () = shutdown.wished() => {}
    }
    server.abort();
    Ok(())
}
