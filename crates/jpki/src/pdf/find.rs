//! Finds every signature dictionary of a file: those that its objects hold, at any depth, whether a field leads there
//! or not. What the file says in places that are not among its objects (overwritten, cut off, hidden) is counted too.

use std::ops::Range;
use std::sync::Arc;

use hayro_syntax::object::{Array, Dict, Name, Number, Object, String as PdfString};
use hayro_syntax::{LoadPdfError, Pdf};

use super::refusal::PdfRefusal;

/// How deep dictionaries and arrays may lie in one another.
const DEEPEST: usize = 32;
/// The most objects a file may have.
const MOST_OBJECTS: usize = 200_000;

/// A signature dictionary (ISO 32000-1 12.8.1).
pub(super) struct Dictionary {
    /// Where it stands in the file.
    pub(super) place: Range<usize>,
    /// `ByteRange`.
    pub(super) byte_range: [usize; 4],
    /// `Contents`.
    pub(super) contents: Vec<u8>,
    /// Whether `SubFilter` says that it is a detached CMS.
    pub(super) is_detached_cms: bool,
}

pub(super) fn signatures(bytes: &Arc<Vec<u8>>) -> Result<Vec<Dictionary>, PdfRefusal> {
    let pdf = Pdf::new(Arc::<Vec<u8>>::clone(bytes)).map_err(|error| match error {
        LoadPdfError::Decryption(_) => PdfRefusal::Encrypted,
        LoadPdfError::Invalid => PdfRefusal::NotPdf,
    })?;
    if pdf.len() > MOST_OBJECTS {
        return Err(PdfRefusal::TooLarge);
    }
    let mut found = Vec::new();
    for object in pdf.objects() {
        walk(&object, bytes, &mut found, DEEPEST)?;
    }
    // A file that says `ByteRange` elsewhere than in the dictionaries found holds another signature that one reader may
    // see and another may not.
    if names(bytes, b"ByteRange") != found.len() {
        return Err(PdfRefusal::Hidden);
    }
    Ok(found)
}

fn walk(
    object: &Object<'_>,
    bytes: &[u8],
    found: &mut Vec<Dictionary>,
    depth: usize,
) -> Result<(), PdfRefusal> {
    let depth = depth.checked_sub(1).ok_or(PdfRefusal::NotPdf)?;
    let dict = match object {
        Object::Dict(dict) => dict,
        Object::Stream(stream) => stream.dict(),
        Object::Array(array) => {
            let direct = array.raw_iter().filter(|item| item.as_obj_ref().is_none());
            return direct
                .filter_map(not_reference)
                .try_for_each(|item| walk(&item, bytes, found, depth));
        }
        _ => return Ok(()),
    };
    let is = |key: &str, name: &[u8]| dict.get::<Name<'_>>(key).is_some_and(|value| &*value == name);
    let signature = dict.contains_key("ByteRange") || is("Type", b"Sig") || is("Type", b"DocTimeStamp");
    // A signature field's value must be a signature.
    let value = is("FT", b"Sig") && dict.contains_key("V");
    if value
        && !dict
            .get::<Dict<'_>>("V")
            .is_some_and(|value| value.contains_key("ByteRange"))
    {
        return Err(PdfRefusal::Dictionary);
    }
    if signature {
        found.push(read(dict, bytes)?);
    }
    let direct = dict.entries().filter_map(|(_, value)| not_reference(value));
    direct
        .into_iter()
        .try_for_each(|value| walk(&value, bytes, found, depth))
}

fn not_reference(value: hayro_syntax::object::MaybeRef<Object<'_>>) -> Option<Object<'_>> {
    match value {
        hayro_syntax::object::MaybeRef::NotRef(object) => Some(object),
        hayro_syntax::object::MaybeRef::Ref(_) => None,
    }
}

fn read(dict: &Dict<'_>, bytes: &[u8]) -> Result<Dictionary, PdfRefusal> {
    let wrong = PdfRefusal::Dictionary;
    let data = dict.data();
    let start = data
        .as_ptr()
        .addr()
        .checked_sub(bytes.as_ptr().addr())
        .ok_or(wrong)?;
    let place = start..start.checked_add(data.len()).ok_or(wrong)?;
    // One in a compressed object has its bytes elsewhere: its signature could not be in the file.
    if place.end > bytes.len() {
        return Err(PdfRefusal::Hidden);
    }
    let array = dict.get::<Array<'_>>("ByteRange").ok_or(wrong)?;
    let numbers: Vec<Option<usize>> = array
        .raw_iter()
        .take(5)
        .map(|item| number(&not_reference(item)?))
        .collect();
    let [Some(a), Some(b), Some(c), Some(d)] = *numbers.as_slice() else {
        return Err(PdfRefusal::ByteRange);
    };
    let kind = dict.get::<Name<'_>>("SubFilter");
    let detached =
        |name: &Name<'_>| [&b"adbe.pkcs7.detached"[..], b"ETSI.CAdES.detached"].contains(&name.as_ref());
    Ok(Dictionary {
        place,
        byte_range: [a, b, c, d],
        contents: dict
            .get::<PdfString<'_>>("Contents")
            .ok_or(wrong)?
            .as_bytes()
            .to_vec(),
        is_detached_cms: kind.as_ref().is_some_and(detached),
    })
}

/// A whole number that is not negative.
fn number(object: &Object<'_>) -> Option<usize> {
    let Object::Number(number) = object else {
        return None;
    };
    let whole = number.as_i64();
    let exact = *number == Number::from_i32(i32::try_from(whole).ok()?);
    usize::try_from(whole).ok().filter(|_| exact)
}

/// How many names like this are in the bytes; a name may write its letters as `#41` (ISO 32000-1 7.3.5).
fn names(bytes: &[u8], wanted: &[u8]) -> usize {
    let slashes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    slashes
        .filter(|(at, _)| {
            bytes
                .get(at + 1..)
                .is_some_and(|rest| starts_with_name(rest, wanted))
        })
        .count()
}

fn starts_with_name(mut rest: &[u8], wanted: &[u8]) -> bool {
    for letter in wanted {
        let (read, length) = match rest {
            [b'#', high, low, ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, 3),
                _ => return false,
            },
            [byte, ..] => (*byte, 1),
            [] => return false,
        };
        if read != *letter {
            return false;
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    // A longer name is another.
    rest.first()
        .is_none_or(|next| next.is_ascii_whitespace() || *next == 0 || b"/[]<>()%{}".contains(next))
}

/// The value of a hexadecimal digit.
pub(super) fn hex(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}
