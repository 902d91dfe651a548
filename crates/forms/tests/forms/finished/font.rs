//! Fonts of a file: what a code means.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::{Document, Object};

use super::{dictionary, get, utf16};

/// A font as the content uses it: two bytes a code.
pub(super) struct Font {
    /// Its name in the file, with the letters of the subset.
    pub(super) name: Arc<str>,
    /// What each code stands for.
    meanings: BTreeMap<u16, String>,
    /// The glyph of each code in the font's own file, where it is not the same number.
    glyphs: Option<Vec<u16>>,
}

impl Font {
    pub(super) fn read(document: &Document, font: &Object) -> Self {
        let font = dictionary(document, font).expect("a font");
        assert_eq!(
            get(document, font, "Encoding").and_then(|name| name.as_name().ok()),
            Some(&b"Identity-H"[..])
        );
        let name = get(document, font, "BaseFont").and_then(|name| name.as_name().ok());
        let name = String::from_utf8_lossy(name.expect("a name")).into_owned();
        let map = get(document, font, "ToUnicode").and_then(|map| map.as_stream().ok());
        let map = map
            .expect("a map to Unicode")
            .decompressed_content()
            .expect("readable");
        let glyphs = get(document, font, "DescendantFonts")
            .and_then(|fonts| fonts.as_array().ok())
            .and_then(|fonts| dictionary(document, fonts.first()?))
            .and_then(|font| get(document, font, "CIDToGIDMap")?.as_stream().ok())
            .map(|stream| {
                let bytes = stream.decompressed_content().expect("readable");
                let pairs = bytes.chunks_exact(2);
                pairs.map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect()
            });
        Self {
            name: name.into(),
            meanings: meanings(&String::from_utf8_lossy(&map)),
            glyphs,
        }
    }

    /// The text of a code; none where the file gives it no meaning.
    pub(super) fn meaning(&self, code: u16) -> Option<&str> {
        self.meanings.get(&code).map(String::as_str)
    }

    /// The glyph a code draws, in the font's own file.
    pub(super) fn glyph(&self, code: u16) -> u16 {
        self.glyphs
            .as_ref()
            .map_or(code, |glyphs| glyphs[usize::from(code)])
    }
}

/// The single codes of a map to Unicode; our files have no ranges.
fn meanings(map: &str) -> BTreeMap<u16, String> {
    assert!(!map.contains("beginbfrange"));
    let mut meanings = BTreeMap::new();
    for block in map.split("beginbfchar").skip(1) {
        let block = block.split("endbfchar").next().unwrap_or_default();
        let hex: Vec<&str> = block.split(['<', '>']).skip(1).step_by(2).collect();
        for pair in hex.chunks_exact(2) {
            let code = u16::from_str_radix(pair[0], 16).expect("a code");
            let bytes: Vec<u8> = (0..pair[1].len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&pair[1][at..at + 2], 16).expect("hexadecimal"))
                .collect();
            assert!(meanings.insert(code, utf16(&bytes)).is_none(), "{code} twice");
        }
    }
    meanings
}
