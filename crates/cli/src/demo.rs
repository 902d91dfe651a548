//! `madoguchi demo`: everything on this machine, with synthetic municipalities.
//!
//! The data stays in the state directory: the next start goes on where this one ended, however it ended.

pub(crate) mod accounts;
mod announcement;
mod cards;
mod database;
mod keeper;
mod port;
pub(crate) mod programs;
pub(crate) mod seed;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use madoguchi_cluster::Cluster;
use madoguchi_forms::{FontPaths, Fonts};
use madoguchi_store::Store;
use madoguchi_web::{AppState, PdfReader, Settings, Spool};

pub(crate) use database::{NAME, OWNER, SERVING, Server};

use crate::background::{Background, Webhooks};
use crate::machine::{OsEntropy, SystemClock};
use crate::shutdown::Shutdown;
use crate::{Outcome, import_places, link, state_directory, web_server};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// データを置くフォルダー（既定：管理者なら /var/lib/madoguchi、それ以外は ~/.local/state/madoguchi）
    #[arg(long, value_name = "DIR")]
    state_dir: Option<PathBuf>,
    /// 待ち受ける番号。0 なら空いている番号（既定：8080、使用中なら次の空き）
    #[arg(long)]
    port: Option<u16>,
    /// これまでのデータを消して、最初から始める
    #[arg(long)]
    reset: bool,
    /// 仮想カードリーダーを使わない
    #[arg(long)]
    without_cards: bool,
    /// カード読取りプログラムの番号（既定：空いている番号）
    #[arg(long)]
    bridge_port: Option<u16>,
    /// 準備ができたら、接続先と利用者をこのファイルに JSON で書く
    #[arg(long, value_name = "FILE")]
    ready_file: Option<PathBuf>,
    #[command(flatten)]
    webhook_allowed: link::webhook::Allowed,
}

pub(crate) async fn run(options: Options) -> Outcome {
    let began = Instant::now();
    let mut shutdown = Shutdown::listen()?;
    let state = options.state_dir.map_or_else(state_directory::usual, Ok)?;
    if options.reset {
        Cluster::erase(&state)?;
        for file in [
            accounts::file(&state),
            cards::people::file(&state),
            state_directory::anchors(&state),
            state_directory::webhook_key(&state),
        ] {
            state_directory::forget(&file)?;
        }
        println!("これまでのデータを消しました（{}）。", state.display());
    }
    let fonts = Fonts::load(&FontPaths::default())?;
    let listener = port::listen(options.port).await?;
    let preparing = database::prepare(&state);
    let cluster = tokio::select! {
        prepared = preparing => prepared?,
        // The watchdog stops the server that may be starting.
        () = shutdown.wished() => return Ok(ExitCode::FAILURE),
    };
    let store = Store::connect(
        &cluster.url(database::SERVING, database::NAME),
        Arc::new(SystemClock),
        Arc::new(OsEntropy),
    )
    .await?;
    let port = listener.local_addr()?.port();
    let municipalities = accounts::read(&state)?;
    let cards = if options.without_cards {
        None
    } else {
        match cards::start(&state, &municipalities, port, options.bridge_port).await {
            Ok(started) => Some(started),
            Err(reason) => {
                println!("仮想カードリーダーなしで始めます（{reason}）");
                None
            }
        }
    };
    let codes = municipalities.iter().map(|municipality| &*municipality.code);
    let imports = import_places::of_demonstration(&state, codes)?;
    let (cards, desk) = cards.unzip();
    let announcement = announcement::Announcement {
        port,
        postgres_pid: cluster.server_pid(),
        started: cluster.started(),
        took: began.elapsed(),
        municipalities,
        cards: cards
            .as_ref()
            .map(|cards| (cards.page.clone(), cards.bridge.clone())),
    };
    let keeper = keeper::Keeper::start(cluster);
    let mut app = AppState::new(store.clone(), fonts.clone(), Settings::default())
        .with_pdf_reader(PdfReader::Program(std::env::current_exe()?));
    if let Some(desk) = desk {
        app = app.with_card_desk(desk);
    }
    app = app
        .with_spool(Spool::new(imports.1.clone(), Spool::USUAL_LARGEST))
        .with_places(imports.0.clone());
    let webhooks = Webhooks {
        key: Some(Arc::new(link::webhook::key_of_demonstration(
            &state_directory::webhook_key(&state),
        )?)),
        guard: options.webhook_allowed.guard(),
    };
    if let Some(notifier) = webhooks.notifier() {
        app = app.with_notifier(notifier);
    }
    let anchors = state_directory::anchors(&state);
    let background = Background::start(&store, &fonts, &app.paper_sources, &anchors, imports, webhooks)?;
    announcement.print(&state);
    if let Some(file) = &options.ready_file {
        announcement.write(file)?;
    }
    let served = web_server::serve(listener, app, &mut shutdown).await;
    println!("終了しています…");
    background.stop().await?;
    store.close().await;
    keeper.stop().await?;
    drop(cards);
    served?;
    println!("終了しました。データは {} に残っています。", state.display());
    Ok(ExitCode::SUCCESS)
}
