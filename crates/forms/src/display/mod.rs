//! The display list: what stands where on a page, and what it means. Both the PDF and the SVG are drawn from it.
//!
//! Lengths are points (1/72 inch), the origin is the top left corner, y grows downwards.

mod builder;
mod geometry;
mod structure;

pub use builder::PageBuilder;
pub use geometry::{Rect, Segment, lines, mm};
pub use structure::{Element, Node, Role, Scope};

use std::ops::Range;

use crate::fonts::Face;
use crate::own_form::Ground;

/// A shade of grey: 0 is black, 255 white.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Ink(pub u8);

impl Ink {
    /// Black.
    pub const BLACK: Self = Self(0);
    /// Captions and notes.
    pub const SOFT: Self = Self(64);
    /// The ground of label cells.
    pub const GROUND: Self = Self(238);
    /// White.
    pub const WHITE: Self = Self(255);
}

/// One page.
#[derive(Clone, PartialEq, Debug)]
pub struct Page {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// The page of another file that lies beneath, counted from 0.
    pub ground: Option<(Ground, usize)>,
    /// What is drawn, from the back to the front.
    pub items: Vec<Item>,
    /// The logical structure, in reading order. Every content item stands in it exactly once.
    pub tree: Vec<Node>,
}

impl Page {
    /// Puts what another page of the same size shows onto this one: drawn last, read first.
    pub(crate) fn put_first(&mut self, other: Self) {
        let from = self.items.len();
        self.items.extend(other.items);
        let mut tree = other.tree;
        shift(&mut tree, from);
        tree.append(&mut self.tree);
        self.tree = tree;
    }
}

/// Moves every reference to an item by so many items.
fn shift(nodes: &mut [Node], by: usize) {
    for node in nodes {
        match node {
            Node::Element(element) => shift(&mut element.children, by),
            Node::Content(index) => *index += by,
        }
    }
}

/// Something drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    /// What it is.
    pub mark: Mark,
    /// Whether it belongs to the content; rules and grounds do not (PDF: artifacts).
    pub content: bool,
}

/// The two things that can be drawn.
#[derive(Clone, PartialEq, Debug)]
pub enum Mark {
    /// Glyphs of one font on one line.
    Text(TextRun),
    /// A filled or stroked path.
    Shape(Shape),
}

/// Glyphs of one font on one line.
#[derive(Clone, PartialEq, Debug)]
pub struct TextRun {
    /// The font.
    pub face: Face,
    /// The size of an em.
    pub size: f32,
    /// Where the first glyph begins.
    pub x: f32,
    /// The baseline.
    pub y: f32,
    /// The text drawn, its code points exactly as handed in.
    pub text: String,
    /// The glyphs, in order.
    pub glyphs: Vec<PlacedGlyph>,
    /// What the text really is, where the glyph only stands for it (a character without a glyph).
    pub actual_text: Option<String>,
    /// A path filled beside the glyphs as part of the same content: a character of the municipality's own font,
    /// whose glyph here is a space, or the mark of a substitute. Empty for all other text.
    pub path: Vec<Segment>,
    /// The shade.
    pub ink: Ink,
}

/// A glyph and the piece of text it draws.
#[derive(Clone, PartialEq, Debug)]
pub struct PlacedGlyph {
    /// The font's glyph id.
    pub id: u32,
    /// How far the next glyph begins, in ems.
    pub advance: f32,
    /// The bytes of [`TextRun::text`] that it draws.
    pub range: Range<usize>,
}

/// A path.
#[derive(Clone, PartialEq, Debug)]
pub struct Shape {
    /// The path.
    pub path: Vec<Segment>,
    /// Filled with this shade.
    pub fill: Option<Ink>,
    /// Stroked with this shade and width.
    pub stroke: Option<(Ink, f32)>,
    /// Lengths of dashes and gaps; whole where none.
    pub dash: Option<[f32; 2]>,
    /// The text a content shape stands for (☑ for a ticked box).
    pub actual_text: Option<String>,
}
