//! The content of a page: what is drawn under which mark, and where.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, ObjectId};

use super::font::Font;
use super::{Page, dictionary, get, number, text};

/// A glyph that is drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Glyph {
    /// The font's name in the file, with the letters of the subset.
    pub(crate) font: Arc<str>,
    /// Its number in the font's own file within the file.
    pub(crate) id: u16,
    /// What the font says it means.
    pub(crate) meaning: Option<String>,
}

/// What is drawn under one mark.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Drawn {
    /// Its text as it is read out: the replacement where there is one, otherwise what the fonts say.
    pub(crate) text: String,
    /// Its glyphs.
    pub(crate) glyphs: Vec<Glyph>,
    /// Where it begins, and its upper and lower end: points, from the upper left corner of the page.
    pub(crate) x: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
    /// Whether anything was drawn at all.
    pub(crate) seen: bool,
}

/// A mark that is open.
struct Mark {
    kind: Kind,
    /// Whether what is drawn under it is read out as something else.
    replaced: bool,
}

#[derive(PartialEq)]
enum Kind {
    /// A part of the structure, by its number.
    Part(i64),
    Artifact,
    /// A replacement inside of another mark.
    Inner,
}

type Matrix = [f32; 6];

fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

const STILL: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

struct Reader {
    fonts: HashMap<Vec<u8>, Font>,
    height: f32,
    page: Page,
    open: Vec<Mark>,
    matrices: Vec<Matrix>,
    matrix: Matrix,
    text_matrix: Matrix,
    font: Vec<u8>,
    size: f32,
}

pub(super) fn page(document: &Document, id: ObjectId) -> Page {
    let page = document.get_dictionary(id).expect("a page");
    let height = get(document, page, "MediaBox").and_then(|media| media.as_array().ok());
    let resources = get(document, page, "Resources").and_then(|resources| resources.as_dict().ok());
    let fonts = resources
        .and_then(|resources| dictionary(document, resources.get(b"Font").ok()?))
        .map(|fonts| {
            let read = |(name, font): (&Vec<u8>, &Object)| (name.clone(), Font::read(document, font));
            fonts.iter().map(read).collect()
        });
    let mut reader = Reader {
        fonts: fonts.unwrap_or_default(),
        height: number(&height.expect("a size")[3]),
        page: Page {
            marked: BTreeMap::new(),
            twice: Vec::new(),
            loose: 0,
            artifacts: String::new(),
        },
        open: Vec::new(),
        matrices: Vec::new(),
        matrix: STILL,
        text_matrix: STILL,
        font: Vec::new(),
        size: 0.0,
    };
    let content = Content::decode(&document.get_page_content(id)).expect("readable content");
    for operation in &content.operations {
        reader.take(operation);
    }
    assert!(reader.open.is_empty() && reader.matrices.is_empty());
    reader.page
}

impl Reader {
    fn take(&mut self, operation: &Operation) {
        let operands = &operation.operands;
        let matrix = || -> Matrix { std::array::from_fn(|n| number(&operands[n])) };
        match operation.operator.as_str() {
            "q" => self.matrices.push(self.matrix),
            "Q" => self.matrix = self.matrices.pop().expect("a state to go back to"),
            "cm" => self.matrix = times(matrix(), self.matrix),
            "BT" => self.text_matrix = STILL,
            "Tm" => self.text_matrix = matrix(),
            "Tf" => {
                self.font = operands[0].as_name().expect("a name").to_vec();
                self.size = number(&operands[1]);
            }
            "Tj" => self.show(std::slice::from_ref(&operands[0])),
            "TJ" => self.show(operands[0].as_array().expect("pieces")),
            "Td" | "TD" | "T*" | "'" | "\"" | "Do" | "sh" | "BI" | "BMC" => {
                panic!("{} is not in our files", operation.operator)
            }
            "m" | "l" => self.point(number(&operands[0]), number(&operands[1])),
            "c" => {
                for pair in operands.chunks_exact(2) {
                    self.point(number(&pair[0]), number(&pair[1]));
                }
            }
            "f" | "f*" | "S" | "B" | "b" | "s" | "B*" | "b*" => self.painted(),
            "BDC" => self.begin(operands),
            "EMC" => {
                self.open.pop().expect("an open mark");
            }
            _ => {}
        }
    }

    fn begin(&mut self, operands: &[Object]) {
        let properties = operands[1].as_dict().expect("properties in their place");
        let replacement = properties.get(b"ActualText").ok();
        let replacement = replacement.map(|value| text(value.as_str().expect("a text")));
        let number = properties
            .get(b"MCID")
            .ok()
            .and_then(|number| number.as_i64().ok());
        let kind = match (operands[0].as_name().expect("a name"), number) {
            (b"Artifact", None) => Kind::Artifact,
            (_, Some(number)) => {
                if self.page.marked.insert(number, Drawn::default()).is_some() {
                    self.page.twice.push(number);
                }
                Kind::Part(number)
            }
            (b"Span", None) if replacement.is_some() => Kind::Inner,
            other => panic!("{other:?} is not in our files"),
        };
        self.open.push(Mark {
            kind,
            replaced: false,
        });
        if let Some(replacement) = replacement {
            self.say(&replacement);
            if let Some(mark) = self.open.last_mut() {
                mark.replaced = true;
            }
        }
    }

    /// The part that is being drawn, if it is one.
    fn part(&mut self) -> Option<&mut Drawn> {
        let number = self.open.iter().rev().find_map(|mark| match mark.kind {
            Kind::Part(number) => Some(number),
            _ => None,
        })?;
        self.page.marked.get_mut(&number)
    }

    fn say(&mut self, said: &str) {
        if self.open.iter().any(|mark| mark.replaced) {
            return;
        }
        if self.open.iter().any(|mark| mark.kind == Kind::Artifact) {
            self.page.artifacts.push_str(said);
        } else if let Some(part) = self.part() {
            part.text.push_str(said);
        }
    }

    fn show(&mut self, pieces: &[Object]) {
        self.painted();
        let (x, y) = self.place(self.text_matrix[4], self.text_matrix[5]);
        let size = self.size;
        if let Some(part) = self.part() {
            part.reach(x, y - size * 0.8);
            part.reach(x, y + size * 0.1);
        }
        for piece in pieces {
            let Ok(bytes) = piece.as_str() else { continue };
            for pair in bytes.chunks_exact(2) {
                let code = u16::from_be_bytes([pair[0], pair[1]]);
                let font = &self.fonts[&self.font];
                let glyph = Glyph {
                    font: font.name.clone(),
                    id: font.glyph(code),
                    meaning: font.meaning(code).map(str::to_owned),
                };
                let said = glyph.meaning.clone().unwrap_or_default();
                self.say(&said);
                if let Some(part) = self.part() {
                    part.glyphs.push(glyph);
                }
            }
        }
    }

    /// A point of the page, from its upper left corner.
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        let m = self.matrix;
        let (x, y) = (x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]);
        (x, self.height - y)
    }

    fn point(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        if let Some(part) = self.part() {
            part.reach(x, y);
        }
    }

    fn painted(&mut self) {
        if self.open.is_empty() {
            self.page.loose += 1;
        }
    }
}

impl Drawn {
    fn reach(&mut self, x: f32, y: f32) {
        if !self.seen {
            (self.x, self.top, self.bottom, self.seen) = (x, y, y, true);
        }
        (self.x, self.top, self.bottom) = (self.x.min(x), self.top.min(y), self.bottom.max(y));
    }
}
