//! One command and its whole answer.

use myna_card::{Command, Response, StatusWord};
use zeroize::Zeroizing;

use crate::{CardError, Transport};

/// An answer: data, and the status word that ended it.
pub(crate) struct Answer {
    pub(crate) data: Zeroizing<Vec<u8>>,
    pub(crate) status: StatusWord,
}

impl Answer {
    /// The data, if the card did what was asked.
    pub(crate) fn data(self) -> Result<Zeroizing<Vec<u8>>, CardError> {
        if self.status.is_success() {
            Ok(self.data)
        } else {
            Err(CardError::of_status(self.status.value()))
        }
    }
}

/// No answer to a command here comes in more pieces: files are read in short ones, and no signature is as long.
const MOST_PIECES: usize = 32;

/// Sends a command. `6Cxx` (another length is expected) and `61xx` (there is more to fetch) are seen to, as some
/// readers leave them to the program. Not for secrets: a command may be sent twice, and is not wiped.
pub(crate) fn exchange<T: Transport>(transport: &mut T, command: &Command) -> Result<Answer, CardError> {
    let mut answer = once(transport, command)?;
    if let Some(length) = answer.status.correct_le() {
        let mut again = command.clone();
        again.le = Some(at_most_256(length));
        answer = once(transport, &again)?;
    }
    let mut pieces = 0;
    while let Some(length) = answer.status.more_data_available() {
        pieces += 1;
        if pieces > MOST_PIECES {
            return Err(CardError::EndlessAnswer);
        }
        let more = once(
            transport,
            &Command::with_le(0x00, 0xC0, 0x00, 0x00, at_most_256(length)),
        )?;
        let mut data = Zeroizing::new(Vec::with_capacity(answer.data.len() + more.data.len()));
        data.extend_from_slice(&answer.data);
        data.extend_from_slice(&more.data);
        answer = Answer {
            data,
            status: more.status,
        };
    }
    Ok(answer)
}

/// Sends VERIFY, once and never again: each wrong one uses up a try. Without a secret it asks how many are left.
pub(crate) fn verify<T: Transport>(transport: &mut T, secret: &[u8]) -> Result<StatusWord, CardError> {
    let mut command = Zeroizing::new(Vec::with_capacity(5 + secret.len()));
    command.extend_from_slice(&[0x00, 0x20, 0x00, 0x80]);
    if let Ok(length) = u8::try_from(secret.len())
        && length != 0
    {
        command.push(length);
        command.extend_from_slice(secret);
    }
    receive(transport, &command).map(|answer| answer.status)
}

fn once<T: Transport>(transport: &mut T, command: &Command) -> Result<Answer, CardError> {
    // No command here is too long; one that were would not be sent.
    let command = command.to_bytes().map_err(|_| CardError::Refused(0x6700))?;
    receive(transport, &command)
}

fn receive<T: Transport>(transport: &mut T, command: &[u8]) -> Result<Answer, CardError> {
    let raw = Zeroizing::new(transport.transmit(command)?);
    let Response { data, status } = Response::parse(&raw).map_err(|_| CardError::ShortAnswer)?;
    Ok(Answer {
        data: Zeroizing::new(data),
        status,
    })
}

/// Zero stands for 256.
fn at_most_256(length: u8) -> u32 {
    if length == 0 { 256 } else { u32::from(length) }
}
