//! What the server does beside answering: jobs, the sealing of the audit record, tidying.

use std::path::Path;
use std::sync::Arc;

use madoguchi_forms::Fonts;
use madoguchi_jobs::handlers::DeliverHandOff;
use madoguchi_jobs::periodic::{CleanUp, CloseOrphanOperations, SealAudit};
use madoguchi_jobs::{Options, Worker};
use madoguchi_store::Store;
use madoguchi_store::audit::AnchorFile;
use madoguchi_web::{PaperSources, PrintBatch};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::Failure;

/// The background work of one server.
pub(crate) struct Background {
    end: oneshot::Sender<()>,
    work: JoinHandle<()>,
}

impl Background {
    /// Starts the work. The heads of the audit chains are anchored in a file.
    pub(crate) fn start(
        store: &Store,
        fonts: &Fonts,
        sources: &PaperSources,
        anchors: &Path,
    ) -> Result<Self, Failure> {
        if let Some(directory) = anchors
            .parent()
            .filter(|directory| !directory.as_os_str().is_empty())
        {
            std::fs::create_dir_all(directory)?;
        }
        let anchor = Arc::new(AnchorFile::open(anchors)?);
        let worker = Worker::new(store.clone(), Options::default())
            .with_handler(DeliverHandOff)
            .with_handler(PrintBatch {
                store: store.clone(),
                fonts: fonts.clone(),
                sources: sources.clone(),
            })
            .with_periodic(SealAudit { anchor })
            .with_periodic(CloseOrphanOperations::default())
            .with_periodic(CleanUp);
        let (end, ended) = oneshot::channel();
        let work = tokio::spawn(worker.run(async {
            let _ = ended.await;
        }));
        Ok(Self { end, work })
    }

    /// Lets the job that is being done finish. What is not done stays in the queue.
    pub(crate) async fn stop(self) -> Result<(), Failure> {
        drop(self.end);
        Ok(self.work.await?)
    }
}
