//! The files that tell readers whom to believe.

use std::fmt::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use madoguchi_virtual_card::{Desk, Hierarchy};
use serde_json::json;

/// Both roots in one file.
pub(super) const ALL: &str = "anchors.pem";
/// The root for user authentication.
pub(super) const AUTHENTICATION: &str = "authentication.pem";
/// The root for digital signatures.
pub(super) const SIGNATURE: &str = "signature.pem";
/// The authorities of the card's own certificates (JSON).
pub(super) const CARD_AUTHORITIES: &str = "card-authorities.json";

/// Writes them into the directory.
pub(super) fn write(desk: &Desk, directory: &Path) -> std::io::Result<()> {
    let [authentication, signature] = desk.roots().map(pem);
    std::fs::write(directory.join(ALL), format!("{authentication}{signature}"))?;
    std::fs::write(directory.join(AUTHENTICATION), authentication)?;
    std::fs::write(directory.join(SIGNATURE), signature)?;
    let authorities: Vec<_> = desk
        .cv_authorities()
        .iter()
        .map(|authority| {
            json!({
                "application": match authority.hierarchy() {
                    Hierarchy::Text => "text",
                    Hierarchy::Face => "face",
                    Hierarchy::Manager => "manager",
                },
                "id": hexadecimal(&authority.hierarchy().authority_id()),
                "key": hexadecimal(&authority.public_key()),
            })
        })
        .collect();
    std::fs::write(directory.join(CARD_AUTHORITIES), json!(authorities).to_string())
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut out = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in text.as_bytes().chunks(64) {
        out.push_str(&String::from_utf8_lossy(line));
        out.push('\n');
    }
    out.push_str("-----END CERTIFICATE-----\n");
    out
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
