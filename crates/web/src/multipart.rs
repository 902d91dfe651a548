//! Forms with a file: `multipart/form-data` (RFC 7578), as browsers send them.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};

use crate::error::PageError;
use crate::form_data::FormData;

/// One part of a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Part<'b> {
    name: &'b str,
    is_file: bool,
    content: &'b [u8],
}

/// A form with a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Upload {
    /// The fields that are text.
    pub(crate) form: FormData,
    /// The content of the first file; none where none was chosen. Its name is not kept: it may name a person.
    pub(crate) file: Option<Vec<u8>>,
}

/// Whether a request's form may hold a file.
pub(crate) fn is_multipart(headers: &HeaderMap) -> bool {
    content_type(headers).is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

/// The fields of a form's body that are text, whichever way it was sent. A body that is none has no fields.
pub(crate) fn fields(headers: &HeaderMap, body: &[u8]) -> FormData {
    if !is_multipart(headers) {
        return FormData::parse(body);
    }
    let parts = boundary(headers).and_then(|boundary| parts(boundary, body));
    FormData::from_pairs(parts.into_iter().flatten().filter_map(text_field))
}

fn text_field(part: Part<'_>) -> Option<(String, String)> {
    let text = std::str::from_utf8(part.content).ok().filter(|_| !part.is_file)?;
    Some((part.name.to_owned(), text.to_owned()))
}

impl<S: Sync> FromRequest<S> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, PageError> {
        let (head, body) = request.into_parts();
        // The gate has already read the body once and checked its size.
        let body: Bytes = axum::body::to_bytes(body, crate::gate::MAX_UPLOAD)
            .await
            .map_err(|_| PageError::TooLarge)?;
        let parts = boundary(&head.headers)
            .and_then(|boundary| parts(boundary, &body))
            .unwrap_or_default();
        let file = parts.iter().find(|part| part.is_file && !part.content.is_empty());
        Ok(Self {
            file: file.map(|part| part.content.to_vec()),
            form: FormData::from_pairs(parts.iter().filter_map(|part| text_field(*part))),
        })
    }
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()
}

/// What stands between the parts, by the request's content type.
fn boundary(headers: &HeaderMap) -> Option<&str> {
    let (_, rest) = content_type(headers)?.split_once("boundary=")?;
    let boundary = rest.split(';').next()?.trim().trim_matches('"');
    (1..=70).contains(&boundary.len()).then_some(boundary)
}

/// The parts of a body; none if it is not well formed.
fn parts<'b>(boundary: &str, body: &'b [u8]) -> Option<Vec<Part<'b>>> {
    let first = format!("--{boundary}");
    let between = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(first.as_bytes())?;
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let part = rest.strip_prefix(b"\r\n")?;
        let head_end = find(part, b"\r\n\r\n")?;
        let (head, content) = (part.get(..head_end)?, part.get(head_end + 4..)?);
        let end = find(content, between.as_bytes())?;
        let head = std::str::from_utf8(head).ok()?;
        parts.push(Part {
            name: parameter(head, "name")?,
            is_file: parameter(head, "filename").is_some(),
            content: content.get(..end)?,
        });
        rest = content.get(end + between.len()..)?;
    }
    Some(parts)
}

/// A parameter of a part's `Content-Disposition`.
fn parameter<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let disposition = head
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let found = disposition
        .split(';')
        .find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))?;
    Some(found.trim_matches('"'))
}

/// Where a sequence of bytes begins in others.
fn find(within: &[u8], sought: &[u8]) -> Option<usize> {
    let first = *sought.first()?;
    let mut from = 0;
    while let Some(step) = within.get(from..)?.iter().position(|byte| *byte == first) {
        let at = from + step;
        if within.get(at..)?.starts_with(sought) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(kind: &str) -> HeaderMap {
        [(header::CONTENT_TYPE, kind.parse().unwrap())]
            .into_iter()
            .collect()
    }

    const BODY: &[u8] = b"--XX\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ntoken\r\n\
        --XX\r\ncontent-disposition: form-data; name=\"font\"; filename=\"a.ttf\"\r\n\
        Content-Type: font/ttf\r\n\r\n\x00\x01\r\n--X\r\n\xFF\r\n--XX--\r\n";

    #[test]
    fn text_and_file_are_told_apart() {
        let parts = parts("XX", BODY).unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!(
            (parts[0].name, parts[0].is_file, parts[0].content),
            ("csrf", false, &b"token"[..])
        );
        assert_eq!(
            (parts[1].name, parts[1].is_file, parts[1].content),
            ("font", true, &b"\x00\x01\r\n--X\r\n\xFF"[..])
        );
        let multipart = headers("multipart/form-data; boundary=XX");
        let fields = fields(&multipart, BODY);
        assert_eq!((fields.raw("csrf"), fields.raw("font")), ("token", ""));
    }

    #[test]
    fn what_is_not_well_formed_has_no_fields() {
        let multipart = headers("multipart/form-data; boundary=XX");
        for body in [
            &b""[..],
            b"csrf=token",
            b"--XX",
            b"--XX\r\n",
            b"--XX\r\nname\r\n\r\nx",
            &BODY[..BODY.len() - 10],
        ] {
            assert_eq!(fields(&multipart, body).raw("csrf"), "", "{body:?}");
        }
        for kind in [
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=YY",
        ] {
            assert_eq!(fields(&headers(kind), BODY).raw("csrf"), "", "{kind}");
        }
        let plain = headers("application/x-www-form-urlencoded");
        assert_eq!(fields(&plain, b"csrf=token").raw("csrf"), "token");
    }
}
