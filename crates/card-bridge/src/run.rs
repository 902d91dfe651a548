//! Running until the terminal's user signs out or ends it.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use madoguchi_card_bridge::machine::{OsEntropy, SystemClock};
use madoguchi_card_bridge::readers::PcscReaders;
use madoguchi_card_bridge::settings::Settings;
use madoguchi_card_bridge::{Machine, Server};
use tracing_subscriber::EnvFilter;

/// What went wrong, as a sentence for the terminal's administrator.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

pub(crate) fn run(path: &Path, port: Option<u16>, until_input_ends: bool) -> Result<ExitCode, Failure> {
    log();
    keep_to_itself();
    let mut settings = Settings::load(path)?;
    settings.port = port.unwrap_or(settings.port);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let port = settings.port;
        let machine = Machine {
            readers: Arc::new(PcscReaders),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(OsEntropy),
        };
        let server = Server::bind(settings, machine)
            .await
            .map_err(|error| taken(port, &error))?;
        let ready = serde_json::json!({ "bridge": format!("http://{}", server.address()) });
        writeln!(std::io::stdout(), "{ready}")?;
        tokio::select! {
            () = server.run() => {}
            () = ended() => {}
            () = input_ended(until_input_ends) => {}
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// When the standard input ends, if that is to be waited for: whoever started this has then ended too, however it did.
async fn input_ended(awaited: bool) {
    if !awaited {
        return std::future::pending().await;
    }
    let (end, ended) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        let _ = end.send(());
    });
    let _ = ended.await;
}

fn taken(port: u16, error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => format!(
            "127.0.0.1:{port} は別のプログラムが使用中です。すでに動いているか、self-test で確かめてください。"
        ),
        _ => format!("127.0.0.1:{port} で待ち受けられません（{error}）。"),
    }
    .into()
}

/// Warnings of this program alone, on standard error; no request is logged.
fn log() {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("off,madoguchi_card_bridge=warn"))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}

/// No dump of this program's memory is written, and no other program of the user may look into it.
fn keep_to_itself() {
    #[cfg(target_os = "linux")]
    if rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable).is_err() {
        tracing::warn!("メモリーの書き出しを禁止できませんでした");
    }
}

#[cfg(unix)]
async fn ended() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn ended() {
    let _ = tokio::signal::ctrl_c().await;
}
