//! A file that must still be the one that was queued.

use std::io::{Error, ErrorKind, Read};

use madoguchi_link::hex;
use sha2::{Digest, Sha256};

/// A stream that fails at its end if it was not what it should have been: nothing of it is in the register by then.
pub(super) struct Checked<R> {
    file: R,
    sum: Sha256,
    digest: String,
}

impl<R: Read> Checked<R> {
    pub(super) fn new(file: R, digest: &str) -> Self {
        Self {
            file,
            sum: Sha256::new(),
            digest: digest.to_owned(),
        }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.sum.update(buffer.get(..read).unwrap_or_default());
        if read == 0 && !buffer.is_empty() && hex(&self.sum.clone().finalize()) != self.digest {
            return Err(Error::new(ErrorKind::InvalidData, "the file has changed"));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::super::digest::digest;
    use super::*;

    #[test]
    fn another_file_of_the_same_name_is_found_at_its_end() {
        let (sum, bytes) = digest(&b"abc"[..]).unwrap();
        assert_eq!(bytes, 3);
        let mut text = String::new();
        Checked::new(&b"abc"[..], &sum).read_to_string(&mut text).unwrap();
        let changed = Checked::new(&b"abd"[..], &sum).read_to_string(&mut text);
        assert_eq!(changed.unwrap_err().kind(), ErrorKind::InvalidData);
    }
}
