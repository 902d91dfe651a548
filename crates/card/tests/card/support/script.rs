//! A transport that answers what it was told to.

use madoguchi_card::{Transport, TransportError};

/// Answers in turn; the last one for ever.
pub(crate) struct Script {
    answers: Vec<Vec<u8>>,
    pub(crate) sent: Vec<Vec<u8>>,
}

impl Script {
    pub(crate) fn new(answers: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self {
            answers: answers.into_iter().collect(),
            sent: Vec::new(),
        }
    }
}

impl Transport for Script {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransportError> {
        let place = self.sent.len().min(self.answers.len() - 1);
        self.sent.push(command.to_vec());
        Ok(self.answers[place].clone())
    }
}

/// An answer without data.
pub(crate) fn status(status: u16) -> Vec<u8> {
    status.to_be_bytes().to_vec()
}
