//! The bridge itself: what its requests share.

use std::sync::Arc;

use chrono::DateTime;
use madoguchi_card::bridge::{Failure, FailureCode};
use madoguchi_card::secrets::SecretKind;
use zeroize::Zeroizing;

use crate::failure::failure;
use crate::holding::on_card;
use crate::machine::{Clock, Entropy};
use crate::plan::Plan;
use crate::readings::{Reading, Readings};
use crate::settings::Settings;
use crate::terminal::Terminal;
use crate::work::{Job, Secrets, perform, prepare};

/// For how long an outcome waits to be fetched.
const KEPT: std::time::Duration = std::time::Duration::from_mins(1);

/// The bridge.
pub(crate) struct Bridge {
    pub(crate) settings: Settings,
    /// The port it listens on.
    pub(crate) port: u16,
    pub(crate) terminal: Arc<Terminal>,
    pub(crate) readings: Readings,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
}

impl Bridge {
    /// Its own origin: that of the windows it serves.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.host())
    }

    /// The only `Host` it answers to.
    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Looks at the card before anybody types: how many tries are left, or why it must not be tried.
    pub(crate) async fn look(&self, reader: &str, plan: &Plan) -> Result<Vec<(SecretKind, u8)>, Failure> {
        let (limit, plan) = (self.settings.card_time(), plan.clone());
        let work = move |card: &mut dyn madoguchi_card::Transport| prepare(card, &plan);
        on_card(&self.terminal, reader.to_owned(), &*self.clock, limit, work).await
    }

    /// Takes a reading in. It ends by itself: when the window has waited for too long, and, a minute after it is
    /// over, with all that was read.
    pub(crate) fn admit(self: &Arc<Self>, reading: &Arc<Reading>) {
        self.readings.add(Arc::clone(reading));
        let (bridge, reading) = (Arc::clone(self), Arc::clone(reading));
        let limit = self.clock.sleep(self.settings.window_time());
        tokio::spawn(async move {
            tokio::select! {
                () = reading.left(&crate::readings::Stage::Waiting) => {}
                () = limit => {
                    reading.finish_if_waiting(failure(FailureCode::TimedOut, None));
                }
            }
            reading.over().await;
            bridge.clock.sleep(KEPT).await;
            bridge.readings.remove(reading.id);
        });
    }

    /// Reads the card. False if this reading is no longer waiting.
    pub(crate) fn begin(self: &Arc<Self>, reading: &Arc<Reading>, mut secrets: Secrets) -> bool {
        if !reading.begin() {
            return false;
        }
        if secrets.number_b.is_none() {
            secrets.number_b = reading.number_b();
        }
        let mut randomness = Zeroizing::new([0; 32]);
        self.entropy.fill(&mut *randomness);
        let job = Job {
            plan: reading.plan.clone(),
            pairing: reading.pairing.clone(),
            secrets,
            now: DateTime::from_timestamp(self.clock.now(), 0).unwrap_or_default(),
            randomness,
        };
        let (bridge, reading) = (Arc::clone(self), Arc::clone(reading));
        tokio::spawn(async move {
            let (limit, name) = (bridge.settings.card_time(), reading.reader.clone());
            let work = move |card: &mut dyn madoguchi_card::Transport| perform(card, &job);
            tokio::select! {
                result = on_card(&bridge.terminal, name, &*bridge.clock, limit, work) => reading.finish(result),
                // Cancelled: the card is sent nothing more.
                () = reading.over() => {}
            }
        });
        true
    }
}
