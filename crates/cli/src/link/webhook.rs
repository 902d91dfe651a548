//! `madoguchi link webhook`: who is told of events.

use std::path::{Path, PathBuf};

use chrono::Duration;
use clap::{Args, Subcommand};
use madoguchi_link::webhooks::{Guard, Network, Secret, SecretKey};
use madoguchi_model::clock::Clock as _;
use madoguchi_model::ids::new_uuid;
use madoguchi_model::link_event::EventKind;
use madoguchi_store::webhooks::{self, DeliveryFilter, EndpointState, NewEndpoint, Replay};
use serde_json::json;
use uuid::Uuid;

use super::{begun, done, open, recorded};
use crate::machine::{OsEntropy, SystemClock};
use crate::tenant_database::TenantDatabase;
use crate::{Failure, Outcome};

/// How long the former secret signs too.
const OVERLAP: Duration = Duration::days(1);

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// 受け手の署名の鍵を守る鍵を作る（サーバーの --webhook-key に渡すファイルの中身）
    Key,
    /// 受け手を加える。署名の鍵は、このとき1回だけ表示する
    Add(Add),
    /// 受け手の署名の鍵を替える。前の鍵も1日の間は使う
    Rotate(One),
    /// 受け手と、送れなかった数を出す
    List(TenantDatabase),
    /// 送った記録を新しい順に出す
    Log(TenantDatabase),
    /// 送れなかったものを、もう一度送る
    Replay(One),
}

/// What the operator allows; the same as the server's.
#[derive(Args, Debug, Clone)]
pub(crate) struct Allowed {
    /// 外部に公開されていない送り先のうち、送ってよいネットワーク（繰り返せる）
    #[arg(long, value_name = "NETWORK/BITS")]
    webhook_allow: Vec<Network>,
    /// 暗号化しない http の送り先にも送ってよい
    #[arg(long)]
    webhook_allow_http: bool,
}

impl Allowed {
    pub(crate) fn guard(&self) -> Guard {
        Guard {
            allow_http: self.webhook_allow_http,
            allowed: self.webhook_allow.clone(),
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct Add {
    /// 送り先（https://…）
    url: String,
    /// 何を知らせるか（繰り返せる。書かないときは全部）
    #[arg(long, value_name = "EVENT", value_parser = kind)]
    event: Vec<EventKind>,
    /// 受け手の説明
    #[arg(long, default_value = "")]
    description: String,
    #[command(flatten)]
    allowed: Allowed,
    /// 署名の鍵を守る鍵のファイル
    #[arg(long, value_name = "FILE")]
    webhook_key: PathBuf,
    #[command(flatten)]
    database: TenantDatabase,
}

#[derive(Args, Debug)]
pub(crate) struct One {
    /// 受け手
    receiver: Uuid,
    /// 署名の鍵を守る鍵のファイル（鍵を替えるとき）
    #[arg(long, value_name = "FILE")]
    webhook_key: Option<PathBuf>,
    #[command(flatten)]
    database: TenantDatabase,
}

fn kind(code: &str) -> Result<EventKind, String> {
    EventKind::from_code(code).ok_or_else(|| {
        let all: Vec<&str> = EventKind::told().map(EventKind::code).collect();
        format!("次のどれかにしてください：{}", all.join("、"))
    })
}

/// Reads the operator's key.
pub(crate) fn key(file: &Path) -> Result<SecretKey, Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("{} を読めません（{error}）。", file.display()))?;
    Ok(SecretKey::parse(&text)?)
}

/// The key in a file, which is made if it is not there.
pub(crate) fn key_of_demonstration(file: &Path) -> Result<SecretKey, Failure> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;

    if !file.exists() {
        let mut new = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(file)
            .map_err(|error| format!("{} を作れません（{error}）。", file.display()))?;
        new.write_all(SecretKey::fresh(&OsEntropy).as_bytes())?;
    }
    key(file)
}

