//! A font that a municipality supplies for its private-use characters (外字): checked, and asked for these only.

use std::collections::BTreeMap;
use std::sync::Arc;

use skrifa::raw::tables::glyf::Glyph;
use skrifa::raw::tables::loca::Loca;
use skrifa::raw::{TableProvider, types::GlyphId};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use thiserror::Error;

use super::outline::outline_of;
use crate::display::Segment;

/// The largest font that is taken, in bytes.
pub const MAX_FONT_BYTES: usize = 10 * 1024 * 1024;

/// What one glyph may be made of: glyphs of parts of parts count, so that a small file cannot ask for endless work.
const MAX_PARTS: usize = 64;
const MAX_POINTS: usize = 20_000;

/// Whether a code point's meaning is private to whoever uses it (U+E000〜F8FF, planes 15 and 16).
#[must_use]
pub fn is_private_use(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// Why a font is not taken.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum SuppliedFontError {
    /// It is larger than [`MAX_FONT_BYTES`].
    #[error("the font has {bytes} bytes")]
    TooLarge {
        /// How large it is.
        bytes: usize,
    },
    /// It is a collection (`.ttc`, or Windows' `EUDC.TTE` saved as one) rather than one font.
    #[error("it is a collection of fonts")]
    Collection,
    /// Its outlines are not TrueType's (`CFF `), or it has none.
    #[error("it has no TrueType outlines")]
    NotTrueType,
    /// It is no font, or a table that is needed cannot be read.
    #[error("its table {0} cannot be read")]
    Unreadable(&'static str),
    /// OS/2 `fsType` forbids embedding, or allows bitmaps only.
    #[error("its fsType {0:#06x} does not permit embedding")]
    EmbeddingForbidden(u16),
    /// It holds no private-use character.
    #[error("it holds no private-use character")]
    NoPrivateUse,
    /// The glyph of a character is empty, broken, or made of too much.
    #[error("the glyph of U+{:04X} cannot be drawn", u32::from(*.0))]
    Undrawable(char),
}

/// A character's path in ems, and its width.
type Drawn = (Arc<[Segment]>, f32);

/// The private-use characters of a municipality's font. Everything else in the file is never looked at. Cloning is
/// cheap.
#[derive(Clone, PartialEq)]
pub struct SuppliedFont(Arc<Supplied>);

#[derive(PartialEq)]
struct Supplied {
    family: String,
    characters: BTreeMap<char, Drawn>,
}

impl std::fmt::Debug for SuppliedFont {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SuppliedFont")
            .field("family", &self.0.family)
            .field("characters", &self.0.characters.len())
            .finish()
    }
}

impl SuppliedFont {
    /// Reads and checks a font file.
    pub fn read(file: &[u8]) -> Result<Self, SuppliedFontError> {
        use SuppliedFontError::{
            Collection, EmbeddingForbidden, NoPrivateUse, NotTrueType, TooLarge, Undrawable, Unreadable,
        };
        if file.len() > MAX_FONT_BYTES {
            return Err(TooLarge { bytes: file.len() });
        }
        match file.get(..4) {
            Some(b"ttcf") => return Err(Collection),
            Some(b"OTTO" | b"wOFF" | b"wOF2") => return Err(NotTrueType),
            _ => {}
        }
        let font = FontRef::new(file).map_err(|_| Unreadable("sfnt"))?;
        if font.glyf().is_err() {
            return Err(NotTrueType);
        }
        let units = font.head().map_err(|_| Unreadable("head"))?.units_per_em();
        font.maxp().map_err(|_| Unreadable("maxp"))?;
        font.hmtx().map_err(|_| Unreadable("hmtx"))?;
        font.cmap().map_err(|_| Unreadable("cmap"))?;
        let loca = font.loca(None).map_err(|_| Unreadable("loca"))?;
        let embedding = font.os2().map_err(|_| Unreadable("OS/2"))?.fs_type();
        if !permits_embedding(embedding) {
            return Err(EmbeddingForbidden(embedding));
        }
        let metrics = font.glyph_metrics(
            skrifa::instance::Size::unscaled(),
            skrifa::instance::LocationRef::default(),
        );
        let em = f32::from(units.max(16));
        let mut characters = BTreeMap::new();
        for (code, glyph) in font.charmap().mappings() {
            let Some(character) = char::from_u32(code).filter(|c| is_private_use(*c)) else {
                continue;
            };
            if !is_modest(&font, &loca, glyph) {
                return Err(Undrawable(character));
            }
            let path: Vec<Segment> = outline_of(&font, glyph)
                .into_iter()
                .map(|segment| segment.mapped(|x, y| (x / em, y / em)))
                .collect();
            if path.is_empty() {
                return Err(Undrawable(character));
            }
            let advance = metrics.advance_width(glyph).filter(|width| *width > 0.0);
            let advance = (advance.unwrap_or(em) / em).min(2.0);
            characters.insert(character, (path.into(), advance));
        }
        if characters.is_empty() {
            return Err(NoPrivateUse);
        }
        let family = font
            .localized_strings(StringId::FAMILY_NAME)
            .english_or_first()
            .map(|name| name.chars().filter(|c| !c.is_control()).take(80).collect())
            .unwrap_or_default();
        Ok(Self(Arc::new(Supplied { family, characters })))
    }

