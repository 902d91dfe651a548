//! Finished files → grey pictures of their pages.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::picture::Picture;

/// Pixels in an inch.
const RESOLUTION: f32 = 56.0;

/// The pages of a file, black on white.
pub(super) fn pages(file: Vec<u8>) -> Vec<Picture> {
    let document = Pdf::new(file).expect("our own file can be read");
    let cache = RenderCache::new();
    let settings = RenderSettings {
        hinting: false,
        ..RenderSettings::default()
    };
    let pixels = PixmapSettings {
        x_scale: RESOLUTION / 72.0,
        y_scale: RESOLUTION / 72.0,
        bg_color: WHITE,
    };
    let draw = |page| {
        let drawn = render(page, &cache, &InterpreterSettings::default(), &settings, &pixels);
        let (width, height) = (drawn.width().into(), drawn.height().into());
        // Everything is a shade of grey on an opaque ground: one colour tells all.
        let grey = drawn.data().iter().map(|pixel| pixel.g).collect();
        Picture::new(width, height, grey)
    };
    document.pages().iter().map(draw).collect()
}
