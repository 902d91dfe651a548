//! Watching the readers of the terminal's card service: readers that come and go, and the service itself.

use std::time::Duration;

use pcsc::{Context, Error, PNP_NOTIFICATION, ReaderState, Scope, State};

use super::{Seen, Slot, Watch};

/// How long one wait for the service is: a reader that came in between two waits is seen this late at worst.
const ROUND: Duration = Duration::from_secs(5);

/// How long it is waited before the service is tried again.
const PAUSE: Duration = Duration::from_secs(1);

pub(super) struct PcscWatch {
    context: Option<Context>,
    states: Vec<ReaderState>,
    told: Option<Seen>,
}

impl PcscWatch {
    pub(super) fn new() -> Self {
        Self {
            context: None,
            states: Vec::new(),
            told: None,
        }
    }

    /// Looks, or waits for a change for at most `wait`.
    fn look(&mut self, wait: Duration) -> Result<Vec<Slot>, Error> {
        let context = match self.context.take() {
            Some(context) => context,
            None => Context::establish(Scope::User)?,
        };
        let names = context.list_readers_owned()?;
        self.states.retain(|state| {
            state.name() == PNP_NOTIFICATION() || names.iter().any(|name| state.name() == name.as_c_str())
        });
        if self.states.is_empty() {
            self.states
                .push(ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE));
        }
        for name in names {
            if !self.states.iter().any(|state| state.name() == name.as_c_str()) {
                self.states.push(ReaderState::new(name, State::UNAWARE));
            }
        }
        for state in &mut self.states {
            state.sync_current_state();
        }
        match context.get_status_change(wait, &mut self.states) {
            // A reader that went while it was asked about is seen in the next round.
            Ok(()) | Err(Error::Timeout | Error::UnknownReader) => {}
            Err(error) => return Err(error),
        }
        self.context = Some(context);
        let readers = self
            .states
            .iter()
            .filter(|state| state.name() != PNP_NOTIFICATION());
        Ok(readers.map(slot).collect())
    }
}

fn slot(state: &ReaderState) -> Slot {
    let present = state.event_state().contains(State::PRESENT);
    Slot {
        name: state.name().to_string_lossy().into_owned(),
        card: present.then(|| state.event_count()),
    }
}

impl Watch for PcscWatch {
    fn next(&mut self, patience: Duration) -> Seen {
        let mut left = patience;
        loop {
            let wait = if self.told.is_none() {
                Duration::ZERO
            } else {
                left.min(ROUND)
            };
            let seen = self.look(wait).map_or_else(
                |_| {
                    self.context = None;
                    self.states.clear();
                    Seen::ServiceGone
                },
                Seen::Slots,
            );
            let new = self.told.as_ref() != Some(&seen);
            if !new && seen == Seen::ServiceGone {
                std::thread::sleep(PAUSE);
            }
            left = left.saturating_sub(wait.max(Duration::from_millis(1)));
            if new || left.is_zero() {
                self.told = Some(seen.clone());
                return seen;
            }
        }
    }
}
