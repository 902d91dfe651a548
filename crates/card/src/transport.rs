//! The link that carries commands to a card and its answers back.

/// Something that can exchange command and response APDUs (ISO/IEC 7816-4) with one card.
///
/// It carries bytes and interprets none: a status word is an answer, not an error.
pub trait Transport {
    /// Sends one command APDU and gives back the whole response, its two bytes of status included.
    ///
    /// # Errors
    /// Where nothing came back from the card.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError>;
}

impl<T: Transport + ?Sized> Transport for &mut T {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        (**self).transmit(command)
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        (**self).transmit(command)
    }
}

/// Why nothing came back from the card.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TransportError {
    /// The card was taken away.
    #[error("the card was taken away")]
    CardRemoved,
    /// The reader was unplugged, or its service stopped.
    #[error("the reader is gone")]
    ReaderGone,
    /// Another program holds the card.
    #[error("another program uses the card")]
    InUse,
    /// Anything else that went wrong on the way.
    #[error("the card did not answer")]
    Silent,
}
