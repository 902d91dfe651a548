//! Pieces that arrive, read as one stream on another thread.

use std::io::Read;

use bytes::Bytes;
use tokio::sync::mpsc;

/// A piece of a stream, or why there is none.
type Piece = std::io::Result<Bytes>;

/// A stream of pieces. Reading blocks, and so is for a thread of its own.
pub(super) struct Pieces {
    pieces: mpsc::Receiver<Piece>,
    piece: Bytes,
}

impl Pieces {
    pub(super) fn new(pieces: mpsc::Receiver<Piece>) -> Self {
        Self {
            pieces,
            piece: Bytes::new(),
        }
    }
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.piece.is_empty() {
            match self.pieces.blocking_recv() {
                Some(piece) => self.piece = piece?,
                None => return Ok(0),
            }
        }
        let length = self.piece.len().min(buffer.len());
        let taken = self.piece.split_to(length);
        if let Some(room) = buffer.get_mut(..length) {
            room.copy_from_slice(&taken);
        }
        Ok(length)
    }
}
