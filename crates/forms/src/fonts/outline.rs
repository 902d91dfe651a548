//! Glyph outlines as paths, in font units with y upwards.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::{Face, Fonts};
use crate::display::Segment;

impl Fonts {
    /// The outline of a glyph in font units, y upwards; empty for a space.
    #[must_use]
    pub fn outline(&self, face: Face, glyph: u32) -> Vec<Segment> {
        outline_of(&self.tables(face), GlyphId::new(glyph))
    }
}

/// The outline of a glyph of a font, in font units; empty for a space and for one that cannot be drawn.
pub(super) fn outline_of(font: &FontRef<'_>, glyph: GlyphId) -> Vec<Segment> {
    let mut pen = Pen(Vec::new());
    if let Some(outline) = font.outline_glyphs().get(glyph) {
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        if outline.draw(settings, &mut pen).is_err() {
            pen.0.clear();
        }
    }
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
