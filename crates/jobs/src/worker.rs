//! The loop that does background work.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use madoguchi_store::jobs::Kinds;
use madoguchi_store::{Store, StoreError, TenantScope, jobs, tenants};
use tokio::task::JoinSet;

use crate::back_off::BackOff;
use crate::handler::Handler;
use crate::periodic::Periodic;
use crate::run_job::run_job;

/// How a worker works.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long a job belongs to a worker that gives no sign of life.
    pub lease: Duration,
    /// How often to look for work.
    pub poll: std::time::Duration,
    /// How long a failed job waits.
    pub back_off: BackOff,
    /// Which kinds of jobs it does: a worker of its own for what waits for other machines holds nothing else up.
    pub kinds: Kinds,
    /// Of how many tenants it does a job at the same time, one of each.
    pub at_once: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            lease: Duration::seconds(30),
            poll: std::time::Duration::from_millis(500),
            back_off: BackOff::default(),
            kinds: Kinds::All,
            at_once: 1,
        }
    }
}

/// A task and when it comes round next; none until it has come round once.
struct Scheduled {
    task: Box<dyn Periodic>,
    next: Option<DateTime<Utc>>,
}

impl Scheduled {
    /// Also when the clock has been set back since.
    fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.next
            .is_none_or(|next| next <= now || next > now + self.task.every())
    }
}

/// Does the jobs of all tenants, and the tasks that come round by the clock. Several can run at once, in one
/// process or in many. One that was taught no kind of job leaves the queue alone: it is for tasks that take long, so that
/// nobody's work waits for them.
pub struct Worker {
    store: Store,
    handlers: HashMap<&'static str, Arc<dyn Handler>>,
    periodic: Vec<Scheduled>,
    options: Options,
}

impl Worker {
    /// A worker that knows how to do nothing yet.
    pub fn new(store: Store, options: Options) -> Self {
        Self {
            store,
            handlers: HashMap::new(),
            periodic: Vec::new(),
            options,
        }
    }

    /// Teaches it a kind of job.
    #[must_use]
    pub fn with_handler(mut self, handler: impl Handler + 'static) -> Self {
        self.handlers.insert(handler.kind(), Arc::new(handler));
        self
    }

    /// Gives it a task that comes round by the clock.
    #[must_use]
    pub fn with_periodic(mut self, task: impl Periodic + 'static) -> Self {
        self.periodic.push(Scheduled {
            task: Box::new(task),
            next: None,
        });
        self
    }

    /// Works until `shutdown` is ready; a job that is being done is finished first.
    pub async fn run(mut self, shutdown: impl Future<Output = ()>) {
        tokio::pin!(shutdown);
        let mut tick = tokio::time::interval(self.options.poll);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = &mut shutdown => return,
                _ = tick.tick() => {}
            }
            self.round().await;
        }
    }

    /// Does everything that is due now, once, and tells how many jobs were taken up. What fails is logged and
    /// tried again in a later round.
    pub async fn round(&mut self) -> usize {
        self.periodic_round().await;
        let mut taken = 0;
        if self.handlers.is_empty() {
            return taken;
        }
        loop {
            match self.one_of_each_tenant().await {
                Ok(0) => return taken,
                Ok(some) => taken += some,
                Err(error) => {
                    tracing::error!(%error, "background work stopped short");
                    return taken;
                }
            }
        }
    }

    /// Takes up one job of every tenant that has one, so that no tenant makes the others wait.
    async fn one_of_each_tenant(&self) -> Result<usize, StoreError> {
        let (mut taken, mut working) = (0, JoinSet::new());
        for scope in jobs::tenants_with_due_jobs_of(&self.store, self.options.kinds).await? {
            while working.len() >= self.options.at_once.max(1) {
                taken += counted(working.join_next().await)?;
            }
            let (store, handlers) = (self.store.clone(), self.handlers.clone());
            let options = self.options.clone();
            working.spawn(async move { one_job(&store, &scope, &handlers, &options).await });
        }
        while let Some(ended) = working.join_next().await {
            taken += counted(Some(ended))?;
        }
        Ok(taken)
    }

    async fn periodic_round(&mut self) {
        let now = self.store.clock().now();
        if !self.periodic.iter().any(|scheduled| scheduled.is_due(now)) {
            return;
        }
        let scopes = match tenants::all(&self.store).await {
            Ok(scopes) => scopes,
            Err(error) => {
                tracing::error!(%error, "the tenants could not be listed");
                return;
            }
        };
        for scheduled in self.periodic.iter_mut().filter(|scheduled| scheduled.is_due(now)) {
            let task = &scheduled.task;
            scheduled.next = Some(now + task.every());
            for scope in &scopes {
                if let Err(error) = task.run(&self.store, scope).await {
                    tracing::error!(task = task.name(), tenant = %scope.tenant_id(), error, "a task failed");
                }
            }
        }
    }
}

/// How many jobs were taken up, none or one. A job's own panic is told elsewhere, as the job's failure.
fn counted(
    ended: Option<Result<Result<bool, StoreError>, tokio::task::JoinError>>,
) -> Result<usize, StoreError> {
    match ended {
        Some(Ok(done)) => Ok(usize::from(done?)),
        Some(Err(_)) | None => Ok(0),
    }
}

async fn one_job(
    store: &Store,
    scope: &TenantScope,
    handlers: &HashMap<&'static str, Arc<dyn Handler>>,
    options: &Options,
) -> Result<bool, StoreError> {
    let mut tx = store.begin(scope).await?;
    let leased = jobs::lease_of(&mut tx, options.kinds, options.lease).await?;
    tx.commit().await?;
    let Some(job) = leased else { return Ok(false) };
    let handler = handlers.get(&*job.kind).cloned();
    run_job(store, scope, handler, job, options).await?;
    Ok(true)
}
