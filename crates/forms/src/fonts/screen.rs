//! A font for one page: exactly the characters of it that a terminal's own fonts lack or would draw in another shape.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;

use encoding_rs::EUC_JP;
use madoguchi_model::characters::{graphemes, is_variation_selector};

use super::sfnt::{Glyph, sfnt};
use super::{Chain, Drawing, Fonts, clusters, is_private_use};

/// Units to the em.
const EM: f32 = 2048.0;

/// Characters of JIS X 0208's 漢字 (rows 16 to 84), which every terminal in Japan draws: a bit for each code point of the
/// basic plane, because every ideograph of every page is asked for.
static USUAL: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0u64; 0x1_0000 / 64];
    let cells = (0xB0..=0xF4u8).flat_map(|row| (0xA1..=0xFEu8).map(move |cell| [row, cell]));
    for bytes in cells {
        let (text, _, wrong) = EUC_JP.decode(&bytes);
        if let Some(character) = text.chars().next().filter(|_| !wrong)
            && let Some(word) = bits.get_mut(u32::from(character) as usize / 64)
        {
            *word |= 1 << (u32::from(character) % 64);
        }
    }
    bits
});

fn is_usual(character: char) -> bool {
    let point = u32::from(character);
    let word = USUAL.get(point as usize / 64).copied().unwrap_or_default();
    word >> (point % 64) & 1 == 1
}

/// A font for a page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScreenFont {
    /// The file (TrueType).
    pub file: Vec<u8>,
    /// CSS `unicode-range`: the code points it is asked for.
    pub unicode_range: String,
    /// How many characters it holds.
    pub characters: usize,
}

/// The characters of a text that need a font of ours on a screen: with a variation selector, private use (外字), and 漢字
/// and 変体仮名 beyond JIS X 0208. Each as written, once.
#[must_use]
pub fn rare_characters(text: &str) -> BTreeSet<String> {
    let mut rare = BTreeSet::new();
    // A run without ASCII: most of a page is markup.
    for run in text.split(|c: char| c.is_ascii()) {
        if run.chars().any(is_rare) {
            let found = graphemes(run).filter(|cluster| cluster.chars().any(is_rare));
            rare.extend(found.map(str::to_owned));
        }
    }
    rare
}

fn is_rare(c: char) -> bool {
    match c {
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => !is_usual(c),
        '\u{20000}'..='\u{3FFFF}' | '\u{1B000}'..='\u{1B16F}' => true,
        // U+FE0F is of pictures, which these fonts do not hold.
        '\u{FE0E}' | '\u{FE0F}' => false,
        _ => is_variation_selector(c) || is_private_use(c),
    }
}

impl Fonts {
    /// A font with exactly these characters, each by the rule of papers: the first font that holds the exact sequence, or
    /// the municipality's own. What none holds is left out; none where nothing is left.
    #[must_use]
    pub fn screen_font(&self, characters: &BTreeSet<String>) -> Option<ScreenFont> {
        let mut glyphs = vec![Glyph::default()];
        let (mut plain, mut varied) = (BTreeMap::new(), BTreeMap::new());
        let mut range = BTreeSet::new();
        for written in characters {
            let [cluster] = &clusters(self, Chain::Values, written)[..] else {
                continue;
            };
            let path: Vec<_> = match &cluster.drawing {
                Drawing::Own => {
                    let scale = EM / self.units_per_em(cluster.face);
                    let outline = self.outline(cluster.face, cluster.glyph);
                    let scaled = outline
                        .into_iter()
                        .map(|piece| piece.mapped(|x, y| (x * scale, y * scale)));
                    scaled.collect()
                }
                Drawing::Supplied(path) => path
                    .iter()
                    .map(|piece| piece.mapped(|x, y| (x * EM, y * EM)))
                    .collect(),
                Drawing::Substitute { .. } | Drawing::Missing => continue,
            };
            let mut points = written.chars();
            let (Some(base), selector, None) = (points.next(), points.next(), points.next()) else {
                continue;
            };
            let Ok(glyph) = u16::try_from(glyphs.len()) else {
                break;
            };
            match selector {
                None => plain.insert(u32::from(base), glyph),
                Some(selector) if is_variation_selector(selector) => {
                    varied.insert((u32::from(selector), u32::from(base)), glyph)
                }
                // A base with a mark: not one character of a font.
                Some(_) => continue,
            };
            range.extend(written.chars().map(u32::from));
            glyphs.push(Glyph::of(cluster.advance * EM, &path));
        }
        // Browsers refuse a table of characters that is empty. This one leads to no glyph, and is asked for by nobody.
        plain.entry(u32::from(' ')).or_insert(0);
        (glyphs.len() > 1).then(|| ScreenFont {
            characters: glyphs.len() - 1,
            file: sfnt(&glyphs, &plain, &varied),
            unicode_range: unicode_range(&range),
        })
    }
}

