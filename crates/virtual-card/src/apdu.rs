//! Commands and answers (ISO/IEC 7816-4), short and extended.

/// The class of commands of the standard.
pub(crate) const STANDARD: u8 = 0x00;
/// The class of commands of the card's own.
pub(crate) const PROPRIETARY: u8 = 0x80;

/// A command APDU. Its data may be a secret: it has no `Debug`.
pub(crate) struct Command<'a> {
    pub(crate) class: u8,
    pub(crate) instruction: u8,
    pub(crate) p1: u8,
    pub(crate) p2: u8,
    /// The data; none if there is no Lc.
    pub(crate) data: Option<&'a [u8]>,
    /// How many bytes are wanted at most; none if there is no Le.
    pub(crate) expected: Option<usize>,
    /// Whether the lengths are in the extended form.
    pub(crate) extended: bool,
}

impl<'a> Command<'a> {
    /// Reads a command; none if its lengths do not fit.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (&[class, instruction, p1, p2], rest) = bytes.split_first_chunk::<4>()?;
        let (data, expected, extended) = lengths(rest)?;
        Some(Self {
            class,
            instruction,
            p1,
            p2,
            data,
            expected,
            extended,
        })
    }

    /// P1 and P2 as one number.
    pub(crate) fn parameters(&self) -> u16 {
        u16::from_be_bytes([self.p1, self.p2])
    }

    /// The short file identifier in P2 (`80 | SFI`), and none for the current file (`80`).
    pub(crate) fn short_file(&self) -> Result<Option<u16>, Status> {
        match self.p2 {
            0x80 => Ok(None),
            p2 @ 0x81..=0x9E => Ok(Some(u16::from(p2 & 0x1F))),
            _ => Err(Status::WRONG_PARAMETERS),
        }
    }
}

type Lengths<'a> = (Option<&'a [u8]>, Option<usize>, bool);

/// The cases of ISO/IEC 7816-3, 12.1.3.
fn lengths(rest: &[u8]) -> Option<Lengths<'_>> {
    let short = |byte: u8| if byte == 0 { 256 } else { usize::from(byte) };
    let long = |pair: [u8; 2]| match u16::from_be_bytes(pair) {
        0 => 65_536,
        other => usize::from(other),
    };
    match rest {
        [] => Some((None, None, false)),
        [le] => Some((None, Some(short(*le)), false)),
        [0, high, low] => Some((None, Some(long([*high, *low])), true)),
        [0, high, low, rest @ ..] => {
            let (data, tail) = rest.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))?;
            match tail {
                [] => Some((Some(data), None, true)),
                [high, low] => Some((Some(data), Some(long([*high, *low])), true)),
                _ => None,
            }
        }
        [length, rest @ ..] => {
            let (data, tail) = rest.split_at_checked(usize::from(*length))?;
            match tail {
                [] => Some((Some(data), None, false)),
                [le] => Some((Some(data), Some(short(*le)), false)),
                _ => None,
            }
        }
    }
}

/// A status word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Status(pub(crate) u16);

impl Status {
    pub(crate) const OK: Self = Self(0x9000);
    /// The file ended before as many bytes were read as were wanted.
    pub(crate) const END_OF_FILE: Self = Self(0x6282);
    pub(crate) const WRONG_LENGTH: Self = Self(0x6700);
    pub(crate) const WRONG_KIND_OF_FILE: Self = Self(0x6981);
    pub(crate) const NOT_VERIFIED: Self = Self(0x6982);
    pub(crate) const BLOCKED: Self = Self(0x6984);
    pub(crate) const CONDITIONS: Self = Self(0x6985);
    pub(crate) const NO_CURRENT_FILE: Self = Self(0x6986);
    pub(crate) const WRONG_DATA: Self = Self(0x6A80);
    pub(crate) const NOT_FOUND: Self = Self(0x6A82);
    pub(crate) const NO_SUCH_RECORD: Self = Self(0x6A83);
    pub(crate) const WRONG_PARAMETERS: Self = Self(0x6A86);
    pub(crate) const NO_SUCH_OBJECT: Self = Self(0x6A88);
    pub(crate) const WRONG_OFFSET: Self = Self(0x6B00);
    pub(crate) const NO_SUCH_INSTRUCTION: Self = Self(0x6D00);
    pub(crate) const NO_SUCH_CLASS: Self = Self(0x6E00);

    /// `63Cx`: so many tries are left.
    pub(crate) fn tries_left(tries: u8) -> Self {
        Self(0x63C0 | u16::from(tries.min(15)))
    }
}

/// What a command came to.
pub(crate) type Answer = Result<Vec<u8>, Status>;

/// The bytes of an answer.
pub(crate) fn written(mut data: Vec<u8>, status: Status) -> Vec<u8> {
    data.extend_from_slice(&status.0.to_be_bytes());
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<(Option<Vec<u8>>, Option<usize>, bool)> {
        Command::read(bytes).map(|read| (read.data.map(<[u8]>::to_vec), read.expected, read.extended))
    }

    #[test]
    fn every_form_of_lengths_is_read() {
        assert_eq!(read(&[0, 0x20, 0, 0x80]), Some((None, None, false)));
        assert_eq!(read(&[0, 0xB0, 0, 0, 0]), Some((None, Some(256), false)));
        assert_eq!(read(&[0, 0xB0, 0, 0, 4]), Some((None, Some(4), false)));
        assert_eq!(
            read(&[0, 0xA4, 2, 12, 2, 0, 1]),
            Some((Some(vec![0, 1]), None, false))
        );
        assert_eq!(
            read(&[0x80, 0x2A, 0, 0x80, 1, 9, 0]),
            Some((Some(vec![9]), Some(256), false))
        );
        assert_eq!(read(&[0, 0xB0, 0, 0, 0, 0, 0]), Some((None, Some(65_536), true)));
        assert_eq!(read(&[0, 0xB0, 0, 0, 0, 1, 2]), Some((None, Some(258), true)));
        assert_eq!(
            read(&[0, 0xA4, 2, 12, 0, 0, 2, 0, 1]),
            Some((Some(vec![0, 1]), None, true))
        );
        assert_eq!(
            read(&[0, 0x2A, 0, 0, 0, 0, 1, 9, 1, 0]),
            Some((Some(vec![9]), Some(256), true))
        );
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused() {
        for bytes in [
            &[0_u8, 0x20, 0][..],
            &[0, 0x20, 0, 0x80, 4, b'1'],
            &[0, 0x20, 0, 0x80, 1, b'1', 0, 0],
            &[0, 0x20, 0, 0x80, 0, 0, 4, b'1'],
            &[0, 0x20, 0, 0x80, 0, 0, 1, b'1', 0],
        ] {
            assert_eq!(read(bytes), None, "{bytes:02X?}");
        }
    }
}
