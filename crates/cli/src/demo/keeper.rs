//! Keeps the private database running while the demonstration runs.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use madoguchi_cluster::{Cluster, ClusterError};

use crate::Failure;

/// How soon a dead database is noticed.
const INTERVAL: Duration = Duration::from_millis(500);

/// A thread that owns the cluster, starts its server again where it has died, and stops it at the end.
pub(crate) struct Keeper {
    end: Sender<()>,
    thread: JoinHandle<Result<(), ClusterError>>,
}

impl Keeper {
    pub(crate) fn start(mut cluster: Cluster) -> Self {
        let (end, ended) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            while ended.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                if !cluster.is_running() {
                    tracing::warn!("the database has died; starting it again");
                    if let Err(error) = cluster.revive() {
                        tracing::error!(%error, "the database could not be started again; trying on");
                    }
                }
            }
            cluster.stop()
        });
        Self { end, thread }
    }

    /// Stops the database in good order.
    pub(crate) async fn stop(self) -> Result<(), Failure> {
        drop(self.end);
        let stopped = tokio::task::spawn_blocking(move || self.thread.join()).await?;
        Ok(stopped.map_err(|_| "データベースの見守りが異常終了しました。")??)
    }
}
