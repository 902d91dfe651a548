//! `madoguchi serve`: the server on a database that people keep.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use madoguchi_forms::{FontPaths, Fonts};
use madoguchi_store::Store;
use madoguchi_web::{AppState, PdfReader, Settings, Spool};

use crate::arguments::ServingDatabase;
use crate::background::{Background, Webhooks};
use crate::machine::{OsEntropy, SystemClock};
use crate::shutdown::Shutdown;
use crate::{Outcome, card_desk, import_places, link, migrate, state_directory, web_server};

/// Bytes of a MiB.
const MIB: u64 = 1024 * 1024;

#[derive(Args, Debug)]
pub(crate) struct Options {
    #[command(flatten)]
    database: ServingDatabase,
    /// 所有者（`madoguchi_owner`）としての接続先。指定すると、開始の前にデータベースを更新する
    #[arg(
        long,
        env = "MADOGUCHI_MIGRATE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    migrate_url: Option<String>,
    /// 待ち受けるアドレスと番号
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    /// 操作記録の末尾を控えるファイル。データベースの管理者が書き換えられない場所に置く
    /// （既定：状態フォルダーの audit-anchors.jsonl）
    #[arg(long, env = "MADOGUCHI_AUDIT_ANCHORS", value_name = "FILE")]
    audit_anchors: Option<PathBuf>,
    /// アップロードできるファイルの大きさの上限（MiB）
    #[arg(long, value_name = "MIB", default_value_t = Spool::USUAL_LARGEST / MIB)]
    largest_upload: u64,
    /// 利用者の画面は https で届く（手前の装置が暗号を解く場合を含む）
    #[arg(long)]
    https: bool,
    /// できごとの受け手の署名の鍵を守る鍵のファイル。指定しなければ、できごとを知らせない
    #[arg(long, value_name = "FILE")]
    webhook_key: Option<PathBuf>,
    #[command(flatten)]
    webhook_allowed: link::webhook::Allowed,
    #[command(flatten)]
    imports: import_places::Options,
    #[command(flatten)]
    card: card_desk::Options,
    /// 手前に中継装置があり、X-Forwarded-For の最後が端末のアドレスである
    #[arg(long)]
    behind_proxy: bool,
}

pub(crate) async fn run(options: Options) -> Outcome {
    let mut shutdown = Shutdown::listen()?;
    let fonts = Fonts::load(&FontPaths::default())?;
    if let Some(url) = &options.migrate_url {
        migrate::database(url).await?;
    }
    let store = Store::connect(
        &options.database.database_url,
        Arc::new(SystemClock),
        Arc::new(OsEntropy),
    )
    .await?;
    let listener = web_server::listen(options.listen).await?;
    tracing::info!(address = %listener.local_addr()?, "serving");
    let anchors = match options.audit_anchors {
        Some(file) => file,
        None => state_directory::anchors(&state_directory::usual()?),
    };
    let imports = options.imports.open()?;
    let settings = Settings {
        https: options.https,
        behind_proxy: options.behind_proxy,
    };
    let mut app = AppState::new(store.clone(), fonts.clone(), settings)
        .with_pdf_reader(PdfReader::Program(std::env::current_exe()?));
    if let Some(desk) = options.card.desk()? {
        app = app.with_card_desk(desk);
    }
    let largest = options.largest_upload.saturating_mul(MIB);
    app = app
        .with_spool(Spool::new(imports.1.clone(), largest))
        .with_places(imports.0.clone());
    let webhooks = Webhooks {
        key: options
            .webhook_key
            .as_deref()
            .map(link::webhook::key)
            .transpose()?
            .map(Arc::new),
        guard: options.webhook_allowed.guard(),
    };
    if let Some(notifier) = webhooks.notifier() {
        app = app.with_notifier(notifier);
    }
    let background = Background::start(&store, &fonts, &app.paper_sources, &anchors, imports, webhooks)?;
    web_server::serve(listener, app, &mut shutdown).await?;
    background.stop().await?;
    store.close().await;
    tracing::info!("ended");
    Ok(ExitCode::SUCCESS)
}
