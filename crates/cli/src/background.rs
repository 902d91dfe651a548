//! What the server does beside answering: jobs, the sealing of the audit record, tidying.

use std::path::Path;
use std::sync::Arc;

use madoguchi_forms::Fonts;
use madoguchi_jobs::handlers::DeliverHandOff;
use madoguchi_jobs::imports::Imports;
use madoguchi_jobs::periodic::{CleanUp, CloseOrphanOperations, CountCharacters, SealAudit, TidySpool};
use madoguchi_jobs::{Options, Worker};
use madoguchi_link::places::{Places, Spool};
use madoguchi_store::Store;
use madoguchi_store::audit::AnchorFile;
use madoguchi_web::{PaperSources, PrintBatch};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::Failure;

/// The background work of one server.
pub(crate) struct Background {
    end: watch::Sender<bool>,
    work: [JoinHandle<()>; 3],
}

impl Background {
    /// Starts the work. The heads of the audit chains are anchored in a file.
    pub(crate) fn start(
        store: &Store,
        fonts: &Fonts,
        sources: &PaperSources,
        anchors: &Path,
        (places, spool): (Places, Spool),
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
            .with_periodic(CleanUp)
            .with_periodic(TidySpool { spool: spool.clone() });
        // One pass over the register takes seconds: beside the queue, not in its way.
        let slow = Worker::new(store.clone(), Options::default()).with_periodic(CountCharacters);
        let imports = Imports::new(store.clone(), places, spool);
        let (end, ended) = watch::channel(false);
        let when_ended = |mut ended: watch::Receiver<bool>| async move {
            let _ = ended.wait_for(|ended| *ended).await;
        };
        let work = [
            tokio::spawn(worker.run(when_ended(ended.clone()))),
            tokio::spawn(slow.run(when_ended(ended.clone()))),
            tokio::spawn(imports.run(when_ended(ended))),
        ];
        Ok(Self { end, work })
    }

    /// Lets the job that is being done finish. What is not done stays in the queue; an import goes on where it was.
    pub(crate) async fn stop(self) -> Result<(), Failure> {
        drop(self.end);
        for work in self.work {
            work.await?;
        }
        Ok(())
    }
}
