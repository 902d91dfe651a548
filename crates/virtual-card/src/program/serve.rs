//! Serves a desk from start to end.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use madoguchi_virtual_card::{Desk, DeskError, FONTS, People, Pictures, Settings};
use rustix::process::getppid;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::arguments::DeskArguments;
use super::link::Links;
use super::private_service::{PrivateService, program};
use super::{MISSING, anchors, http, machine};

/// Where Debian's package puts the driver of virtual readers.
const DRIVER: &str = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
/// How often it is looked whether the parent still lives.
const LOOK_FOR_PARENT: Duration = Duration::from_millis(500);

/// Why a desk is not served.
#[derive(Debug, thiserror::Error)]
pub(super) enum ServeError {
    /// The machine lacks something; the demo goes on without card readers.
    #[error("no virtual card readers on this machine; missing: {0}")]
    Missing(String),
    /// The file of people cannot be used.
    #[error("{0}: {1}")]
    People(PathBuf, String),
    /// No desk.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// Anything else.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl ServeError {
    /// The code the program ends with.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Missing(_) => MISSING,
            Self::People(..) | Self::Desk(_) => 2,
            Self::Io(_) => 1,
        }
    }
}

pub(super) fn run(arguments: &DeskArguments) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(serve(arguments));
    // A silent responder's connections are not waited for.
    runtime.shutdown_background();
    outcome
}

async fn serve(arguments: &DeskArguments) -> Result<(), ServeError> {
    let pcscd = arguments.pcscd.clone().or_else(|| program("pcscd"));
    let pcscd = pcscd.ok_or_else(|| ServeError::Missing("pcscd (Debian: pcscd)".into()))?;
    let driver = arguments.driver.clone().unwrap_or_else(|| DRIVER.into());
    if !driver.is_file() {
        let missing = format!("{} (Debian: vsmartcard-vpcd)", driver.display());
        return Err(ServeError::Missing(missing));
    }
    let listener = TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    let address = format!("127.0.0.1:{}", listener.local_addr()?.port());
    let ocsp = format!("http://{address}/ocsp");
    let desk = Arc::new(Mutex::new(make_desk(arguments, &ocsp)?));
    let directory = Directory::make()?;
    let service = PrivateService::start(&directory.0, &pcscd, &driver)
        .await
        .map_err(ServeError::Missing)?;
    anchors::write(&super::link::lock(&desk), &directory.0)?;
    let file = |name: &str| directory.0.join(name);
    let ready = json!({
        "desk": format!("http://{address}"),
        "pcsc_socket": file("run/pcscd/pcscd.comm"),
        "anchors": file(anchors::ALL),
        "anchors_authentication": file(anchors::AUTHENTICATION),
        "anchors_signature": file(anchors::SIGNATURE),
        "card_authorities": file(anchors::CARD_AUTHORITIES),
        "ocsp": ocsp,
    });
    let links = Links::new(directory.0.clone(), Arc::clone(&desk));
    let state = http::State::new(desk, links, service, address);
    println!("{ready}");
    let served = axum::serve(listener, http::routes(Arc::clone(&state)));
    let outcome = tokio::select! {
        outcome = served => outcome,
        () = told_to_end() => Ok(()),
    };
    state.end().await;
    Ok(outcome?)
}

fn make_desk(arguments: &DeskArguments, ocsp: &str) -> Result<Desk, ServeError> {
    let wrong = |error: String| ServeError::People(arguments.people.clone(), error);
    let text = std::fs::read(&arguments.people).map_err(|error| wrong(error.to_string()))?;
    // What serde says may repeat a number: where it stands is enough.
    let people: People = serde_json::from_slice(&text).map_err(|error| {
        let what = if error.is_data() {
            "not as docs/virtual-card.md says"
        } else {
            "not JSON"
        };
        wrong(format!(
            "line {}, column {}: {what}",
            error.line(),
            error.column()
        ))
    })?;
    let settings = Settings {
        seed: arguments.seed,
        on: arguments.on.unwrap_or_else(|| machine::now().date_naive()),
        ocsp: ocsp.to_owned(),
        pictures: Pictures::with_fonts(FONTS),
        clock: machine::clock(arguments.on),
    };
    Ok(Desk::new(people, settings)?)
}

/// A directory for the desk's files, removed at the end: by what runs inside, and here in case it could not.
struct Directory(PathBuf);

impl Directory {
    /// Short, because the name of a socket may have no more than 107 bytes.
    fn make() -> std::io::Result<Self> {
        let made = (0..1_000).find_map(|number| {
            let path = std::env::temp_dir().join(format!("mvc-{}-{number}", std::process::id()));
            let mut builder = std::fs::DirBuilder::new();
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(&path).is_ok().then_some(path)
        });
        made.map(Self)
            .ok_or_else(|| std::io::Error::other("no directory can be made for temporary files"))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Waits for a signal, or until the program that started this one is gone.
async fn told_to_end() {
    let parent = getppid();
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return;
    };
    let mut looks = tokio::time::interval(LOOK_FOR_PARENT);
    loop {
        tokio::select! {
            _ = interrupt.recv() => return,
            _ = terminate.recv() => return,
            _ = looks.tick() => if getppid() != parent { return },
        }
    }
}
