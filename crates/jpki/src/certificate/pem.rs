//! Certificates from PEM (RFC 7468) or DER.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Certificate;
use crate::asn1::Malformed;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// All certificates of a PEM file, or the one of a DER file.
pub fn certificates(bytes: &[u8]) -> Result<Vec<Certificate>, Malformed> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if text.contains(BEGIN) => text,
        _ => return Ok(vec![Certificate::parse(bytes)?]),
    };
    let bodies = text.split(BEGIN).skip(1).map(|part| part.split_once(END));
    let read = |body: Option<(&str, &str)>| {
        let (body, _) = body.ok_or(Malformed("PEM"))?;
        let body: String = body.split_ascii_whitespace().collect();
        Certificate::parse(&STANDARD.decode(body).map_err(|_| Malformed("PEM"))?)
    };
    bodies.map(read).collect()
}
