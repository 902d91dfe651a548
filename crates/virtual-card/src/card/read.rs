//! READ BINARY and READ RECORD.

use super::Card;
use super::file::File;
use crate::apdu::{Answer, Command, Status};

impl Card {
    /// `00 B0`: with the highest bit of P1, P1 names the file and P2 is where to begin; otherwise both are.
    pub(super) fn read_binary(&mut self, command: &Command<'_>) -> Answer {
        let most = command.expected.ok_or(Status::WRONG_LENGTH)?;
        let (short, offset) = match command.p1 {
            p1 @ 0x80.. if p1 & 0x60 != 0 => return Err(Status::WRONG_PARAMETERS),
            p1 @ 0x80.. => (Some(u16::from(p1 & 0x1F)), usize::from(command.p2)),
            _ => (None, usize::from(command.parameters())),
        };
        let id = self.named_file(short)?;
        let File::Transparent { bytes, access } = self.file(id)? else {
            return Err(Status::WRONG_KIND_OF_FILE);
        };
        if !access.is_open(&self.session.verified) {
            return Err(Status::NOT_VERIFIED);
        }
        let rest = match bytes.get(offset..) {
            None | Some([]) => return Err(Status::WRONG_OFFSET),
            Some(rest) => rest,
        };
        Ok(rest.get(..most).unwrap_or(rest).to_vec())
    }

    /// Whether less was read than was wanted, of a card that says so.
    pub(super) fn ended_early(&self, command: &Command<'_>, data: &[u8]) -> bool {
        self.warns_at_end
            && command.instruction == 0xB0
            && command.expected.is_some_and(|most| data.len() < most)
    }

    /// `00 B2`: the record in P1 of the current file (P2 = `0C` or `04`) or of the one named in P2.
    pub(super) fn read_record(&mut self, command: &Command<'_>) -> Answer {
        let most = command.expected.ok_or(Status::WRONG_LENGTH)?;
        let short = match command.p2 {
            0x04 | 0x0C => None,
            p2 if p2 & 0x07 == 0x04 => Some(u16::from(p2 >> 3)),
            _ => return Err(Status::WRONG_PARAMETERS),
        };
        let id = self.named_file(short)?;
        let File::Records { records, access } = self.file(id)? else {
            return Err(Status::WRONG_KIND_OF_FILE);
        };
        if !access.is_open(&self.session.verified) {
            return Err(Status::NOT_VERIFIED);
        }
        let record = usize::from(command.p1)
            .checked_sub(1)
            .and_then(|index| records.get(index))
            .ok_or(Status::NO_SUCH_RECORD)?;
        Ok(record.get(..most).unwrap_or(record).to_vec())
    }
}
