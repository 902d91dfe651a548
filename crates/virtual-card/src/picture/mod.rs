//! Name, address and numbers as they are printed: pictures of one bit (PNG), drawn with the machine's fonts.

mod fill;

use std::path::Path;

use fill::{HEIGHT, Outline, Sheet};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};

/// Where Debian's packages put Japanese fonts, the most legible one first. Whatever is not there is done without.
pub const FONTS: [&str; 4] = [
    "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
    "/usr/share/fonts/truetype/fonts-japanese-gothic.ttf",
    "/usr/share/fonts/truetype/ipamj/ipamjm.ttf",
    "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf",
];

/// Draws texts. What no font holds is drawn as 〓 is: two bars.
pub struct Pictures {
    fonts: Vec<Vec<u8>>,
}

impl Pictures {
    /// With the font files that can be read, in their order.
    pub fn with_fonts<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Self {
        Self {
            fonts: paths
                .into_iter()
                .filter_map(|path| std::fs::read(path).ok())
                .filter(|bytes| FontRef::new(bytes).is_ok())
                .collect(),
        }
    }

    /// A text in one line, as PNG.
    pub(crate) fn draw(&self, text: &str) -> Option<Vec<u8>> {
        let fonts: Vec<FontRef<'_>> = self
            .fonts
            .iter()
            .filter_map(|bytes| FontRef::new(bytes).ok())
            .collect();
        let mut left = 0.0;
        let mut outline = Outline::default();
        for character in text.chars() {
            left += glyph(&fonts, character, left, &mut outline).unwrap_or_else(|| bars(left, &mut outline));
        }
        png(&Sheet::filled(&outline, left))
    }
}

/// Draws a character at `left`; gives its width. None if no font holds it.
fn glyph(fonts: &[FontRef<'_>], character: char, left: f32, outline: &mut Outline) -> Option<f32> {
    let (font, glyph) = fonts
        .iter()
        .find_map(|font| Some((font, font.charmap().map(character)?)))?;
    let size = Size::new(HEIGHT_F);
    let mut pen = Pen {
        outline,
        left,
        // Four fifths of the height stand above the line that Latin letters stand on.
        base: HEIGHT_F * 0.86,
    };
    if let Some(shape) = font.outline_glyphs().get(glyph) {
        shape
            .draw(DrawSettings::unhinted(size, LocationRef::default()), &mut pen)
            .ok()?;
    }
    font.glyph_metrics(size, LocationRef::default())
        .advance_width(glyph)
}

/// The height of a line, and the width of a character.
const HEIGHT_F: f32 = 24.0;

/// Two bars in the place of a character that cannot be drawn; gives its width.
fn bars(left: f32, outline: &mut Outline) -> f32 {
    for top in [0.2, 0.6] {
        let (right, top, bottom) = (left + HEIGHT_F * 0.9, top * HEIGHT_F, (top + 0.2) * HEIGHT_F);
        let left = left + HEIGHT_F * 0.1;
        outline.move_to(left, top);
        outline.line_to(right, top);
        outline.line_to(right, bottom);
        outline.line_to(left, bottom);
        outline.close();
    }
    HEIGHT_F
}

/// Turns a font's outline, y upwards, into one of the sheet, y downwards.
struct Pen<'a> {
    outline: &'a mut Outline,
    left: f32,
    base: f32,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.left + x, self.base - y)
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.outline.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.outline.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (control, end) = (self.at(cx, cy), self.at(x, y));
        self.outline.curve_to(control, control, end, 2);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (first, second, end) = (self.at(ax, ay), self.at(bx, by), self.at(x, y));
        self.outline.curve_to(first, second, end, 3);
    }

    fn close(&mut self) {
        self.outline.close();
    }
}

/// PNG, one bit, black on white.
fn png(sheet: &Sheet) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, sheet.width, u32::from(HEIGHT));
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&sheet.rows).ok()?;
    writer.finish().ok()?;
    Some(out)
}
