//! PC/SC: the terminal's own card service (winscard, pcscd).

use std::ffi::{CStr, CString};
use std::time::Duration;

use madoguchi_card::{Transport, TransportError};
use pcsc::{Card, Context, Disposition, Error, Protocols, ReaderState, Scope, ShareMode, State, Transaction};

use super::watching::PcscWatch;
use super::{OpenError, Readers, Watch};

/// The readers of the terminal's card service. It connects anew for each use, so that a restarted service is no
/// trouble.
#[derive(Clone, Copy, Debug, Default)]
pub struct PcscReaders;

impl Readers for PcscReaders {
    fn watch(&self) -> Box<dyn Watch> {
        Box::new(PcscWatch::new())
    }

    fn with_card(&self, reader: &str, work: &mut dyn FnMut(&mut dyn Transport)) -> Result<(), OpenError> {
        let name = CString::new(reader).map_err(|_| OpenError::ReaderGone)?;
        let context = Context::establish(Scope::User).map_err(opened)?;
        let mut card = context
            .connect(&name, ShareMode::Exclusive, Protocols::ANY)
            .map_err(opened)?;
        let reset = in_transaction(&mut card, &name, work);
        let still = if reset.is_ok_and(|reset| reset) {
            Disposition::LeaveCard
        } else {
            Disposition::ResetCard
        };
        let _ = card.disconnect(still);
        reset.map(|_| ())
    }
}

/// Whether the card was reset at the end.
fn in_transaction(
    card: &mut Card,
    reader: &CStr,
    work: &mut dyn FnMut(&mut dyn Transport),
) -> Result<bool, OpenError> {
    let transaction = card.transaction().map_err(opened)?;
    work(&mut Link {
        transaction: &transaction,
        reader,
        lost: None,
    });
    Ok(transaction.end(Disposition::ResetCard).is_ok())
}

struct Link<'a, 'card> {
    transaction: &'a Transaction<'card>,
    reader: &'a CStr,
    /// Why nothing comes back any more: once lost, a card is not asked again.
    lost: Option<TransportError>,
}

impl Transport for Link<'_, '_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        if let Some(lost) = self.lost {
            return Err(lost);
        }
        let mut answer = zeroize::Zeroizing::new([0; pcsc::MAX_BUFFER_SIZE]);
        match self.transaction.transmit(command, &mut *answer) {
            Ok(answer) => Ok(answer.to_vec()),
            Err(error) => {
                let lost = transmitted(error).unwrap_or_else(|| looked_at(self.reader));
                self.lost = Some(lost);
                Err(lost)
            }
        }
    }
}

/// How long the service may take to notice that a card was taken away, on a terminal that has much to do.
const NOTICED: Duration = Duration::from_secs(5);

/// Why a card that lay in a reader did not answer: a command cut off says that it failed, and not why.
fn looked_at(reader: &CStr) -> TransportError {
    let Ok(context) = Context::establish(Scope::User) else {
        return TransportError::ReaderGone;
    };
    let mut states = [ReaderState::new(reader, State::UNAWARE)];
    let mut wait = Duration::ZERO;
    // As it is now, then once it has changed.
    for _ in 0..4 {
        match context.get_status_change(wait, &mut states) {
            Ok(()) => {}
            Err(Error::Timeout) => break,
            Err(_) => return TransportError::ReaderGone,
        }
        for state in &mut states {
            let event = state.event_state();
            if event.intersects(State::UNKNOWN | State::UNAVAILABLE) {
                return TransportError::ReaderGone;
            }
            if event.contains(State::EMPTY) {
                return TransportError::CardRemoved;
            }
            state.sync_current_state();
        }
        wait = NOTICED;
    }
    TransportError::Silent
}

fn opened(error: Error) -> OpenError {
    match error {
        Error::SharingViolation => OpenError::InUse,
        Error::NoSmartcard | Error::RemovedCard => OpenError::NoCard,
        Error::UnresponsiveCard | Error::UnpoweredCard | Error::UnsupportedCard | Error::ProtoMismatch => {
            OpenError::Mute
        }
        _ => OpenError::ReaderGone,
    }
}

/// Why nothing came back, where the error says it.
fn transmitted(error: Error) -> Option<TransportError> {
    match error {
        Error::RemovedCard | Error::NoSmartcard => Some(TransportError::CardRemoved),
        Error::SharingViolation => Some(TransportError::InUse),
        Error::ReaderUnavailable
        | Error::UnknownReader
        | Error::NoReadersAvailable
        | Error::NoService
        | Error::ServiceStopped
        | Error::InvalidHandle => Some(TransportError::ReaderGone),
        _ => None,
    }
}
