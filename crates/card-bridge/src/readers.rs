//! The card readers of the terminal, behind a trait so that everything above is tested without one.

mod service;
mod watching;

use std::time::Duration;

use madoguchi_card::Transport;

pub use service::PcscReaders;

/// The readers of a terminal.
pub trait Readers: Send + Sync {
    /// Begins to watch them.
    fn watch(&self) -> Box<dyn Watch>;

    /// Takes the card in a reader for itself alone, lets `work` talk to it, then resets it, so that nothing that was
    /// shown to the card holds any longer. Blocks for as long as `work` does.
    ///
    /// # Errors
    /// Where the card cannot be taken; `work` has not run then.
    fn with_card(&self, reader: &str, work: &mut dyn FnMut(&mut dyn Transport)) -> Result<(), OpenError>;
}

/// Watches readers.
pub trait Watch: Send {
    /// What there is: at once at first, then when it has changed or `patience` is over. Blocks until then.
    fn next(&mut self, patience: Duration) -> Seen;
}

/// What was seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Seen {
    /// The readers, in the service's order.
    Slots(Vec<Slot>),
    /// The terminal's card service cannot be reached.
    ServiceGone,
    /// There is nothing to watch any more; only doubles end.
    Ended,
}

/// One reader.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Slot {
    /// Its name, as the card service calls it.
    pub name: String,
    /// The number of the card's insertion, another for each; none while no card lies in it.
    pub card: Option<u32>,
}

/// Why a card could not be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OpenError {
    /// No such reader, or no service.
    #[error("the reader is gone")]
    ReaderGone,
    /// Nothing lies in it.
    #[error("no card")]
    NoCard,
    /// Another program holds it.
    #[error("another program uses the card")]
    InUse,
    /// Something lies in it that does not answer: a card the wrong way round, or none with a chip.
    #[error("the card does not answer")]
    Mute,
}
