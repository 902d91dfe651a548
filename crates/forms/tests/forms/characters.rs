//! Every character of the MJ table (文字情報基盤) is drawn as that character, or said to be missing; never as another.
//!
//! What each is has to come from elsewhere than our itemiser: `IPAmj明朝` names its glyphs by the number in the table.

use std::collections::HashMap;
use std::path::Path;

use madoguchi_forms::display::{PageBuilder, Rect, Role, Segment};
use madoguchi_forms::fonts::Face;
use madoguchi_forms::text::{Rise, Style, fit, set};
use madoguchi_forms::{FontPaths, Laid, blank, pdf};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::finished::{Element, Finished, programs};
use crate::support::{find, fonts, meta, municipality};

/// Rows of the table.
const ROWS: usize = 58_843;
/// Those for which no font has a glyph, by number and code point.
const MISSING: [(usize, char); 2] = [(57_449, '\u{9FEE}'), (60_040, '\u{9FEF}')];
/// Characters on a page, and pages in a file.
const PER_PAGE: usize = 1500;
const PAGES: usize = 5;

/// A row: the number of the character, and its code points.
type Row = (usize, String);

fn table() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/data/mj_characters.csv");
    let text = std::fs::read_to_string(path).expect("the table of the project");
    let row = |line: &str| {
        let mut columns = line.split(',');
        let number = columns.next()?.parse().ok()?;
        Some((number, columns.next()?.to_owned()))
    };
    text.lines()
        .skip(1)
        .map(|line| row(line).expect("a row"))
        .collect()
}

/// Sets characters on pages as values are set on forms. Answers also with those said to be missing.
fn laid(rows: &[Row]) -> (Laid, Vec<String>) {
    let fonts = fonts();
    let mut missing = Vec::new();
    let style = Style::value(8.0).wrapping().risen(Rise::Top);
    let pages = rows.chunks(PER_PAGE).map(|rows| {
        let text: String = rows.iter().map(|(_, written)| written.as_str()).collect();
        let mut page = PageBuilder::new(595.0, 842.0);
        let place = Rect::new(40.0, 40.0, 515.0, 762.0);
        page.element(Role::Paragraph, |page| {
            let fitted = fit(&fonts, &text, place.w, place.h, &style).expect("room for all");
            missing.extend(set(page, &fitted, place, &style).missing);
        });
        page.finish()
    });
    // Any form will do: only its pages matter.
    let mut laid = blank(find("dog_registration_change"), &municipality(), &fonts);
    laid.pages = pages.collect();
    (laid, missing)
}

/// The outline of a glyph in font units.
fn outline(font: &FontRef<'_>, glyph: GlyphId) -> Vec<Segment> {
    let mut pen = Pen(Vec::new());
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    let glyph = font.outline_glyphs().get(glyph).expect("a glyph");
    glyph.draw(settings, &mut pen).expect("an outline");
    pen.0
}

struct Pen(Vec<Segment>);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push(Segment::Move(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push(Segment::Line(x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.push(Segment::Quad(cx, cy, x, y));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.push(Segment::Cubic(ax, ay, bx, by, x, y));
    }

    fn close(&mut self) {
        self.0.push(Segment::Close);
    }
}

#[test]
fn every_character_of_the_table_is_drawn_as_itself_or_said_to_be_missing() {
    let rows = table();
    assert_eq!(rows.len(), ROWS);
    let original = std::fs::read(&FontPaths::default().ipa_mj_mincho).expect("the font");
    let original = FontRef::new(&original).expect("a font");
    let named: HashMap<String, GlyphId> = original
        .glyph_names()
        .iter()
        .map(|(glyph, name)| (name.as_str().to_owned(), glyph))
        .collect();
    let mut missing = Vec::new();
    let mut drawn = 0;
    for rows in rows.chunks(PER_PAGE * PAGES) {
        let (laid, said) = laid(rows);
        missing.extend(said);
        let bytes = pdf(std::slice::from_ref(&laid), &fonts(), &meta("文字")).expect("a conforming file");
        let programs = programs(&bytes);
        let embedded: HashMap<&str, FontRef<'_>> = programs
            .iter()
            .map(|(name, program)| (name.as_str(), FontRef::new(program).expect("a font")))
            .collect();
        let file = Finished::read(&bytes);
        let marks = file.parts.iter().flat_map(Element::marks);
        let marks: Vec<_> = marks
            .map(|(page, mark)| &file.pages[page].marked[&mark])
            .collect();
        let text: String = marks.iter().map(|drawn| drawn.text.as_str()).collect();
        assert_eq!(
            text,
            rows.iter()
                .map(|(_, written)| written.as_str())
                .collect::<String>()
        );
        let glyphs: Vec<_> = marks.iter().flat_map(|drawn| &drawn.glyphs).collect();
        assert_eq!(glyphs.len(), rows.len());
        for ((number, written), glyph) in rows.iter().zip(glyphs) {
            if MISSING.iter().any(|(of, _)| of == number) {
                assert_eq!(glyph.meaning.as_deref(), Some("〓"), "MJ{number:06}");
                continue;
            }
            assert!(
                glyph.font.ends_with("IPAmjMincho"),
                "MJ{number:06}: {}",
                glyph.font
            );
            let expected = named[&format!("mj{number:06}")];
            let own = &embedded[&*glyph.font];
            assert!(
                outline(own, GlyphId::from(glyph.id)) == outline(&original, expected),
                "MJ{number:06} {written} is drawn as another character"
            );
            drawn += 1;
        }
    }
    let wanted: Vec<String> = MISSING.iter().map(|(_, written)| written.to_string()).collect();
    assert_eq!(missing, wanted);
    assert_eq!(drawn, ROWS - MISSING.len());
    println!(
        "{drawn} drawn exactly with IPAmj明朝, {} said to be missing",
        missing.len()
    );
}

/// Also of those that no table names: whatever sequence a font of the chain lists is drawn with that font's own glyph,
/// and the first font that lists it.
#[test]
fn every_sequence_that_a_font_lists_is_drawn_from_the_first_font_that_lists_it() {
    let fonts = fonts();
    let paths = FontPaths::default();
    let chain = [
        (Face::IpaMjMincho, &paths.ipa_mj_mincho),
        (Face::IpaExMincho, &paths.ipa_ex_mincho),
        (Face::HanazonoA, &paths.hanazono_a),
    ];
    let mut listed: HashMap<(u32, u32), Face> = HashMap::new();
    for (face, path) in chain {
        let bytes = std::fs::read(path).expect("the font");
        let font = FontRef::new(&bytes).expect("a font");
        for (base, selector, _) in font.charmap().variant_mappings() {
            listed.entry((base, selector)).or_insert(face);
        }
    }
    assert!(listed.len() > 30_000, "{}", listed.len());
    let mut count: HashMap<Face, usize> = HashMap::new();
    for ((base, selector), face) in &listed {
        let written: String = [*base, *selector]
            .into_iter()
            .filter_map(char::from_u32)
            .collect();
        let clusters =
            madoguchi_forms::fonts::clusters(&fonts, madoguchi_forms::fonts::Chain::Values, &written);
        let [cluster] = &clusters[..] else {
            panic!("{written}")
        };
        assert_eq!((cluster.face, cluster.is_missing()), (*face, false), "{written}");
        *count.entry(*face).or_default() += 1;
    }
    println!("{count:?}");
}
