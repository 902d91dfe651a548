//! Finding out what lies in the readers, on a thread of its own.

use std::collections::HashMap;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use super::{CardKind, Gone, Reader, Terminal, View};
use crate::readers::{OpenError, Seen, Slot, Watch};
use crate::work;

/// How long it is watched before a card that another program held is looked at again.
const SOON: Duration = Duration::from_secs(1);

/// The same where nothing is open: no more than a sign of life.
const LONG: Duration = Duration::from_mins(1);

/// How long a card may take to say what it is.
const ANSWER: Duration = Duration::from_secs(4);

/// Watches until the readers end, which those of a terminal never do.
pub(crate) fn watch(terminal: Arc<Terminal>) {
    std::thread::spawn(move || {
        let mut watcher = terminal.readers.watch();
        follow(&terminal, &mut *watcher);
    });
}

fn follow(terminal: &Arc<Terminal>, watcher: &mut dyn Watch) {
    let mut known: HashMap<Slot, CardKind> = HashMap::new();
    let mut patience = LONG;
    loop {
        let view = match watcher.next(patience) {
            Seen::Ended => return,
            Seen::ServiceGone => {
                known.clear();
                View::Service { service: Gone::Gone }
            }
            Seen::Slots(slots) => {
                known.retain(|slot, _| slots.contains(slot));
                View::Readers {
                    readers: slots
                        .into_iter()
                        .map(|slot| reader(terminal, &mut known, slot))
                        .collect(),
                }
            }
        };
        patience = if open(&view) { SOON } else { LONG };
        terminal.view.send_if_modified(|old| {
            let changed = old.as_ref() != Some(&view);
            *old = Some(view);
            changed
        });
    }
}

/// Whether something may be otherwise although no reader tells of a change.
fn open(view: &View) -> bool {
    match view {
        View::Service { .. } => false,
        View::Readers { readers } => readers.iter().any(|reader| reader.card == CardKind::InUse),
    }
}

fn reader(terminal: &Arc<Terminal>, known: &mut HashMap<Slot, CardKind>, slot: Slot) -> Reader {
    let name = slot.name.clone();
    let card = if slot.card.is_none() {
        CardKind::None
    } else if let Some(kind) = known.get(&slot) {
        *kind
    } else {
        let kind = identify(terminal, &name);
        if kind != CardKind::InUse {
            known.insert(slot, kind);
        }
        kind
    };
    Reader { name, card }
}

/// Asks the card what it is. A card that says nothing is not waited for: its thread ends when the reader gives up.
fn identify(terminal: &Arc<Terminal>, reader: &str) -> CardKind {
    let (told, answer) = mpsc::channel();
    let (terminal, reader) = (Arc::clone(terminal), reader.to_owned());
    std::thread::spawn(move || {
        let mut kind = CardKind::OtherCard;
        let opened = terminal.with_card(&reader, &mut |card| {
            if work::is_my_number_card(card) {
                kind = CardKind::MyNumberCard;
            }
        });
        let _ = told.send(match opened {
            Ok(()) | Err(OpenError::Mute) => kind,
            Err(OpenError::NoCard | OpenError::ReaderGone) => CardKind::None,
            Err(OpenError::InUse) => CardKind::InUse,
        });
    });
    answer.recv_timeout(ANSWER).unwrap_or(CardKind::OtherCard)
}
