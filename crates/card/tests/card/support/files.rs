//! Writes files as a card may write them.

/// How the length of an object is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Length {
    Shortest,
    /// In so many bytes after the first, 1 to 4.
    In(usize),
}

/// An object.
pub(crate) fn object(tag: u16, value: &[u8], length: Length) -> Vec<u8> {
    let mut written = if tag > 0xFF {
        tag.to_be_bytes().to_vec()
    } else {
        vec![tag.to_be_bytes()[1]]
    };
    let bytes = u32::try_from(value.len()).expect("a short file").to_be_bytes();
    let needed = 4 - bytes.iter().position(|byte| *byte != 0).unwrap_or(3);
    match length {
        Length::Shortest if value.len() < 0x80 => written.push(bytes[3]),
        Length::Shortest => {
            written.push(0x80 | u8::try_from(needed).expect("a short file"));
            written.extend_from_slice(&bytes[4 - needed..]);
        }
        Length::In(count) => {
            let count = count.max(needed);
            written.push(0x80 | u8::try_from(count).expect("a short file"));
            written.extend_from_slice(&bytes[4 - count..]);
        }
    }
    written.extend_from_slice(value);
    written
}

/// An object with the shortest length.
pub(crate) fn short(tag: u16, value: &[u8]) -> Vec<u8> {
    object(tag, value, Length::Shortest)
}

/// A file of four attributes; its offsets lie.
pub(crate) fn attributes(name: &str, address: &str, birth: &[u8], sex: &[u8], length: Length) -> Vec<u8> {
    let value = [
        object(0xDF21, &[0xFF; 8], length),
        object(0xDF22, name.as_bytes(), length),
        object(0xDF23, address.as_bytes(), length),
        object(0xDF24, birth, length),
        object(0xDF25, sex, length),
    ];
    object(0xFF20, &value.concat(), length)
}
