//! Builds a page: items and structure together, so that no content is left out of the structure.

use super::{Element, Ink, Item, Mark, Node, Page, PlacedGlyph, Rect, Role, Segment, Shape, TextRun};
use crate::fonts::{Chain, Fonts, clusters};
use crate::own_form::Ground;

/// A page under construction.
#[derive(Debug)]
pub struct PageBuilder {
    width: f32,
    height: f32,
    ground: Option<(Ground, usize)>,
    items: Vec<Item>,
    /// The parts of the element that is open.
    open: Vec<Node>,
}

impl PageBuilder {
    /// An empty page of this size in points.
    #[must_use]
    pub fn new(width: f32, height: f32) -> Self {
        Self {
            width,
            height,
            ground: None,
            items: Vec::new(),
            open: Vec::new(),
        }
    }

    /// A page of this size in points, with a page of another file beneath.
    #[must_use]
    pub fn on(ground: Ground, page: usize, (width, height): (f32, f32)) -> Self {
        Self {
            ground: Some((ground, page)),
            ..Self::new(width, height)
        }
    }

    /// All content drawn by `inside` becomes part of a new element.
    pub fn element<T>(&mut self, role: Role, inside: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::take(&mut self.open);
        let result = inside(self);
        let children = std::mem::replace(&mut self.open, outer);
        self.open.push(Node::Element(Element { role, children }));
        result
    }

    /// Draws text as content.
    pub fn text(&mut self, run: TextRun) {
        self.open.push(Node::Content(self.items.len()));
        self.items.push(Item {
            mark: Mark::Text(run),
            content: true,
        });
    }

    /// Draws a shape that means something.
    pub fn symbol(&mut self, shape: Shape) {
        self.open.push(Node::Content(self.items.len()));
        self.items.push(Item {
            mark: Mark::Shape(shape),
            content: true,
        });
    }

    /// Fills a rectangle as ground.
    pub fn ground(&mut self, rect: Rect, ink: Ink) {
        self.artifact(Shape {
            path: rect.into(),
            fill: Some(ink),
            stroke: None,
            dash: None,
            actual_text: None,
        });
    }

    /// Draws a rule or a frame.
    pub fn rule(&mut self, path: Vec<Segment>, width: f32) {
        self.artifact(Shape {
            path,
            fill: None,
            stroke: Some((Ink::BLACK, width)),
            dash: None,
            actual_text: None,
        });
    }

    /// Draws a dashed rule.
    pub fn dashed(&mut self, path: Vec<Segment>, width: f32) {
        let stroke = Some((Ink(110), width));
        self.artifact(Shape {
            path,
            fill: None,
            stroke,
            dash: Some([1.2, 1.6]),
            actual_text: None,
        });
    }

    fn artifact(&mut self, shape: Shape) {
        self.items.push(Item {
            mark: Mark::Shape(shape),
            content: false,
        });
    }

    /// Width and height in points.
    #[must_use]
    pub fn size(&self) -> (f32, f32) {
        (self.width, self.height)
    }

    /// Everything drawn by `inside` is no content: page numbers and the like.
    pub fn as_furniture<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        let from = self.items.len();
        let outer = std::mem::take(&mut self.open);
        let result = inside(self);
        self.open = outer;
        for item in &mut self.items[from..] {
            item.content = false;
        }
        result
    }

    /// A blank cell still is a cell to a screen reader: it gets a space where nothing was written.
    pub fn blank_if_empty(&mut self, fonts: &Fonts, rect: Rect) {
        if !self.open.is_empty() {
            return;
        }
        let space = clusters(fonts, Chain::Labels, "\u{3000}").remove(0);
        let size = 6.0;
        let glyphs = vec![PlacedGlyph {
            id: space.glyph,
            advance: space.advance,
            range: 0..space.text.len(),
        }];
        self.text(TextRun {
            face: space.face,
            size,
            x: rect.x + 1.0,
            y: rect.y + rect.h / 2.0,
            text: space.text,
            glyphs,
            actual_text: None,
            path: Vec::new(),
            ink: Ink::BLACK,
        });
    }

    /// The lowest point drawn so far, in points; nothing is drawn above the upper edge.
    #[must_use]
    pub(crate) fn lowest(&self) -> f32 {
        let of_segment = |segment: &Segment| match *segment {
            Segment::Move(_, y) | Segment::Line(_, y) | Segment::Quad(.., y) | Segment::Cubic(.., y) => y,
            Segment::Close => 0.0,
        };
        let of_item = |item: &Item| match &item.mark {
            Mark::Text(run) => run.y + run.size * 0.12,
            Mark::Shape(shape) => shape.path.iter().map(of_segment).fold(0.0, f32::max),
        };
        self.items.iter().map(of_item).fold(0.0, f32::max)
    }

    /// The finished page.
    #[must_use]
    pub fn finish(self) -> Page {
        Page {
            width: self.width,
            height: self.height,
            ground: self.ground,
            items: self.items,
            tree: self.open,
        }
    }
}
