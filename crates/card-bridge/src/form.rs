//! The window's form as it was sent (`application/x-www-form-urlencoded`), in memory that wipes itself.

use zeroize::Zeroizing;

/// Names and values; the first value of a name counts.
pub(crate) struct Form(Vec<(Zeroizing<String>, Zeroizing<String>)>);

/// No form of ours has more fields.
const MOST: usize = 32;

impl Form {
    /// Reads a body; none if it is not such a form.
    pub(crate) fn parse(body: &[u8]) -> Option<Self> {
        let mut fields = Vec::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let (name, value) = (halves.next()?, halves.next().unwrap_or_default());
            fields.push((decoded(name)?, decoded(value)?));
            if fields.len() > MOST {
                return None;
            }
        }
        Some(Self(fields))
    }

    /// The value of a field; empty if it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(known, _)| known.as_str() == name)
            .map_or("", |(_, value)| value.as_str())
    }
}

/// Percent-decoding. The room is made beforehand: what grows leaves copies behind.
fn decoded(text: &[u8]) -> Option<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.iter().copied();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hexadecimal(rest.next()?)? << 4 | hexadecimal(rest.next()?)?,
            byte => byte,
        });
    }
    let mut decoded = Zeroizing::new(String::with_capacity(bytes.len()));
    decoded.push_str(std::str::from_utf8(&bytes).ok()?);
    Some(decoded)
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_browsers_write_them() {
        let form =
            Form::parse("pin=1234&era=%E6%98%AD%E5%92%8C&a+b=x%26y+z&empty=&pin=9999".as_bytes()).unwrap();
        assert_eq!(form.get("pin"), "1234");
        assert_eq!(form.get("era"), "昭和");
        assert_eq!(form.get("a b"), "x&y z");
        assert_eq!((form.get("empty"), form.get("missing")), ("", ""));
    }

    #[test]
    fn what_is_no_form_is_refused() {
        for body in [&b"pin=%"[..], b"pin=%4", b"pin=%zz", b"pin=%ff", b"\xff=1"] {
            assert!(Form::parse(body).is_none());
        }
        assert!(Form::parse("a=1&".repeat(MOST + 1).as_bytes()).is_none());
    }
}