fn unicode_range(points: &BTreeSet<u32>) -> String {
    let mut text = String::new();
    for point in points {
        let comma = if text.is_empty() { "" } else { "," };
        // A String takes everything.
        let _ = write!(text, "{comma}U+{point:X}");
    }
    text
}

#[cfg(test)]
mod tests {
    use madoguchi_model::characters::ALWAYS_HELD;
    use skrifa::charmap::MapVariant;
    use skrifa::{FontRef, MetadataProvider};

    use super::*;
    use crate::fonts::FontPaths;
    use crate::testing::TinyFont;

    #[test]
    fn only_what_terminals_lack_is_rare() {
        assert!(rare_characters("<p>山田 太郎 ガ ｶﾞ 辻 葛 々〇 ①</p>").is_empty());
        let rare = rare_characters("<td>辻\u{E0102}本</td>髙﨑𠮷\u{E000}䯂<b>辻\u{E0102}</b>");
        let said: Vec<&str> = rare.iter().map(String::as_str).collect();
        assert_eq!(said, ["䯂", "辻\u{E0102}", "髙", "\u{E000}", "﨑", "𠮷"]);
    }

    #[test]
    fn the_font_holds_exactly_the_page_and_draws_as_papers_do() {
        let fonts = Fonts::load(&FontPaths::default()).unwrap();
        let own = crate::SuppliedFont::read(&TinyFont::usual().file()).unwrap();
        let fonts = fonts.with_supplied(Some(own));
        let rare = rare_characters("辻\u{E0102}髙𠮷\u{E000}䯂\u{E0FFF}邉\u{E0100}\u{E777}");
        let made = fonts.screen_font(&rare).unwrap();
        let font = FontRef::new(&made.file).unwrap();
        let map = font.charmap();
        for present in ['髙', '𠮷', '\u{E000}', '䯂'] {
            assert!(map.map(present).is_some(), "{present}");
        }
        for absent in ['辻', '山', 'A', '\u{E777}'] {
            assert!(map.map(absent).is_none(), "{absent}");
        }
        assert!(matches!(
            map.map_variant('辻', '\u{E0102}'),
            Some(MapVariant::Variant(_))
        ));
        let glyph = fonts.glyph(crate::fonts::Face::IpaMjMincho, '髙', None).unwrap();
        let ours = super::super::outline::outline_of(&font, map.map('髙').unwrap());
        let theirs = fonts.outline(crate::fonts::Face::IpaMjMincho, glyph);
        assert_eq!(ours.len(), theirs.len(), "the same curves");
        assert!(
            made.file.len() < 8_000,
            "{} bytes for {}",
            made.file.len(),
            made.characters
        );
    }

    #[test]
    fn a_page_with_sequences_only_has_a_font_that_browsers_take() {
        let fonts = Fonts::load(&FontPaths::default()).unwrap();
        let made = fonts.screen_font(&rare_characters("辻\u{E0102}")).unwrap();
        let font = FontRef::new(&made.file).unwrap();
        assert_eq!(made.unicode_range, "U+8FBB,U+E0102");
        assert_eq!(made.characters, 1);
        // A group at least, and it leads to no glyph.
        assert_eq!(font.charmap().map(' ').map_or(0, skrifa::GlyphId::to_u32), 0);
        // A base with a mark is nothing for a font, and does not become a sequence.
        assert_eq!(fonts.screen_font(&rare_characters("髙\u{301}")), None);
    }

    #[test]
    fn what_is_never_looked_for_is_held_by_the_fonts_of_papers() {
        let fonts = Fonts::load(&FontPaths::default()).unwrap();
        for (first, last) in ALWAYS_HELD {
            let text: String = (first..=last).collect();
            let missing: Vec<String> = clusters(&fonts, Chain::Values, &text)
                .into_iter()
                .filter(super::super::Cluster::is_missing)
                .map(|cluster| cluster.text.escape_unicode().to_string())
                .collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
    }

    #[test]
    fn what_no_font_holds_needs_none() {
        let fonts = Fonts::load(&FontPaths::default()).unwrap();
        assert_eq!(fonts.screen_font(&rare_characters("\u{E777}")), None);
    }
}
