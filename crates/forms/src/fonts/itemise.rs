//! Itemising: for each written character, the first font that holds exactly it.
//!
//! The unit is the grapheme cluster (base character with its selector or marks). A font that holds only the base
//! of a variation sequence does not hold the sequence: then the next font is asked, and if none holds it, the
//! cluster is a miss. The wrong shape of a person's name is never drawn.

use std::collections::HashMap;
use std::sync::Arc;

use madoguchi_model::characters::{graphemes, is_variation_selector};
use skrifa::charmap::{Charmap, MapVariant};
use skrifa::instance::{LocationRef, Size};
use skrifa::{GlyphId, MetadataProvider};
use unicode_normalization::char::compose;

use super::supplied::is_private_use;
use super::{Face, Fonts};
use crate::display::Segment;

/// The order in which fonts are asked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Chain {
    /// Values: names and addresses, in mincho.
    Values,
    /// Labels, in gothic; a municipality's name may need the fonts of names.
    Labels,
}

impl Chain {
    fn faces(self, first: char) -> &'static [Face] {
        use Face::{HanazonoA, HanazonoB, IpaExGothic, IpaExMincho, IpaMjMincho};
        match self {
            // IPAmj has one width for all Latin letters; IPAex sets them as text.
            Self::Values if u32::from(first) < 0x2000 => &[IpaExMincho, IpaMjMincho, HanazonoA, HanazonoB],
            Self::Values => &[IpaMjMincho, IpaExMincho, HanazonoA, HanazonoB],
            Self::Labels => &[IpaExGothic, IpaMjMincho, IpaExMincho, HanazonoA, HanazonoB],
        }
    }
}

/// A written character with the glyph that draws it.
#[derive(Clone, PartialEq, Debug)]
pub struct Cluster {
    /// The character, its code points exactly as written.
    pub text: String,
    /// The font.
    pub face: Face,
    /// The glyph.
    pub glyph: u32,
    /// Its width in ems.
    pub advance: f32,
    /// How it is drawn.
    pub drawing: Drawing,
}

/// How a character is drawn. Paths are in ems, with y upwards from the baseline.
#[derive(Clone, PartialEq, Debug)]
pub enum Drawing {
    /// With the font's own glyph for exactly what is written.
    Own,
    /// A private-use character (外字) by this path of the font that the municipality supplies. The glyph is a space.
    Supplied(Arc<[Segment]>),
    /// No font holds the character: an officer chose what is printed instead, and the path marks it (※).
    Substitute {
        /// What is printed.
        with: String,
        /// The mark beside it.
        mark: Arc<[Segment]>,
    },
    /// No font holds the character: the glyph is 〓 and only stands for it.
    Missing,
}

impl Cluster {
    /// Whether no font holds the character, so that 〓 stands for it.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.drawing == Drawing::Missing
    }
}

/// What is drawn where no font holds a character: the geta mark, the compositor's sign for a missing type.
const GETA: char = '〓';
/// The mark beside a character that is printed instead of another, and its size and the gap before it in ems.
const MARK: char = '※';
const MARK_SIZE: f32 = 0.4;
const MARK_GAP: f32 = 0.03;
/// How high the mark's baseline stands, in ems.
const MARK_RISE: f32 = 0.5;
/// The space that carries the text of a character drawn as a path.
const SPACE: char = '\u{3000}';

/// The clusters of a text with their glyphs.
#[must_use]
pub fn clusters(fonts: &Fonts, chain: Chain, text: &str) -> Vec<Cluster> {
    let mut itemiser = Itemiser {
        fonts,
        chain,
        opened: HashMap::new(),
    };
    graphemes(text)
        .flat_map(pieces)
        .map(|cluster| itemiser.cluster(cluster))
        .collect()
}

/// The most code points that are held to be one character. Nobody's name has such a character, and a PDF holds no
/// string without end.
const LONGEST: usize = 64;

