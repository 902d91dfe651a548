//! PC/SC: the terminal's own card service (winscard, pcscd).

use std::ffi::CString;

use madoguchi_card::{Transport, TransportError};
use pcsc::{Card, Context, Disposition, Error, Protocols, Scope, ShareMode, Transaction};

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
        let done = in_transaction(&mut card, work);
        // The transaction's end has reset the card; this covers a transaction that could not begin.
        let _ = card.disconnect(Disposition::ResetCard);
        done
    }
}

fn in_transaction(card: &mut Card, work: &mut dyn FnMut(&mut dyn Transport)) -> Result<(), OpenError> {
    let transaction = card.transaction().map_err(opened)?;
    work(&mut Link(&transaction));
    let _ = transaction.end(Disposition::ResetCard);
    Ok(())
}

struct Link<'a, 'card>(&'a Transaction<'card>);

impl Transport for Link<'_, '_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        let mut answer = zeroize::Zeroizing::new([0; pcsc::MAX_BUFFER_SIZE]);
        let answer = self.0.transmit(command, &mut *answer).map_err(transmitted)?;
        Ok(answer.to_vec())
    }
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

fn transmitted(error: Error) -> TransportError {
    match error {
        Error::RemovedCard | Error::NoSmartcard => TransportError::CardRemoved,
        Error::SharingViolation => TransportError::InUse,
        Error::ReaderUnavailable
        | Error::UnknownReader
        | Error::NoReadersAvailable
        | Error::NoService
        | Error::ServiceStopped
        | Error::InvalidHandle
        | Error::CommError => TransportError::ReaderGone,
        _ => TransportError::Silent,
    }
}