pub(super) async fn run(command: Command) -> Outcome {
    match command {
        Command::Key => {
            println!("{}", &*SecretKey::fresh(&OsEntropy));
            done()
        }
        Command::Add(options) => add(options).await,
        Command::Rotate(options) => rotate(options).await,
        Command::List(database) => list(&database).await,
        Command::Log(database) => log(&database).await,
        Command::Replay(options) => replay(options).await,
    }
}

async fn add(options: Add) -> Outcome {
    options.allowed.guard().target(&options.url)?;
    let key = key(&options.webhook_key)?;
    let (id, secret) = (new_uuid(&SystemClock, &OsEntropy), Secret::fresh(&OsEntropy));
    let sealed = key
        .seal(id, &secret, &OsEntropy)
        .ok_or("鍵を守れませんでした。")?;
    let kinds = if options.event.is_empty() {
        EventKind::told().collect()
    } else {
        options.event
    };
    let new = NewEndpoint {
        url: &options.url,
        description: &options.description,
        kinds: &kinds,
        state: EndpointState::Active,
    };
    let (store, scope) = open(&options.database).await?;
    recorded(
        &store,
        &scope,
        begun("webhook.add", "webhook", json!({ "receiver": id })),
        async |tx| Ok(webhooks::create_endpoint(tx, id, &new, &sealed, None).await?),
    )
    .await?;
    println!("受け手：{id}\n署名の鍵：{}", &*secret.to_text());
    store.close().await;
    done()
}

async fn rotate(options: One) -> Outcome {
    let file = options
        .webhook_key
        .as_deref()
        .ok_or("--webhook-key を指定してください。")?;
    let (key, secret) = (key(file)?, Secret::fresh(&OsEntropy));
    let sealed = key
        .seal(options.receiver, &secret, &OsEntropy)
        .ok_or("鍵を守れませんでした。")?;
    let (store, scope) = open(&options.database).await?;
    let event = begun(
        "webhook.rotate",
        "webhook",
        json!({ "receiver": options.receiver }),
    );
    let until = SystemClock.now() + OVERLAP;
    recorded(&store, &scope, event, async |tx| {
        Ok(webhooks::rotate_secret(tx, options.receiver, &sealed, until, None).await?)
    })
    .await?;
    println!("署名の鍵：{}", &*secret.to_text());
    store.close().await;
    done()
}

async fn list(database: &TenantDatabase) -> Outcome {
    let (store, scope) = open(database).await?;
    let mut tx = store.begin(&scope).await?;
    let counts = webhooks::counts(&mut tx).await?;
    for receiver in webhooks::endpoints(&mut tx).await? {
        let counts = counts.get(&receiver.id).copied().unwrap_or_default();
        let state = match receiver.state {
            EndpointState::Active => "通知中",
            EndpointState::Paused => "一時停止中",
            EndpointState::Stopped => "停止中",
        };
        println!(
            "{}\t{}\t{state}\t送信待ち：{}\t送れなかった：{}\t{}",
            receiver.id, receiver.url, counts.waiting, counts.dead, receiver.description
        );
    }
    tx.commit().await?;
    store.close().await;
    done()
}

async fn log(database: &TenantDatabase) -> Outcome {
    let (store, scope) = open(database).await?;
    let mut tx = store.begin(&scope).await?;
    let newest = DeliveryFilter {
        limit: 100,
        ..DeliveryFilter::default()
    };
    for one in webhooks::deliveries(&mut tx, &newest).await? {
        println!(
            "{}\t{}\t{}\t{:?}\t{}回\t{}",
            one.event,
            one.kind.code(),
            one.endpoint,
            one.state,
            one.attempts,
            one.last_error.unwrap_or_default()
        );
    }
    tx.commit().await?;
    store.close().await;
    done()
}

async fn replay(options: One) -> Outcome {
    let (store, scope) = open(&options.database).await?;
    let event = begun(
        "webhook.replay",
        "webhook",
        json!({ "receiver": options.receiver }),
    );
    let again = recorded(&store, &scope, event, async |tx| {
        Ok(webhooks::replay_all(tx, options.receiver, &Replay::default()).await?)
    })
    .await?;
    println!("もう一度送るもの：{again}");
    store.close().await;
    done()
}
