//! What the server does beside answering: jobs, the sealing of the audit record, tidying.

use std::path::Path;
use std::sync::Arc;

use madoguchi_forms::Fonts;
use madoguchi_jobs::handlers::{
    CollectPortal, DeliverHandOff, FileAnswersAway, MakeCoreFile, PlaceCoreFile, ReadCoreAnswers,
    SendWebhooks,
};
use madoguchi_jobs::imports::Imports;
use madoguchi_jobs::periodic::{
    CleanUp, CloseOrphanOperations, CoreSchedules, CountCharacters, PortalSchedules, RobotLeases, SealAudit,
    TidySpool, WakeWebhooks,
};
use madoguchi_jobs::portals::{COLLECT, Opener};
use madoguchi_jobs::{BackOff, Options, Worker};
use madoguchi_link::places::{Places, Spool};
use madoguchi_link::webhooks::{Guard, Limits, SecretKey, Sender};
use madoguchi_store::Store;
use madoguchi_store::audit::AnchorFile;
use madoguchi_store::jobs::Kinds;
use madoguchi_store::webhooks::SEND;
use madoguchi_web::{Notifier, PaperSources, PrintBatch};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::Failure;

/// What the operator allows for receivers of events.
#[derive(Default)]
pub(crate) struct Webhooks {
    /// Opens their secrets; without it nothing is sent.
    pub(crate) key: Option<Arc<SecretKey>>,
    /// Where may be sent to.
    pub(crate) guard: Guard,
}

impl Webhooks {
    /// The same for the pages on which receivers are registered.
    pub(crate) fn notifier(&self) -> Option<Notifier> {
        Some(Notifier {
            key: self.key.clone()?,
            guard: self.guard.clone(),
        })
    }
}

/// The background work of one server.
pub(crate) struct Background {
    end: watch::Sender<bool>,
    work: Vec<JoinHandle<()>>,
}

impl Background {
    /// Starts the work. The heads of the audit chains are anchored in a file; files are exchanged with core systems in
    /// `places`.
    pub(crate) fn start(
        store: &Store,
        fonts: &Fonts,
        sources: &PaperSources,
        anchors: &Path,
        (places, spool): (Places, Spool),
        webhooks: Webhooks,
    ) -> Result<Self, Failure> {
        if let Some(directory) = anchors
            .parent()
            .filter(|directory| !directory.as_os_str().is_empty())
        {
            std::fs::create_dir_all(directory)?;
        }
        let anchor = Arc::new(AnchorFile::open(anchors)?);
        let all_but_sending = Options {
            kinds: Kinds::AllBut(&[SEND, COLLECT]),
            ..Options::default()
        };
        let worker = Worker::new(store.clone(), all_but_sending)
            .with_handler(DeliverHandOff)
            .with_handler(MakeCoreFile)
            .with_handler(PlaceCoreFile {
                places: places.clone(),
            })
            .with_handler(ReadCoreAnswers {
                places: places.clone(),
            })
            .with_handler(FileAnswersAway {
                places: places.clone(),
            })
            .with_periodic(CoreSchedules)
            .with_periodic(PortalSchedules)
            .with_handler(PrintBatch {
                store: store.clone(),
                fonts: fonts.clone(),
                sources: sources.clone(),
            })
            .with_periodic(SealAudit { anchor })
            .with_periodic(CloseOrphanOperations::default())
            .with_periodic(CleanUp)
            .with_periodic(RobotLeases)
            .with_periodic(TidySpool { spool: spool.clone() });
        // One pass over the register takes seconds: beside the queue, not in its way.
        let slow = Worker::new(store.clone(), Options::default()).with_periodic(CountCharacters);
        let imports = Imports::new(store.clone(), places, spool);
        let (end, ended) = watch::channel(false);
        let when_ended = |mut ended: watch::Receiver<bool>| async move {
            let _ = ended.wait_for(|ended| *ended).await;
        };
        let mut work = vec![
            tokio::spawn(worker.run(when_ended(ended.clone()))),
            tokio::spawn(slow.run(when_ended(ended.clone()))),
            tokio::spawn(imports.run(when_ended(ended.clone()))),
        ];
        work.push(tokio::spawn(
            collector(store, &webhooks).run(when_ended(ended.clone())),
        ));
        for sender in senders(store, webhooks) {
            work.push(tokio::spawn(sender.run(when_ended(ended.clone()))));
        }
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

/// The one that looks into portals: their machines may be slow, and nothing else waits for them.
fn collector(store: &Store, webhooks: &Webhooks) -> Worker {
    let limits = Limits {
        // An application with its attachments may be large.
        time: std::time::Duration::from_mins(1),
        ..Limits::default()
    };
    let options = Options {
        kinds: Kinds::Only(&[COLLECT]),
        at_once: 4,
        ..Options::default()
    };
    Worker::new(store.clone(), options).with_handler(CollectPortal {
        store: store.clone(),
        opener: Opener {
            sender: Sender::new(webhooks.guard.clone(), limits),
            key: webhooks.key.clone(),
        },
        back_off: BackOff::default(),
    })
}

/// Those that send events. Others' machines may be slow, and so nothing else waits for them; there are two, because one
/// may be held up by a slow receiver while another receiver has something to be told.
fn senders(store: &Store, webhooks: Webhooks) -> [Worker; 2] {
    let sender = Sender::new(webhooks.guard, Limits::default());
    let key = webhooks.key;
    [0, 1].map(|_| {
        let options = Options {
            kinds: Kinds::Only(&[SEND]),
            poll: std::time::Duration::from_millis(100),
            at_once: 8,
            ..Options::default()
        };
        Worker::new(store.clone(), options)
            .with_handler(SendWebhooks {
                store: store.clone(),
                sender: sender.clone(),
                key: key.clone(),
                back_off: SendWebhooks::BACK_OFF,
            })
            .with_periodic(WakeWebhooks)
    })
}
