//! A page → SVG, from the display list the PDF is drawn from, so that the preview equals the print.
//!
//! Glyphs are outlines of the fonts themselves: the file needs no font, and shows the same shapes everywhere. No
//! script, no style attribute, nothing outside the file.

mod path;

use std::collections::HashMap;
use std::fmt::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use crate::display::{Ink, Mark, Page, Segment, Shape, TextRun};
use crate::fonts::{Chain, Face, Fonts, clusters};
use crate::layout::Laid;

/// A page of a laid form as SVG; none if there is no such page (pages count from 0).
#[must_use]
pub fn svg(laid: &Laid, page: usize, fonts: &Fonts) -> Option<String> {
    drawn(laid, page, None, fonts)
}

/// [`svg`] with a word in large grey letters across the page: to look at, and of no use as the paper.
#[must_use]
pub fn marked(laid: &Laid, page: usize, word: &str, fonts: &Fonts) -> Option<String> {
    drawn(laid, page, Some(word), fonts)
}

fn drawn(laid: &Laid, page: usize, word: Option<&str>, fonts: &Fonts) -> Option<String> {
    let number = page + 1;
    let title = if laid.pages.len() > 1 {
        format!("{}　{number}／{}ページ", laid.title, laid.pages.len())
    } else {
        laid.title.clone()
    };
    // Several pages may stand in one HTML document: their ids must differ.
    let prefix = format!("{}-{number}-", laid.form);
    Some(render(laid.pages.get(page)?, &title, &prefix, word, fonts))
}

fn render(page: &Page, title: &str, prefix: &str, word: Option<&str>, fonts: &Fonts) -> String {
    let mut drawing = Drawing {
        fonts,
        prefix,
        symbols: HashMap::new(),
        definitions: String::new(),
        body: String::new(),
    };
    if let Some(picture) = page.ground.as_ref().and_then(|(ground, n)| ground.picture(*n)) {
        let _ = write!(
            drawing.body,
            "<image width=\"{}\" height=\"{}\" href=\"data:image/png;base64,{}\"/>",
            path::number(page.width),
            path::number(page.height),
            BASE64.encode(picture)
        );
    }
    for item in &page.items {
        match &item.mark {
            Mark::Text(run) => drawing.text(run),
            Mark::Shape(shape) => drawing.shape(shape),
        }
    }
    if let Some(word) = word {
        drawing.watermark(page, word);
    }
    let (width, height) = (path::number(page.width), path::number(page.height));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}pt\" \
         height=\"{height}pt\" role=\"img\"><title>{}</title><defs>{}</defs>\
         <path fill=\"#fff\" d=\"M0 0H{width}V{height}H0Z\"/>{}</svg>",
        escape(title),
        drawing.definitions,
        drawing.body
    )
}

/// A single filled path as a picture of its own.
pub(crate) fn glyph(segments: &[Segment], width: f32, height: f32) -> String {
    let (width, height, d) = (path::number(width), path::number(height), path::data(segments));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\"><path d=\"{d}\"/></svg>"
    )
}

struct Drawing<'a> {
    fonts: &'a Fonts,
    prefix: &'a str,
    /// The glyphs defined so far, by font and id; none where a glyph has no outline (a space).
    symbols: HashMap<(Face, u32), Option<usize>>,
    definitions: String,
    body: String,
}

impl Drawing<'_> {
    /// Draws a word across the page in four places, so that no part of the page is without it.
    fn watermark(&mut self, page: &Page, word: &str) {
        let letters = clusters(self.fonts, Chain::Labels, word);
        let ems: f32 = letters.iter().map(|letter| letter.advance).sum();
        let size = page.width * 0.38 / ems.max(1.0);
        self.body.push_str("<g id=\"");
        self.body.push_str(self.prefix);
        self.body.push_str("watermark\" opacity=\".13\" fill=\"#000\">");
        for (x, y) in [(0.25, 0.2), (0.7, 0.4), (0.3, 0.65), (0.72, 0.85)] {
            let (x, y) = (path::number(page.width * x), path::number(page.height * y));
            let _ = write!(self.body, "<g transform=\"translate({x} {y}) rotate(-30)\">");
            let mut pen = -ems * size / 2.0;
            for letter in &letters {
                let scale = size / self.fonts.units_per_em(letter.face);
                if let Some(symbol) = self.symbol(letter.face, letter.glyph) {
                    let (at, scale) = (path::number(pen), path::precise(scale));
                    let _ = write!(
                        self.body,
                        "<use href=\"#{}{symbol}\" transform=\"translate({at} 0) scale({scale} -{scale})\"/>",
                        self.prefix
                    );
                }
                pen += letter.advance * size;
            }
            self.body.push_str("</g>");
        }
        self.body.push_str("</g>");
    }

    fn text(&mut self, run: &TextRun) {
        let scale = run.size / self.fonts.units_per_em(run.face);
        let mut x = run.x;
        for glyph in &run.glyphs {
            if let Some(symbol) = self.symbol(run.face, glyph.id) {
                let (x, y, scale) = (path::number(x), path::number(run.y), path::precise(scale));
                let fill = attribute("fill", run.ink);
                let _ = write!(
                    self.body,
                    "<use href=\"#{}{symbol}\" transform=\"translate({x} {y}) scale({scale} -{scale})\"{fill}/>",
                    self.prefix
                );
            }
            x += glyph.advance * run.size;
        }
        if !run.path.is_empty() {
            let d = path::data(&run.path);
            let _ = write!(self.body, "<path d=\"{d}\"{}/>", attribute("fill", run.ink));
        }
    }

    /// The definition of a glyph's outline, made on first use.
    fn symbol(&mut self, face: Face, glyph: u32) -> Option<usize> {
        if let Some(known) = self.symbols.get(&(face, glyph)) {
            return *known;
        }
        let outline = self.fonts.outline(face, glyph);
        let symbol = (!outline.is_empty()).then_some(self.symbols.len());
        if let Some(symbol) = symbol {
            let d = path::data(&outline);
            let _ = write!(
                self.definitions,
                "<path id=\"{}{symbol}\" d=\"{d}\"/>",
                self.prefix
            );
        }
        self.symbols.insert((face, glyph), symbol);
        symbol
    }

    fn shape(&mut self, shape: &Shape) {
        let _ = write!(self.body, "<path d=\"{}\"", path::data(&shape.path));
        match shape.fill {
            Some(ink) => self.body.push_str(&attribute("fill", ink)),
            None => self.body.push_str(" fill=\"none\""),
        }
        if let Some((ink, width)) = shape.stroke {
            let _ = write!(
                self.body,
                " stroke=\"{}\" stroke-width=\"{}\"",
                colour(ink),
                path::number(width)
            );
        }
        if let Some([dash, gap]) = shape.dash {
            let _ = write!(
                self.body,
                " stroke-dasharray=\"{} {}\"",
                path::number(dash),
                path::number(gap)
            );
        }
        self.body.push_str("/>");
    }
}

fn colour(ink: Ink) -> String {
    format!("#{0:02x}{0:02x}{0:02x}", ink.0)
}

/// An attribute of a shade; black is what it is without one.
fn attribute(name: &str, ink: Ink) -> String {
    if ink == Ink::BLACK {
        String::new()
    } else {
        format!(" {name}=\"{}\"", colour(ink))
    }
}

/// Text for XML: special characters escaped, those that XML cannot hold replaced.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {
                escaped.push('\u{FFFD}');
            }
            c => escaped.push(c),
        }
    }
    escaped
}
