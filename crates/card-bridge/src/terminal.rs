//! What lies on the terminal's readers now, and who may touch it: one at a time.

mod choosing;
mod watching;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use madoguchi_card::Transport;
use serde::Serialize;
use tokio::sync::watch;

use crate::readers::{OpenError, Readers};

pub(crate) use watching::watch as start_watching;

/// What the events say: the readers, or that there is no service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum View {
    /// The readers.
    Readers {
        /// Each with what lies in it.
        readers: Vec<Reader>,
    },
    /// The card service cannot be reached.
    Service {
        /// Always so.
        service: Gone,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Gone {
    Gone,
}

/// A reader and what lies in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Reader {
    pub(crate) name: String,
    pub(crate) card: CardKind,
}

/// What lies in a reader.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CardKind {
    None,
    MyNumberCard,
    OtherCard,
    InUse,
}

/// The terminal.
pub(crate) struct Terminal {
    readers: Arc<dyn Readers>,
    /// None until the readers have been looked at for the first time.
    view: watch::Sender<Option<View>>,
    locks: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

impl Terminal {
    pub(crate) fn new(readers: Arc<dyn Readers>) -> Self {
        let view = watch::Sender::new(None);
        Self {
            readers,
            view,
            locks: Mutex::default(),
        }
    }

    /// What lies there, now and from now on.
    pub(crate) fn view(&self) -> watch::Receiver<Option<View>> {
        self.view.subscribe()
    }

    /// Ends when the readers have been looked at.
    pub(crate) async fn looked(&self) {
        let _ = self.view.subscribe().wait_for(Option::is_some).await;
    }

    /// How many readers there are.
    pub(crate) fn reader_count(&self) -> usize {
        match &*self.view.borrow() {
            Some(View::Readers { readers }) => readers.len(),
            Some(View::Service { .. }) | None => 0,
        }
    }

    /// Takes the card in a reader once nobody else in this program has it. Blocks: for threads that may.
    pub(crate) fn with_card(
        &self,
        reader: &str,
        work: &mut dyn FnMut(&mut dyn Transport),
    ) -> Result<(), OpenError> {
        let lock = {
            let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(locks.entry(reader.to_owned()).or_default())
        };
        let _mine = lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.readers.with_card(reader, work)
    }
}
