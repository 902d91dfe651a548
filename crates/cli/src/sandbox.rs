//! `madoguchi sandbox`: a municipality with invented people, in which programs are tried before they are let at the real
//! one.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use madoguchi_model::clock::Clock;
use madoguchi_store::{Owner, SandboxError, Store, tenants};
use madoguchi_synthetic::{Place, Spec, generate};

use crate::arguments::ServingDatabase;
use crate::demo::{accounts, programs, seed};
use crate::machine::{OsEntropy, SystemClock};
use crate::{Failure, Outcome};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// 所有者（`madoguchi_owner`）としての接続先
    #[arg(
        long,
        env = "MADOGUCHI_MIGRATE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    migrate_url: String,
    #[command(flatten)]
    database: ServingDatabase,
    /// 試験用を作る自治体の、画面のホスト名
    #[arg(long, value_name = "HOST")]
    of: String,
    /// 試験用の画面とAPIのホスト名。前に作った試験用があれば、新しいものに替わる
    #[arg(long, value_name = "HOST")]
    host: String,
    /// 架空の住民の数
    #[arg(long, default_value_t = 500, value_name = "COUNT")]
    residents: usize,
}

pub(crate) async fn run(options: Options) -> Outcome {
    let clock = Arc::new(SystemClock);
    let owner = Owner::connect(&options.migrate_url, clock.clone(), Arc::new(OsEntropy)).await?;
    let store = Store::connect(&options.database.database_url, clock, Arc::new(OsEntropy)).await?;
    let made = make(&owner, &store, &options).await;
    store.close().await;
    owner.close().await;
    made.map(|()| ExitCode::SUCCESS)
}

async fn make(owner: &Owner, store: &Store, options: &Options) -> Result<(), Failure> {
    let of = tenants::by_host(store, &options.of)
        .await?
        .ok_or_else(|| format!("{} に応答する自治体がありません。", options.of))?;
    let spec = Spec {
        place: Place::Mihon,
        seed: seed::SEED,
        reference_date: SystemClock.today(),
        residents: options.residents,
    };
    let mut made_up = tokio::task::spawn_blocking(move || generate(&spec)).await?;
    // Stands on every page and every paper.
    made_up.municipality.name.push_str("（試験用）");
    made_up.municipality.kana.push_str("シケンヨウ");
    let scope = match owner
        .make_sandbox(&of, &made_up.municipality, &options.host)
        .await
    {
        Ok(scope) => scope,
        Err(SandboxError::Taken) => {
            return Err(format!("{} は、試験用でない自治体が使っています。", options.host).into());
        }
        Err(error) => return Err(error.into()),
    };
    let password = accounts::password(&OsEntropy);
    let mut tx = store.begin(&scope).await?;
    seed::load_all(&mut tx, &made_up, &password).await?;
    let programs = programs::add(&mut tx, &made_up).await?;
    tx.commit().await?;
    println!(
        "試験用の {} を作りました。{} で応答します。",
        made_up.municipality.name, options.host
    );
    println!("住民も記録も架空です。実在の人の情報を入れないでください。");
    println!("利用者（パスワードは共通：{password}）");
    for member in &made_up.staff {
        println!("  {}　{}", member.sign_in_name, member.display_name);
    }
    println!("APIの連携先（client_id と client_secret）");
    for program in programs {
        println!(
            "  {}　{}　{}",
            program.name, program.client_id, program.client_secret
        );
    }
    Ok(())
}
