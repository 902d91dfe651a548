//! Zip files, read with limits: nothing is written anywhere, and nothing grows beyond what was allowed.

use std::io::Read;

use flate2::read::DeflateDecoder;
use flate2::{Crc, CrcReader};
use thiserror::Error;

/// A file in a zip.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its name, as it stands there. It is never used as a path.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a zip is not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum ZipError {
    /// It is none, or broken.
    #[error("zipファイルとして読めません。")]
    Broken,
    /// It is encrypted, in parts, of more than 4 GB, or packed in another way than deflate.
    #[error("この形のzipファイルは読めません（暗号化・分割・特別な圧縮）。")]
    Unsupported,
    /// It has too many files, or they are too large.
    #[error("zipファイルの中身が多すぎるか、大きすぎます。")]
    TooMuch,
}

/// The files of a zip in the order of its directory, folders left out.
pub fn entries(zip: &[u8], most_files: usize, most_bytes: usize) -> Result<Vec<Entry>, ZipError> {
    // The end of the directory is in the last 64 KiB and 22 bytes.
    let tail = zip.len().saturating_sub(65_557);
    let end = (tail..zip.len().saturating_sub(21))
        .rev()
        .find(|at| zip.get(*at..*at + 4) == Some(b"PK\x05\x06"))
        .ok_or(ZipError::Broken)?;
    let (count, mut at) = (usize::from(short(zip, end + 10)?), long(zip, end + 16)?);
    if short(zip, end + 4)? != 0 || at == usize::try_from(u32::MAX).unwrap_or(usize::MAX) {
        return Err(ZipError::Unsupported);
    }
    if count > most_files {
        return Err(ZipError::TooMuch);
    }
    let (mut found, mut left) = (Vec::new(), most_bytes);
    for _ in 0..count {
        if zip.get(at..at + 4) != Some(b"PK\x01\x02") {
            return Err(ZipError::Broken);
        }
        let header = Header {
            flags: short(zip, at + 8)?,
            method: short(zip, at + 10)?,
            crc: u32::try_from(long(zip, at + 16)?).map_err(|_| ZipError::Broken)?,
            packed: long(zip, at + 20)?,
            size: long(zip, at + 24)?,
            local: long(zip, at + 42)?,
        };
        let lengths = [short(zip, at + 28)?, short(zip, at + 30)?, short(zip, at + 32)?].map(usize::from);
        let name = zip.get(at + 46..at + 46 + lengths[0]).ok_or(ZipError::Broken)?;
        at += 46 + lengths.iter().sum::<usize>();
        let name = named(name, header.flags);
        if name.ends_with('/') {
            continue;
        }
        left = left.checked_sub(header.size).ok_or(ZipError::TooMuch)?;
        found.push(Entry {
            name,
            bytes: header.read(zip)?,
        });
    }
    Ok(found)
}

struct Header {
    flags: u16,
    method: u16,
    crc: u32,
    packed: usize,
    size: usize,
    local: usize,
}

impl Header {
    fn read(&self, zip: &[u8]) -> Result<Vec<u8>, ZipError> {
        if self.flags & 1 != 0 {
            return Err(ZipError::Unsupported);
        }
        if zip.get(self.local..self.local + 4) != Some(b"PK\x03\x04") {
            return Err(ZipError::Broken);
        }
        let lengths = [short(zip, self.local + 26)?, short(zip, self.local + 28)?].map(usize::from);
        let start = self.local + 30 + lengths.iter().sum::<usize>();
        let end = start.checked_add(self.packed).ok_or(ZipError::Broken)?;
        let packed = zip.get(start..end).ok_or(ZipError::Broken)?;
        match self.method {
            0 => self.unpacked(packed),
            8 => self.unpacked(DeflateDecoder::new(packed)),
            _ => Err(ZipError::Unsupported),
        }
    }

    /// Never more than the directory said, whatever comes out.
    fn unpacked(&self, packed: impl Read) -> Result<Vec<u8>, ZipError> {
        let most = u64::try_from(self.size).map_err(|_| ZipError::TooMuch)?;
        let mut reader = CrcReader::new(packed.take(most + 1));
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map_err(|_| ZipError::Broken)?;
        let crc: &Crc = reader.crc();
        if bytes.len() == self.size && crc.sum() == self.crc {
            Ok(bytes)
        } else {
            Err(ZipError::Broken)
        }
    }
}

/// UTF-8 where it says so or is; `Shift_JIS` as Japanese Windows packs otherwise.
fn named(name: &[u8], flags: u16) -> String {
    match std::str::from_utf8(name) {
        Ok(text) => text.to_owned(),
        Err(_) if flags & 0x0800 != 0 => String::from_utf8_lossy(name).into_owned(),
        Err(_) => encoding_rs::SHIFT_JIS
            .decode_without_bom_handling(name)
            .0
            .into_owned(),
    }
}

fn short(zip: &[u8], at: usize) -> Result<u16, ZipError> {
    let bytes = zip.get(at..at + 2).ok_or(ZipError::Broken)?;
    Ok(u16::from_le_bytes(
        bytes.try_into().map_err(|_| ZipError::Broken)?,
    ))
}

fn long(zip: &[u8], at: usize) -> Result<usize, ZipError> {
    let bytes = zip.get(at..at + 4).ok_or(ZipError::Broken)?;
    let value = u32::from_le_bytes(bytes.try_into().map_err(|_| ZipError::Broken)?);
    usize::try_from(value).map_err(|_| ZipError::TooMuch)
}
