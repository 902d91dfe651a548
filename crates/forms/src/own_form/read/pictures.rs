//! Pages drawn: as pictures for the screen, in grey for finding ruled lines, and as words with their places.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::font::FontQuery;
use hayro::hayro_interpret::{
    Context, InterpreterSettings, InterpreterWarning, RenderContent, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, kurbo, render};

use super::ruled::Grey;
use super::words::{Reader, Word};
use crate::fonts::{Face, Fonts};

/// Pixels per point of the pictures: 144 to the inch.
pub(super) const SCALE: f32 = 2.0;

/// All pages drawn.
pub(super) struct Drawn {
    pub(super) pages: Vec<Seen>,
    /// A font that the file does not carry had to be replaced.
    pub(super) fonts_missing: bool,
    /// A picture on a page could not be read.
    pub(super) pictures_unreadable: bool,
}

/// One page as it is seen.
pub(super) struct Seen {
    pub(super) picture: Vec<u8>,
    pub(super) grey: Grey,
    pub(super) words: Vec<Word>,
    /// A picture covers most of the page.
    pub(super) covered_by_a_picture: bool,
}

/// Draws what prints: the pages' own content, without fields and remarks.
pub(super) fn draw(pdf: &Pdf, fonts: &Fonts) -> Drawn {
    let missing = Arc::new(AtomicBool::new(false));
    let unreadable = Arc::new(AtomicBool::new(false));
    let settings = settings(fonts, &missing, &unreadable);
    let cache = RenderCache::new();
    let pages = pdf
        .pages()
        .iter()
        .map(|page| {
            let pixels = PixmapSettings {
                x_scale: SCALE,
                y_scale: SCALE,
                bg_color: WHITE,
            };
            let pixmap = render(page, &cache, &settings, &RenderSettings::default(), &pixels);
            let mut reader = Reader::default();
            let (width, height) = page.render_dimensions();
            let paper = kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
            let own = hayro::hayro_interpret::InterpreterCache::new();
            let start = page.initial_transform(true);
            let mut context = Context::new(
                kurbo::Affine::new(start.as_coeffs()),
                paper,
                &own,
                page.xref(),
                settings.clone(),
            );
            interpret_page(page, &mut context, &mut reader);
            Seen {
                grey: Grey::new(&pixmap),
                picture: png(pixmap),
                covered_by_a_picture: reader.pictures > 0.5 * paper.area(),
                words: reader.words(),
            }
        })
        .collect();
    Drawn {
        pages,
        fonts_missing: missing.load(Ordering::Relaxed),
        pictures_unreadable: unreadable.load(Ordering::Relaxed),
    }
}

/// Fonts that a file does not carry are replaced by ours, as a printer would.
fn settings(fonts: &Fonts, missing: &Arc<AtomicBool>, unreadable: &Arc<AtomicBool>) -> InterpreterSettings {
    let (ours, noted) = (fonts.clone(), Arc::clone(missing));
    let unread = Arc::clone(unreadable);
    InterpreterSettings {
        font_resolver: Arc::new(move |query| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(font) => {
                noted.store(true, Ordering::Relaxed);
                let name = font.post_script_name.as_deref().unwrap_or_default();
                if font.character_collection.is_none() && !is_japanese(name) {
                    return Some(font.pick_standard_font().get_font_data());
                }
                let mincho = font.is_serif || name.contains("Mincho") || name.contains("Ryumin");
                let face = if mincho {
                    Face::IpaExMincho
                } else {
                    Face::IpaExGothic
                };
                Some((ours.data(face), 0))
            }
        }),
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::ImageDecodeFailure) {
                unread.store(true, Ordering::Relaxed);
            }
        }),
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    }
}

fn is_japanese(name: &str) -> bool {
    ["Mincho", "Gothic", "Meiryo", "Ryumin", "GothicBBB", "Yu"]
        .iter()
        .any(|word| name.contains(word))
}

fn png(pixmap: Pixmap) -> Vec<u8> {
    // A page of the sizes that were checked always has pixels.
    pixmap.into_png().unwrap_or_default()
}
