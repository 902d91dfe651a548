//! Elements in a row.

use der::{Reader, SliceReader, Tag};

use super::{Element, Malformed};

/// The elements inside another, one after the other.
#[derive(Clone, Copy)]
pub(crate) struct Items<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Items<'a> {
    pub(super) fn new(rest: &'a [u8], what: &'static str) -> Self {
        Self { rest, what }
    }

    /// The first element of some bytes, and what follows it.
    pub(crate) fn split_first(bytes: &'a [u8]) -> Result<(&'a [u8], &'a [u8]), Malformed> {
        let mut items = Self {
            rest: bytes,
            what: "signature",
        };
        let first = items.required()?;
        Ok((first.raw, items.rest))
    }

    /// The next element, if there is one.
    pub(crate) fn optional(&mut self) -> Result<Option<Element<'a>>, Malformed> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let wrong = |_| Malformed(self.what);
        let raw = SliceReader::new(self.rest)
            .and_then(|mut reader| reader.tlv_bytes())
            .map_err(wrong)?;
        let element = Element::parse(raw, self.what)?;
        self.rest = self.rest.get(raw.len()..).unwrap_or_default();
        Ok(Some(element))
    }

    /// The next element.
    pub(crate) fn required(&mut self) -> Result<Element<'a>, Malformed> {
        self.optional()?.ok_or(Malformed(self.what))
    }

    /// The next element, if it has this tag.
    pub(crate) fn tagged(&mut self, tag: Tag) -> Result<Option<Element<'a>>, Malformed> {
        let before = *self;
        match self.optional()? {
            Some(element) if element.tag == tag => Ok(Some(element)),
            _ => {
                *self = before;
                Ok(None)
            }
        }
    }

    /// There is nothing more.
    pub(crate) fn end(self) -> Result<(), Malformed> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Malformed(self.what))
        }
    }

    /// All that are left.
    pub(crate) fn all(mut self) -> Result<Vec<Element<'a>>, Malformed> {
        let mut all = Vec::new();
        while let Some(element) = self.optional()? {
            all.push(element);
        }
        Ok(all)
    }
}
