//! Which database, and which municipality of it, a tool works on.

use std::path::{Path, PathBuf};

use clap::Args;
use madoguchi_cluster::Cluster;
use madoguchi_store::{Store, TenantScope, tenants};

use crate::{Failure, state_directory};

/// The database and the municipality.
#[derive(Args, Debug, Clone)]
pub(crate) struct TenantDatabase {
    /// 全国地方公共団体コード（6桁）。データベースに団体が1つなら要らない
    #[arg(long, value_name = "CODE")]
    pub(crate) municipality: Option<String>,
    /// 業務用の接続先。指定しなければ、動いている demo を使う
    #[arg(
        long,
        env = "MADOGUCHI_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(crate) database_url: Option<String>,
    /// 動いている demo のデータを置いたフォルダー
    #[arg(long, value_name = "DIR", conflicts_with = "database_url")]
    pub(crate) state_dir: Option<PathBuf>,
}

/// The database that was named, or that of the running demonstration.
pub(crate) fn url(database_url: Option<&str>, state_dir: Option<&Path>) -> Result<String, Failure> {
    if let Some(url) = database_url {
        return Ok(url.to_owned());
    }
    let state = state_dir.map_or_else(state_directory::usual, |state| Ok(state.to_owned()))?;
    Cluster::url_of_running(&state, crate::demo::SERVING, crate::demo::NAME)?.ok_or_else(|| {
        "接続先がありません。--database-url を指定するか、先に demo を開始してください。".into()
    })
}

/// The municipality with a code, or the only one there is.
pub(crate) async fn tenant(store: &Store, code: Option<&str>) -> Result<TenantScope, Failure> {
    let mut known = Vec::new();
    for scope in tenants::all(store).await? {
        let mut tx = store.begin(&scope).await?;
        let municipality = tenants::get(&mut tx).await?;
        tx.commit().await?;
        known.push((scope, municipality));
    }
    known.retain(|(_, municipality)| code.is_none_or(|code| municipality.code == code));
    match &*known {
        [(scope, municipality)] => {
            println!("団体：{}（{}）", municipality.name, municipality.code);
            Ok(*scope)
        }
        [] => Err("その団体コードの団体はありません。".into()),
        _ => Err("団体が2つ以上あります。--municipality で団体コードを指定してください。".into()),
    }
}
