//! DER, element by element. The `der` crate reads; this walks, and keeps the exact bytes of every element.

use chrono::{DateTime, Utc};
use der::asn1::{AnyRef, BitStringRef, GeneralizedTime, ObjectIdentifier, OctetStringRef, UtcTime};
use der::{Decode, Reader, SliceReader, Tag, TagNumber, Tagged};

/// What is not as it should be: which part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct Malformed(pub(crate) &'static str);

/// One element, with its exact bytes.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    /// Tag, length and value.
    pub(crate) raw: &'a [u8],
    pub(crate) tag: Tag,
    pub(crate) value: &'a [u8],
    what: &'static str,
}

impl<'a> Element<'a> {
    /// All of the bytes as one element.
    pub(crate) fn parse(bytes: &'a [u8], what: &'static str) -> Result<Self, Malformed> {
        let any = AnyRef::from_der(bytes).map_err(|_| Malformed(what))?;
        Ok(Self {
            raw: bytes,
            tag: any.tag(),
            value: any.value(),
            what,
        })
    }

    /// All of the bytes as one SEQUENCE: its elements.
    pub(crate) fn sequence(bytes: &'a [u8], what: &'static str) -> Result<Items<'a>, Malformed> {
        Self::parse(bytes, what)?.items(Tag::Sequence)
    }

    pub(crate) fn is(&self, tag: Tag) -> bool {
        self.tag == tag
    }

    /// Its elements, if it has this tag.
    pub(crate) fn items(self, tag: Tag) -> Result<Items<'a>, Malformed> {
        if self.tag != tag {
            return Err(self.wrong());
        }
        Ok(Items {
            rest: self.value,
            what: self.what,
        })
    }

    /// What is inside an explicit tag.
    pub(crate) fn inner(self) -> Result<Self, Malformed> {
        Self::parse(self.value, self.what)
    }

    pub(crate) fn oid(self) -> Result<ObjectIdentifier, Malformed> {
        ObjectIdentifier::from_der(self.raw).map_err(|_| self.wrong())
    }

    pub(crate) fn boolean(self) -> Result<bool, Malformed> {
        bool::from_der(self.raw).map_err(|_| self.wrong())
    }

    pub(crate) fn octets(self) -> Result<&'a [u8], Malformed> {
        let octets: &OctetStringRef = Decode::from_der(self.raw).map_err(|_| self.wrong())?;
        Ok(octets.as_bytes())
    }

    /// A bit string of whole bytes.
    pub(crate) fn bits(self) -> Result<&'a [u8], Malformed> {
        let bits = BitStringRef::from_der(self.raw).map_err(|_| self.wrong())?;
        bits.as_bytes().ok_or_else(|| self.wrong())
    }

    /// Named bits: bit 0 of the definition is bit 0 of the answer. At most sixteen.
    pub(crate) fn flags(self) -> Result<u16, Malformed> {
        let bits = BitStringRef::from_der(self.raw).map_err(|_| self.wrong())?;
        if bits.bit_len() > 16 {
            return Err(self.wrong());
        }
        let set = bits.bits().zip(0..).filter(|(set, _)| *set);
        Ok(set.fold(0, |flags, (_, bit)| flags | 1 << bit))
    }

    /// A whole number that is not negative, without leading zeros: big-endian.
    pub(crate) fn unsigned(self) -> Result<&'a [u8], Malformed> {
        if self.tag != Tag::Integer {
            return Err(self.wrong());
        }
        match self.value {
            [0] => Ok(self.value),
            [0, rest @ ..] if rest.first().is_some_and(|byte| byte & 0x80 != 0) => Ok(rest),
            [first, ..] if *first != 0 && first & 0x80 == 0 => Ok(self.value),
            _ => Err(self.wrong()),
        }
    }

    /// A small whole number.
    pub(crate) fn small(self) -> Result<u8, Malformed> {
        match self.unsigned()? {
            [byte] => Ok(*byte),
            _ => Err(self.wrong()),
        }
    }

    pub(crate) fn time(self) -> Result<DateTime<Utc>, Malformed> {
        let since = match self.tag {
            Tag::UtcTime => UtcTime::from_der(self.raw).map(|time| time.to_unix_duration()),
            Tag::GeneralizedTime => GeneralizedTime::from_der(self.raw).map(|time| time.to_unix_duration()),
            _ => return Err(self.wrong()),
        };
        let seconds = since.map_err(|_| self.wrong())?.as_secs();
        let seconds = i64::try_from(seconds).map_err(|_| self.wrong())?;
        DateTime::from_timestamp(seconds, 0).ok_or_else(|| self.wrong())
    }

    pub(crate) fn wrong(self) -> Malformed {
        Malformed(self.what)
    }
}

/// The elements inside another, one after the other.
#[derive(Clone, Copy)]
pub(crate) struct Items<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Items<'a> {
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

/// The tag `[number]`, around other elements.
pub(crate) const fn outer(number: u32) -> Tag {
    Tag::ContextSpecific {
        constructed: true,
        number: TagNumber(number),
    }
}

/// The tag `[number]` of a plain value.
pub(crate) const fn plain(number: u32) -> Tag {
    Tag::ContextSpecific {
        constructed: false,
        number: TagNumber(number),
    }
}

/// What is signed, how, and the signature: the outer form of certificates, revocation lists and OCSP responses.
pub(crate) struct SignedParts<'a> {
    pub(crate) signed: Element<'a>,
    pub(crate) algorithm: Element<'a>,
    pub(crate) signature: &'a [u8],
    /// What follows the signature.
    pub(crate) rest: Items<'a>,
}

impl<'a> SignedParts<'a> {
    pub(crate) fn parse(der: &'a [u8], what: &'static str) -> Result<Self, Malformed> {
        let mut items = Element::sequence(der, what)?;
        Ok(Self {
            signed: items.required()?,
            algorithm: items.required()?,
            signature: items.required()?.bits()?,
            rest: items,
        })
    }
}
