//! BER-TLV as the card writes it: definite lengths, which may be longer than they need be (`82 00 9F`).

use super::FileError;

/// One object.
#[derive(Clone, Copy)]
pub(crate) struct Object<'a> {
    /// Its tag, the first byte highest.
    pub(crate) tag: u32,
    pub(crate) value: &'a [u8],
    /// All of it, as written.
    pub(crate) whole: &'a [u8],
}

impl<'a> Object<'a> {
    /// The object that bytes begin with, and what follows it.
    pub(crate) fn first(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (tag, length, header) = header(bytes)?;
        let end = header.checked_add(length)?;
        let (whole, rest) = bytes.split_at_checked(end)?;
        let value = whole.get(header..)?;
        Some((Self { tag, value, whole }, rest))
    }

    /// The object of one file: a few bytes may stand before it. Where the tag first stands, there the file begins: an
    /// object inside it may have the same.
    pub(crate) fn of_file(bytes: &'a [u8], tag: u32) -> Result<Self, FileError> {
        (0..=LEADING)
            .filter_map(|skip| bytes.get(skip..))
            .find(|rest| header(rest).is_some_and(|(found, ..)| found == tag))
            .and_then(Self::first)
            .map(|(object, _)| object)
            .ok_or(FileError::NotThisFile(tag))
    }

    /// The objects in this one. It ends with the value, or with filler (`00` or `FF`).
    pub(crate) fn inside(&self) -> Result<Objects<'a>, FileError> {
        Objects::of(self.value)
    }
}

/// Some cards give two bytes before the object.
const LEADING: usize = 4;

/// Objects in a row.
pub(crate) struct Objects<'a>(Vec<Object<'a>>);

impl<'a> Objects<'a> {
    pub(crate) fn of(mut rest: &'a [u8]) -> Result<Self, FileError> {
        let mut objects = Vec::new();
        while let Some(0x01..=0xFE) = rest.first() {
            let (object, after) = Object::first(rest).ok_or(FileError::Broken)?;
            objects.push(object);
            rest = after;
        }
        Ok(Self(objects))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Object<'a>> {
        self.0.iter()
    }

    /// The one object of a tag. Which of two would be meant cannot be known.
    pub(crate) fn one(&self, tag: u32) -> Result<Object<'a>, FileError> {
        let mut found = self.0.iter().filter(|object| object.tag == tag);
        let object = found.next().ok_or(FileError::Missing(tag))?;
        match found.next() {
            None => Ok(*object),
            Some(_) => Err(FileError::Twice(tag)),
        }
    }

    pub(crate) fn value(&self, tag: u32) -> Result<&'a [u8], FileError> {
        self.one(tag).map(|object| object.value)
    }

    /// Objects by their tags, one after the other, as written.
    pub(crate) fn of_tags(&self, tags: &[u32]) -> Result<Vec<u8>, FileError> {
        let objects = tags.iter().map(|tag| self.one(*tag).map(|object| object.whole));
        objects
            .collect::<Result<Vec<_>, _>>()
            .map(|objects| objects.concat())
    }

    /// The objects before one, as written: what a signature covers.
    pub(crate) fn before(&self, tag: u32) -> Vec<u8> {
        let before = self.0.iter().take_while(|object| object.tag != tag);
        before.flat_map(|object| object.whole).copied().collect()
    }
}

/// Where the object that a file begins with ends, if enough of the file is there to say so. `None` where it cannot be
/// said (yet).
pub(crate) fn complete(bytes: &[u8], tag: u32) -> Option<&[u8]> {
    Object::of_file(bytes, tag).ok().map(|object| object.whole)
}

/// Tag, length of the value, length of the header.
fn header(bytes: &[u8]) -> Option<(u32, usize, usize)> {
    let mut rest = bytes.iter().copied();
    let first = rest.next()?;
    let mut tag = u32::from(first);
    let mut used = 1;
    if first & 0x1F == 0x1F {
        loop {
            let byte = rest.next()?;
            used += 1;
            if used > 4 {
                return None;
            }
            tag = tag << 8 | u32::from(byte);
            if byte & 0x80 == 0 {
                break;
            }
        }
    }
    let first = rest.next()?;
    used += 1;
    let length = match first {
        0..=0x7F => usize::from(first),
        // 80 would be an indefinite length; no file is as long as five bytes of length could say.
        0x81..=0x84 => {
            let mut length = 0_usize;
            for _ in 0..first & 0x7F {
                length = length.checked_mul(256)?.checked_add(usize::from(rest.next()?))?;
                used += 1;
            }
            length
        }
        _ => return None,
    };
    Some((tag, length, used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_may_be_longer_than_they_need_be() {
        for written in [
            &b"\xDF\x22\x02ab!"[..],
            b"\xDF\x22\x81\x02ab!",
            b"\xDF\x22\x82\x00\x02ab!",
            b"\xDF\x22\x84\x00\x00\x00\x02ab!",
        ] {
            let (object, rest) = Object::first(written).unwrap();
            assert_eq!((object.tag, object.value, rest), (0xDF22, &b"ab"[..], &b"!"[..]));
            assert_eq!(object.whole.len() + 1, written.len());
        }
    }

    #[test]
    fn what_makes_no_sense_is_no_object() {
        for written in [
            &b""[..],
            b"\xDF",
            b"\xDF\x22",
            b"\xDF\x22\x02a",
            b"\xDF\x22\x80ab",
            b"\xDF\x22\x85\0\0\0\0\x01a",
        ] {
            assert!(Object::first(written).is_none(), "{written:02X?}");
        }
        assert!(
            Object::first(b"\x1F\x80\x80\x80\x01\x00").is_none(),
            "a tag of five bytes"
        );
        assert!(
            Object::first(b"\x30\x84\xFF\xFF\xFF\xFFa").is_none(),
            "longer than any file"
        );
    }

    #[test]
    fn a_row_ends_at_its_filler() {
        let objects = Objects::of(b"\x30\x01a\x31\x01b\xFF\x30\x01c").unwrap();
        assert_eq!(objects.iter().count(), 2);
        assert_eq!(objects.value(0x31), Ok(&b"b"[..]));
        assert_eq!(objects.before(0x31), b"\x30\x01a");
        assert_eq!(objects.value(0x32), Err(FileError::Missing(0x32)));
        let twice = Objects::of(b"\x30\x01a\x30\x01b").unwrap();
        assert_eq!(twice.value(0x30), Err(FileError::Twice(0x30)));
        assert!(Objects::of(b"\x30\x01a\x30\x05b").is_err());
    }

    #[test]
    fn a_few_bytes_may_stand_before_the_file() {
        for before in [&b""[..], b"\0\0", b"\x90\x00", b"\xFF\xFF", b"abcd"] {
            let file = [before, b"\xFF\x20\x01a\xFF\xFF"].concat();
            assert_eq!(
                complete(&file, 0xFF20),
                Some(&b"\xFF\x20\x01a"[..]),
                "{before:02X?}"
            );
        }
        assert!(complete(b"abcde\xFF\x20\x01a", 0xFF20).is_none());
        assert!(complete(b"\xFF\x20\x02a", 0xFF20).is_none());
        assert!(
            complete(b"\x30\x04\x30\x00a", 0x30).is_none(),
            "the one inside is not the file"
        );
    }
}
