use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use madoguchi_card::{Transport, TransportError};
use madoguchi_card_bridge::readers::{OpenError, Readers, Seen, Slot, Watch};

use super::card::Card;

/// A desk with readers, cards put down and taken away.
#[derive(Clone, Default)]
pub(crate) struct Desk(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    readers: BTreeMap<&'static str, Option<(u32, Card)>>,
    insertions: u32,
    gone: bool,
    ended: bool,
    trouble: Trouble,
    /// Cards that are asked while nothing answers.
    silent: usize,
    /// How many cards are held at this moment, and the most that were.
    held: BTreeMap<String, usize>,
    most_held: usize,
    changes: u64,
}

/// What goes wrong once a secret is on its way, or whenever the card is asked.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Trouble {
    #[default]
    None,
    /// The card is taken away when a secret is shown to it.
    Removed,
    /// The reader is unplugged then.
    Unplugged,
    /// The card answers nothing any more then, until [`Desk::speak`].
    Silent,
    /// Another program holds the card.
    InUse,
    /// The card answers nonsense.
    Nonsense,
}

impl Desk {
    pub(crate) fn with(readers: &[&'static str]) -> Self {
        let desk = Self::default();
        desk.change(|state| state.readers.extend(readers.iter().map(|name| (*name, None))));
        desk
    }

    pub(crate) fn put(&self, reader: &'static str, card: Card) {
        self.change(|state| {
            state.insertions += 1;
            state.readers.insert(reader, Some((state.insertions, card)));
        });
    }

    pub(crate) fn take(&self, reader: &'static str) {
        self.change(|state| state.readers.insert(reader, None));
    }

    pub(crate) fn unplug(&self, reader: &'static str) {
        self.change(|state| state.readers.remove(reader));
    }

    pub(crate) fn service(&self, gone: bool) {
        self.change(|state| state.gone = gone);
    }

    pub(crate) fn trouble(&self, trouble: Trouble) {
        self.change(|state| state.trouble = trouble);
    }

    /// Blocks until a card is being asked that says nothing.
    pub(crate) fn until_silent(&self) {
        let state = self.0.state.lock().unwrap();
        drop(
            self.0
                .changed
                .wait_while(state, |state| state.silent == 0)
                .unwrap(),
        );
    }

    /// What said nothing fails at last.
    pub(crate) fn speak(&self) {
        self.trouble(Trouble::None);
    }

    pub(crate) fn card<T>(&self, reader: &str, look: impl FnOnce(&Card) -> T) -> T {
        look(&self.0.state.lock().unwrap().readers[reader].as_ref().unwrap().1)
    }

    /// The most that held one card at once.
    pub(crate) fn most_held(&self) -> usize {
        self.0.state.lock().unwrap().most_held
    }

    pub(crate) fn end(&self) {
        self.change(|state| state.ended = true);
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) {
        let mut state = self.0.state.lock().unwrap();
        change(&mut state);
        state.changes += 1;
        drop(state);
        self.0.changed.notify_all();
    }
}

impl State {
    fn seen(&self) -> Seen {
        if self.ended {
            return Seen::Ended;
        }
        if self.gone {
            return Seen::ServiceGone;
        }
        let slots = self.readers.iter();
        let slots = slots.map(|(name, card)| Slot {
            name: (*name).to_owned(),
            card: card.as_ref().map(|(number, _)| *number),
        });
        Seen::Slots(slots.collect())
    }
}

impl Readers for Desk {
    fn watch(&self) -> Box<dyn Watch> {
        Box::new(Watching {
            desk: self.clone(),
            told: None,
            changes: 0,
        })
    }

    fn with_card(&self, reader: &str, work: &mut dyn FnMut(&mut dyn Transport)) -> Result<(), OpenError> {
        let mut state = self.0.state.lock().unwrap();
        if state.gone {
            return Err(OpenError::ReaderGone);
        }
        if state.trouble == Trouble::InUse {
            return Err(OpenError::InUse);
        }
        state
            .readers
            .get(reader)
            .ok_or(OpenError::ReaderGone)?
            .as_ref()
            .ok_or(OpenError::NoCard)?;
        let held = state.held.entry(reader.to_owned()).or_default();
        *held += 1;
        state.most_held = state.most_held.max(state.held[reader]);
        drop(state);
        work(&mut Link { desk: self, reader });
        let mut state = self.0.state.lock().unwrap();
        *state.held.get_mut(reader).unwrap() -= 1;
        if let Some(Some((_, card))) = state.readers.get_mut(reader) {
            card.reset();
        }
        Ok(())
    }
}

struct Link<'a> {
    desk: &'a Desk,
    reader: &'a str,
}

impl Transport for Link<'_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        let mut state = self.desk.0.state.lock().unwrap();
        let shows = matches!(command, [0x00, 0x20, _, _, _, _, ..]);
        match state.trouble {
            Trouble::Removed if shows => return Err(TransportError::CardRemoved),
            Trouble::Unplugged if shows => return Err(TransportError::ReaderGone),
            Trouble::Silent if shows => return Err(self.silence(state)),
            Trouble::Nonsense if !matches!(command, [0x00, 0xA4, ..]) => return Ok(vec![0x90]),
            _ => {}
        }
        match state.readers.get_mut(self.reader) {
            Some(Some((_, card))) => card.transmit(command),
            Some(None) => Err(TransportError::CardRemoved),
            None => Err(TransportError::ReaderGone),
        }
    }
}

impl Link<'_> {
    fn silence(&self, mut state: MutexGuard<'_, State>) -> TransportError {
        state.silent += 1;
        self.desk.0.changed.notify_all();
        let mut state = self
            .desk
            .0
            .changed
            .wait_while(state, |state| state.trouble == Trouble::Silent)
            .unwrap();
        state.silent -= 1;
        TransportError::Silent
    }
}

struct Watching {
    desk: Desk,
    told: Option<Seen>,
    changes: u64,
}

impl Watch for Watching {
    /// A patience that is short means that something is to be looked at again: then any change of the desk will do.
    fn next(&mut self, patience: Duration) -> Seen {
        let state = self.desk.0.state.lock().unwrap();
        let (told, changes) = (self.told.take(), self.changes);
        let again = patience < Duration::from_mins(1);
        let state = self.desk.0.changed.wait_while(state, |state| {
            told.as_ref() == Some(&state.seen()) && !(again && state.changes != changes)
        });
        let state = state.unwrap();
        self.changes = state.changes;
        let seen = state.seen();
        self.told = Some(seen.clone());
        seen
    }
}