    /// The name of its family; empty where it says none.
    #[must_use]
    pub fn family(&self) -> &str {
        &self.0.family
    }

    /// The private-use characters it holds, in order.
    pub fn characters(&self) -> impl Iterator<Item = char> {
        self.0.characters.keys().copied()
    }

    /// A character's path in ems, with y upwards from the baseline, and its width in ems.
    pub(super) fn drawing(&self, character: char) -> Option<Drawn> {
        self.0.characters.get(&character).cloned()
    }

    /// A picture of a character, as SVG, as high as an em.
    #[must_use]
    pub fn picture(&self, character: char) -> Option<String> {
        let (path, advance) = self.drawing(character)?;
        // A hundred units to the em; the em box stands from 0.88 above the baseline to 0.12 below it.
        let at = |x: f32, y: f32| (x * 100.0, 88.0 - y * 100.0);
        let path: Vec<Segment> = path.iter().map(|segment| segment.mapped(at)).collect();
        Some(crate::svg::glyph(&path, advance * 100.0, 100.0))
    }
}

/// OS/2 `fsType`: 0 is installable, bit 2 preview and print, bit 3 editable; bit 1 alone forbids, bit 9 allows
/// bitmaps only.
fn permits_embedding(fs_type: u16) -> bool {
    let usage = fs_type & 0x000F;
    let granted = usage == 0 || usage & 0x000C != 0;
    granted && fs_type & 0x0200 == 0
}

/// Whether a glyph with all the parts it is made of is small enough to be drawn.
fn is_modest(font: &FontRef<'_>, loca: &Loca<'_>, glyph: GlyphId) -> bool {
    let Ok(glyf) = font.glyf() else { return false };
    let mut waiting = vec![glyph];
    let (mut parts, mut points) = (0, 0);
    while let Some(next) = waiting.pop() {
        parts += 1;
        match loca.get_glyf(next, &glyf) {
            Ok(Some(Glyph::Simple(simple))) => points += simple.num_points(),
            Ok(Some(Glyph::Composite(composite))) => {
                let parts = composite.components().take(MAX_PARTS);
                waiting.extend(parts.map(|part| GlyphId::from(part.glyph)));
            }
            Ok(None) => {}
            Err(_) => return false,
        }
        if parts + waiting.len() > MAX_PARTS || points > MAX_POINTS {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedding_is_what_fs_type_says() {
        for permitted in [0x0000, 0x0004, 0x0008, 0x0104, 0x000C, 0x0006] {
            assert!(permits_embedding(permitted), "{permitted:#06x}");
        }
        for forbidden in [0x0002, 0x0102, 0x0200, 0x0204, 0x0208] {
            assert!(!permits_embedding(forbidden), "{forbidden:#06x}");
        }
    }

    #[test]
    fn private_use_is_three_ranges() {
        for private in [
            '\u{E000}',
            '\u{F8FF}',
            '\u{F0000}',
            '\u{FFFFD}',
            '\u{100000}',
            '\u{10FFFD}',
        ] {
            assert!(is_private_use(private));
        }
        for other in ['\u{D7FF}', '\u{F900}', '\u{E0100}', '\u{FFFFE}', '辻', 'A'] {
            assert!(!is_private_use(other));
        }
    }

    #[test]
    fn what_is_no_font_is_refused() {
        use SuppliedFontError::{Collection, NotTrueType, TooLarge, Unreadable};
        assert_eq!(SuppliedFont::read(b""), Err(Unreadable("sfnt")));
        assert_eq!(SuppliedFont::read(b"%PDF-1.7 and more"), Err(Unreadable("sfnt")));
        assert_eq!(SuppliedFont::read(b"ttcf\0\0\0\0"), Err(Collection));
        assert_eq!(SuppliedFont::read(b"OTTO\0\0\0\0"), Err(NotTrueType));
        let large = vec![0; MAX_FONT_BYTES + 1];
        assert_eq!(SuppliedFont::read(&large), Err(TooLarge { bytes: large.len() }));
    }
}