/// A cluster, in pieces where it is absurdly long (a letter with thousands of marks, say), and before half-width voicing
/// marks: `ﾊﾞ` is one character to Unicode, but each of its two has a glyph and a width of its own.
fn pieces(cluster: &str) -> impl Iterator<Item = &str> {
    let mut rest = cluster;
    std::iter::from_fn(move || {
        let end = rest
            .char_indices()
            .enumerate()
            .skip(1)
            .find(|(count, (_, c))| *count == LONGEST || matches!(c, '\u{FF9E}' | '\u{FF9F}'))
            .map_or(rest.len(), |(_, (end, _))| end);
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

struct Itemiser<'a> {
    fonts: &'a Fonts,
    chain: Chain,
    opened: HashMap<Face, (Charmap<'a>, skrifa::metrics::GlyphMetrics<'a>)>,
}

impl<'a> Itemiser<'a> {
    fn opened(&mut self, face: Face) -> &(Charmap<'a>, skrifa::metrics::GlyphMetrics<'a>) {
        let fonts = self.fonts;
        self.opened.entry(face).or_insert_with(|| {
            let tables = fonts.tables(face);
            (
                tables.charmap(),
                tables.glyph_metrics(Size::unscaled(), LocationRef::default()),
            )
        })
    }

    fn cluster(&mut self, text: &str) -> Cluster {
        let cluster = self.own(text).or_else(|| self.supplied(text));
        cluster
            .or_else(|| self.substitute(text))
            .unwrap_or_else(|| self.stand_in(text, GETA, Drawing::Missing))
    }

    /// The first font that holds exactly this.
    fn own(&mut self, text: &str) -> Option<Cluster> {
        let (base, selector) = one_character(text).filter(|(base, _)| drawable(*base))?;
        let (face, glyph) = self.find(base, selector)?;
        Some(self.drawn(text, face, glyph, Drawing::Own))
    }

    /// A private-use character, and nothing else, from the font that the municipality supplies.
    fn supplied(&mut self, text: &str) -> Option<Cluster> {
        let mut characters = text.chars();
        let character = characters.next().filter(|c| is_private_use(*c))?;
        let font = characters.next().is_none().then(|| self.fonts.supplied())??;
        let (path, advance) = font.drawing(character)?;
        let space = self.stand_in(text, SPACE, Drawing::Supplied(path));
        Some(Cluster { advance, ..space })
    }

    /// What an officer chose to be printed instead, with its mark. It is held to the same rule: a font must have
    /// exactly it.
    fn substitute(&mut self, text: &str) -> Option<Cluster> {
        let with = self.fonts.substitute(text)?.to_owned();
        let shown = self.own(&with)?;
        let mark = self.mark(shown.advance)?;
        Some(Cluster {
            text: text.to_owned(),
            advance: shown.advance + MARK_GAP + MARK_SIZE,
            drawing: Drawing::Substitute { with, mark },
            ..shown
        })
    }

    /// The path of the mark at the upper right of a character of this width.
    fn mark(&mut self, after: f32) -> Option<Arc<[Segment]>> {
        let (face, glyph) = Chain::Labels.faces(MARK).iter().find_map(|face| {
            let glyph = exact_glyph(&self.opened(*face).0, MARK, None)?;
            Some((*face, glyph))
        })?;
        let scale = MARK_SIZE / self.fonts.units_per_em(face);
        let at = |x: f32, y: f32| (after + MARK_GAP + x * scale, MARK_RISE + y * scale);
        let outline = self.fonts.outline(face, glyph);
        Some(outline.iter().map(|segment| segment.mapped(at)).collect())
    }

    /// One of our own characters that stands for what is written.
    fn stand_in(&mut self, text: &str, character: char, drawing: Drawing) -> Cluster {
        let (face, glyph) = self
            .find(character, None)
            .expect("IPAmj明朝 and IPAexゴシック hold the geta mark and the space");
        self.drawn(text, face, glyph, drawing)
    }

    fn drawn(&mut self, text: &str, face: Face, glyph: u32, drawing: Drawing) -> Cluster {
        let units = self.fonts.units_per_em(face);
        let metrics = &self.opened(face).1;
        let advance = metrics.advance_width(GlyphId::new(glyph)).unwrap_or(units) / units;
        Cluster {
            text: text.to_owned(),
            face,
            glyph,
            advance,
            drawing,
        }
    }

    fn find(&mut self, base: char, selector: Option<char>) -> Option<(Face, u32)> {
        let faces = self.chain.faces(base);
        faces
            .iter()
            .find_map(|face| Some((*face, exact_glyph(&self.opened(*face).0, base, selector)?)))
    }
}

/// The one character a cluster is, with its selector. A base with combining marks counts as its precomposed
/// character: Unicode holds the two to be the same character, and the text keeps its code points.
fn one_character(cluster: &str) -> Option<(char, Option<char>)> {
    let mut characters = cluster.chars();
    let mut base = characters.next()?;
    let mut selector = None;
    for next in characters {
        if is_variation_selector(next) && selector.is_none() {
            selector = Some(next);
        } else if selector.is_none() {
            base = compose(base, next)?;
        } else {
            return None;
        }
    }
    Some((base, selector))
}

/// Controls, and code points whose meaning is private to another system, cannot be drawn faithfully.
fn drawable(character: char) -> bool {
    !(character.is_control()
        || is_private_use(character)
        || character == '\u{FEFF}'
        || u32::from(character) & 0xFFFE == 0xFFFE)
}

/// The font's own glyph for exactly this sequence.
pub(super) fn exact_glyph(charmap: &Charmap<'_>, base: char, selector: Option<char>) -> Option<u32> {
    let glyph = match selector {
        None => charmap.map(base)?,
        Some(selector) => match charmap.map_variant(base, selector)? {
            MapVariant::Variant(glyph) => glyph,
            MapVariant::UseDefault => charmap.map(base)?,
        },
    };
    (glyph != GlyphId::NOTDEF).then(|| glyph.to_u32())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::FontPaths;

    fn fonts() -> Fonts {
        Fonts::load(&FontPaths::default()).unwrap()
    }

    #[test]
    fn the_first_font_with_the_exact_sequence_draws_it() {
        let fonts = fonts();
        for (text, face) in [
            ("辻", Face::IpaMjMincho),
            ("辻\u{E0102}", Face::IpaMjMincho),
            ("辻\u{E0100}", Face::IpaExMincho),
            ("葛\u{E0102}", Face::IpaMjMincho),
            ("葛\u{E0100}", Face::IpaExMincho),
            ("髙", Face::IpaMjMincho),
            ("﨑", Face::IpaMjMincho),
            ("𠮷", Face::IpaMjMincho),
            ("邉", Face::IpaMjMincho),
            ("A", Face::IpaExMincho),
        ] {
            let [cluster] = &clusters(&fonts, Chain::Values, text)[..] else {
                panic!("{text}")
            };
            assert_eq!(
                (cluster.face, cluster.is_missing(), &*cluster.text),
                (face, false, text),
                "{text}"
            );
            let (base, selector) = one_character(text).unwrap();
            assert_eq!(fonts.glyph(face, base, selector), Some(cluster.glyph), "{text}");
        }
        assert_ne!(
            fonts.glyph(Face::IpaMjMincho, '辻', Some('\u{E0102}')),
            fonts.glyph(Face::IpaMjMincho, '辻', None)
        );
    }

    #[test]
    fn a_sequence_no_font_holds_is_a_miss() {
        let fonts = fonts();
        for text in [
            "辻\u{E01EF}",
            "\u{E000}",
            "\u{10FFFD}",
            "\u{7}",
            "山\u{E0100}\u{E0101}",
            "\u{FFFF}",
            "😀\u{200D}😀",
        ] {
            let clusters = clusters(&fonts, Chain::Values, text);
            assert!(clusters.iter().all(Cluster::is_missing), "{text:?}: {clusters:?}");
            assert_eq!(
                clusters.iter().map(|cluster| &*cluster.text).collect::<String>(),
                text
            );
        }
    }

    #[test]
    fn a_character_without_end_is_reported_in_pieces() {
        let text = format!("あ{}い", "\u{300}".repeat(1000));
        let clusters = clusters(&fonts(), Chain::Values, &text);
        assert!(
            clusters
                .iter()
                .all(|cluster| cluster.text.chars().count() <= LONGEST)
        );
        assert_eq!(clusters.iter().filter(|cluster| cluster.is_missing()).count(), 16);
        assert_eq!(
            clusters.iter().map(|cluster| &*cluster.text).collect::<String>(),
            text
        );
    }

    #[test]
    fn half_width_kana_are_drawn_each_by_its_own_glyph() {
        let fonts = fonts();
        let all: String = ('\u{FF61}'..='\u{FF9F}').collect();
        for chain in [Chain::Values, Chain::Labels] {
            for text in [&*all, "ﾊﾞﾋﾟｳﾞ", "ガﾞ", "ﾊ\u{3099}ﾞ"] {
                let clusters = clusters(&fonts, chain, text);
                let drawn: String = clusters.iter().map(|cluster| &*cluster.text).collect();
                assert_eq!(drawn, text);
                let expected = usize::from(text.contains('\u{3099}'));
                let missing = clusters.iter().filter(|cluster| cluster.is_missing());
                assert_eq!(missing.count(), expected, "{text}");
            }
            let [one, mark] = &clusters(&fonts, chain, "ﾊﾞ")[..] else {
                panic!()
            };
            assert_eq!(Some(one.glyph), fonts.glyph(one.face, 'ﾊ', None));
            assert_eq!(Some(mark.glyph), fonts.glyph(mark.face, '\u{FF9E}', None));
        }
    }

    #[test]
    fn marks_are_drawn_as_the_composed_character() {
        let [cluster] = &clusters(&fonts(), Chain::Values, "カ\u{3099}")[..] else {
            panic!()
        };
        assert!(!cluster.is_missing() && cluster.text == "カ\u{3099}");
        assert_eq!(Some(cluster.glyph), fonts().glyph(cluster.face, 'ガ', None));
    }
}
