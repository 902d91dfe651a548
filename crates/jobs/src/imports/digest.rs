//! SHA-256 of a stream.

use std::io::Read;

use madoguchi_link::hex;
use sha2::{Digest, Sha256};

/// Reads a stream to its end: its SHA-256 in hexadecimal, and its length. Blocks.
pub(super) fn digest(mut file: impl Read) -> std::io::Result<(String, u64)> {
    let (mut sum, mut bytes) = (Sha256::new(), 0);
    let mut piece = vec![0; 64 * 1024];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok((hex(&sum.finalize()), bytes)),
            Ok(read) => {
                sum.update(piece.get(..read).unwrap_or_default());
                bytes += read as u64;
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
