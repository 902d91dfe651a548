//! Style sheet, script and icon: built into the program, served under an address that holds their hash, so
//! that browsers may keep them for ever. Nothing is ever loaded from outside the server.

mod serve;

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

pub(crate) use serve::serve;

/// One static file.
pub(crate) struct Asset {
    name: &'static str,
    hash: String,
    content_type: &'static str,
    body: &'static str,
}

impl Asset {
    fn new(name: &'static str, content_type: &'static str, body: &'static str) -> Self {
        let hash = URL_SAFE_NO_PAD.encode(&Sha256::digest(body)[..12]);
        Self {
            name,
            hash,
            content_type,
            body,
        }
    }

    /// The address, with the hash of the content.
    pub(crate) fn href(&self) -> String {
        format!("/assets/{}/{}", self.hash, self.name)
    }
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        Asset::new("madoguchi.css", "text/css; charset=utf-8", CSS),
        Asset::new("madoguchi.js", "text/javascript; charset=utf-8", JS),
        Asset::new(
            "icon.svg",
            "image/svg+xml",
            include_str!("../../assets/icons/icon.svg"),
        ),
    ]
});

const CSS: &str = concat!(
    include_str!("../../assets/css/01_tokens.css"),
    include_str!("../../assets/css/02_base.css"),
    include_str!("../../assets/css/03_page.css"),
    include_str!("../../assets/css/04_buttons.css"),
    include_str!("../../assets/css/05_forms.css"),
    include_str!("../../assets/css/06_messages.css"),
    include_str!("../../assets/css/07_data.css"),
    include_str!("../../assets/css/08_print.css"),
    include_str!("../../assets/css/09_staff.css"),
);

const JS: &str = concat!(
    include_str!("../../assets/js/has_script.js"),
    include_str!("../../assets/js/hits.js"),
    include_str!("../../assets/js/card_reader.js"),
    include_str!("../../assets/js/deny_rest.js"),
    include_str!("../../assets/js/error_summary.js"),
    include_str!("../../assets/js/drafts.js"),
    include_str!("../../assets/js/submit_guard.js"),
    include_str!("../../assets/js/unsaved.js"),
    include_str!("../../assets/js/shortcuts.js"),
    include_str!("../../assets/js/signature_pad.js"),
    include_str!("../../assets/js/own_form_places.js"),
    include_str!("../../assets/js/address_choices.js"),
);

/// The style sheet.
pub(crate) fn stylesheet() -> &'static Asset {
    &ASSETS[0]
}

/// The script.
pub(crate) fn script() -> &'static Asset {
    &ASSETS[1]
}

/// The icon.
pub(crate) fn icon() -> &'static Asset {
    &ASSETS[2]
}

fn find(hash: &str, name: &str) -> Option<&'static Asset> {
    ASSETS
        .iter()
        .find(|asset| asset.name == name && asset.hash == hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_loaded_from_outside() {
        for asset in ASSETS.iter() {
            let outside = asset.body.replace("http://www.w3.org/2000/svg", "");
            assert!(
                !outside.contains("http:") && !outside.contains("https:"),
                "{}",
                asset.name
            );
            assert!(
                !outside.contains("@import") && !outside.contains("eval("),
                "{}",
                asset.name
            );
        }
    }
}
