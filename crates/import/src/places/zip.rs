//! The CSV files of a ZIP archive, as the registry and 日本郵便 give them out. Only what those archives use: stored and
//! deflated files, archives within archives (the registry's are by prefecture), no encryption, no ZIP64.

use std::io::{Cursor, Read};

use flate2::read::DeflateDecoder;
use thiserror::Error;

/// Why an archive cannot be read.
#[derive(Debug, Error)]
pub enum ZipFault {
    /// It is none, or it is cut off.
    #[error("ZIPファイルとして読めません。取得し直すか、展開してCSVファイルを指定してください。")]
    Broken,
    /// It uses something that is not read here.
    #[error(
        "このZIPファイルの形式（暗号化、4GBを超えるもの、別の圧縮方式）は読めません。展開してCSVファイルを指定してください。"
    )]
    Unsupported,
    /// Nothing in it is a CSV file.
    #[error("ZIPファイルの中にCSVファイルがありません。")]
    Nothing,
}

/// What one file within may be when it is unpacked: the registry's largest is below it.
const MOST: u64 = 3 * 1024 * 1024 * 1024;
/// Bytes of the record at the end, without a comment.
const END_LENGTH: usize = 22;
const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";

/// Whether a file begins as an archive.
fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(LOCAL)
}

/// Names and contents of the CSV files of an archive; archives within it are opened, one level deep.
pub fn csv_files(archive: &[u8]) -> Result<Vec<(String, Vec<u8>)>, ZipFault> {
    let mut found = Vec::new();
    for (name, content) in files(archive)? {
        if is_zip(&content) {
            let inner = files(&content)?;
            found.extend(inner.into_iter().filter(|(name, _)| is_csv(name)));
        } else if is_csv(&name) {
            found.push((name, content));
        }
    }
    if found.is_empty() {
        Err(ZipFault::Nothing)
    } else {
        Ok(found)
    }
}

fn is_csv(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".csv")
}

fn files(archive: &[u8]) -> Result<Vec<(String, Vec<u8>)>, ZipFault> {
    let end = archive
        .windows(END.len())
        .rposition(|window| window == END)
        .ok_or(ZipFault::Broken)?;
    if archive.len() < end + END_LENGTH {
        return Err(ZipFault::Broken);
    }
    let count = short(archive, end + 10)?;
    let mut at = long(archive, end + 16)?;
    let mut found = Vec::new();
    for _ in 0..count {
        if archive.get(at..at + 4) != Some(ENTRY) {
            return Err(ZipFault::Broken);
        }
        let (flags, method) = (short(archive, at + 8)?, short(archive, at + 10)?);
        let (packed, size) = (long(archive, at + 20)?, long(archive, at + 24)?);
        let lengths = [28, 30, 32].map(|offset| short(archive, at + offset));
        let [name, extra, comment] = lengths;
        let (name_length, rest) = (name?, extra? + comment?);
        let start = long(archive, at + 42)?;
        let name = archive
            .get(at + 46..at + 46 + name_length)
            .ok_or(ZipFault::Broken)?;
        let name = String::from_utf8_lossy(name).into_owned();
        at += 46 + name_length + rest;
        if name.ends_with('/') || !(is_csv(&name) || name.to_ascii_lowercase().ends_with(".zip")) {
            continue;
        }
        if flags & 1 != 0 || packed == 0xFFFF_FFFF || size as u64 > MOST {
            return Err(ZipFault::Unsupported);
        }
        found.push((name, unpack(archive, start, packed, size, method)?));
    }
    Ok(found)
}

fn unpack(
    archive: &[u8],
    start: usize,
    packed: usize,
    size: usize,
    method: usize,
) -> Result<Vec<u8>, ZipFault> {
    if archive.get(start..start + 4) != Some(LOCAL) {
        return Err(ZipFault::Broken);
    }
    let content = start + 30 + short(archive, start + 26)? + short(archive, start + 28)?;
    let bytes = archive.get(content..content + packed).ok_or(ZipFault::Broken)?;
    match method {
        0 => Ok(bytes.to_vec()),
        8 => {
            let mut unpacked = Vec::new();
            DeflateDecoder::new(Cursor::new(bytes))
                .take(size as u64 + 1)
                .read_to_end(&mut unpacked)
                .map_err(|_| ZipFault::Broken)?;
            if unpacked.len() == size {
                Ok(unpacked)
            } else {
                Err(ZipFault::Broken)
            }
        }
        _ => Err(ZipFault::Unsupported),
    }
}

fn short(bytes: &[u8], at: usize) -> Result<usize, ZipFault> {
    match bytes.get(at..at + 2) {
        Some(&[low, high]) => Ok(usize::from(u16::from_le_bytes([low, high]))),
        _ => Err(ZipFault::Broken),
    }
}

fn long(bytes: &[u8], at: usize) -> Result<usize, ZipFault> {
    match bytes.get(at..at + 4) {
        Some(&[a, b, c, d]) => {
            usize::try_from(u32::from_le_bytes([a, b, c, d])).map_err(|_| ZipFault::Broken)
        }
        _ => Err(ZipFault::Broken),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    use super::*;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut body, mut directory) = (Vec::new(), Vec::new());
        for (name, content) in files {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(content).unwrap();
            let packed = encoder.finish().unwrap();
            let start = u32::try_from(body.len()).unwrap();
            let sizes = [packed.len(), content.len()].map(|n| u32::try_from(n).unwrap());
            let mut shared = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            for n in &sizes {
                shared.extend(n.to_le_bytes());
            }
            shared.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            shared.extend([0, 0]);
            body.extend(
                LOCAL
                    .iter()
                    .chain(&shared)
                    .copied()
                    .chain(name.bytes())
                    .chain(packed),
            );
            directory.extend(ENTRY.iter().copied().chain([20, 0]).chain(shared.iter().copied()));
            directory.extend([0; 10]);
            directory.extend(start.to_le_bytes());
            directory.extend(name.bytes());
        }
        let (at, size) = (body.len(), directory.len());
        body.extend(directory);
        body.extend(END.iter().copied().chain([0; 4]));
        let count = u16::try_from(files.len()).unwrap().to_le_bytes();
        body.extend(count.iter().chain(&count));
        body.extend(u32::try_from(size).unwrap().to_le_bytes());
        body.extend(u32::try_from(at).unwrap().to_le_bytes());
        body.extend([0, 0]);
        body
    }

    #[test]
    fn csv_files_come_out_also_from_archives_within() {
        let inner = archive(&[("mt_town_pref01.csv", b"lg_code\n")]);
        let outer = archive(&[("a.csv", b"1,2\n"), ("readme.txt", b"-"), ("b.csv.zip", &inner)]);
        let found = csv_files(&outer).unwrap();
        let names: Vec<&str> = found.iter().map(|(name, _)| &**name).collect();
        assert_eq!(names, ["a.csv", "mt_town_pref01.csv"]);
        assert_eq!(found[0].1, b"1,2\n");
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let whole = archive(&[("a.csv", &[b'x'; 500])]);
        for length in 0..whole.len() {
            assert!(csv_files(&whole[..length]).is_err(), "{length}");
        }
        assert!(matches!(
            csv_files(&archive(&[("a.txt", b"")])),
            Err(ZipFault::Nothing)
        ));
    }
}
