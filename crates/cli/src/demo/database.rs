//! The demonstration's database: made whole or not at all.

use std::path::Path;
use std::sync::Arc;

use madoguchi_cluster::{Cluster, Options, Started};
use madoguchi_store::{Administrator, Owner};

use super::cards::people;
use super::{accounts, seed};
use crate::Failure;
use crate::machine::{OsEntropy, SystemClock};

/// The database people work with.
pub(crate) const NAME: &str = "madoguchi";

/// The role that serves.
pub(crate) const SERVING: &str = "madoguchi_app";

/// The role that owns the database.
pub(crate) const OWNER: &str = "madoguchi_owner";

/// Under this name the database is filled; only when it is complete it gets its own name. So a start that is
/// killed half way leaves nothing that looks finished.
const UNFINISHED: &str = "madoguchi_unfinished";

/// Starts the private server, and migrates the database or makes it.
pub(crate) async fn prepare(state: &Path) -> Result<Cluster, Failure> {
    let cluster = start(state).await?;
    let administrator = Administrator::connect(&cluster.administrator_url()).await?;
    administrator.make_roles().await?;
    if administrator.has_database(NAME).await? {
        migrate(&cluster, NAME).await?.close().await;
    } else {
        administrator.drop_database(UNFINISHED).await?;
        administrator.create_database(UNFINISHED).await?;
        let owner = migrate(&cluster, UNFINISHED).await?;
        println!("合成データの市町村を作っています…");
        let (municipalities, cards) = seed::municipalities(&owner, &cluster.url(SERVING, UNFINISHED)).await?;
        owner.close().await;
        accounts::write(state, &municipalities)?;
        accounts::write_private(&people::file(state), &serde_json::to_vec_pretty(&cards)?)?;
        administrator.rename_database(UNFINISHED, NAME).await?;
    }
    administrator.close().await;
    Ok(cluster)
}

async fn start(state: &Path) -> Result<Cluster, Failure> {
    let options = Options {
        login_roles: vec![OWNER.into(), SERVING.into()],
        ..Options::default()
    };
    let state = state.to_owned();
    let cluster = tokio::task::spawn_blocking(move || Cluster::start(&state, &options)).await??;
    if cluster.started() == Started::Adopted {
        println!("前回から動いたままのデータベースを引き継ぎました。");
    }
    Ok(cluster)
}

async fn migrate(cluster: &Cluster, name: &str) -> Result<Owner, Failure> {
    let url = cluster.url(OWNER, name);
    let owner = Owner::connect(&url, Arc::new(SystemClock), Arc::new(OsEntropy)).await?;
    owner.migrate().await?;
    Ok(owner)
}

/// The demonstration's database server as a tool finds it: running already, or started for the tool.
pub(crate) struct Server {
    owner_url: String,
    started: Option<Cluster>,
}

impl Server {
    /// Reaches the server of a state directory.
    pub(crate) async fn reach(state: &Path) -> Result<Self, Failure> {
        if let Some(owner_url) = Cluster::url_of_running(state, OWNER, NAME)? {
            return Ok(Self {
                owner_url,
                started: None,
            });
        }
        if !accounts::file(state).exists() {
            let state = state.display();
            return Err(
                format!("{state} に demo のデータがありません。--state-dir を指定してください。").into(),
            );
        }
        let cluster = start(state).await?;
        Ok(Self {
            owner_url: cluster.url(OWNER, NAME),
            started: Some(cluster),
        })
    }

    pub(crate) fn owner_url(&self) -> &str {
        &self.owner_url
    }

    /// Stops the server if it was started for the tool.
    pub(crate) async fn leave(self) -> Result<(), Failure> {
        match self.started {
            Some(cluster) => Ok(tokio::task::spawn_blocking(move || cluster.stop()).await??),
            None => Ok(()),
        }
    }
}
