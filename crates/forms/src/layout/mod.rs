//! Definition and values → laid pages.

mod continuation;
mod fields;
mod grid;
mod notes;
mod office;
mod people;
mod scope;
mod sheet;
mod stamp;
mod substitutes;
mod writer;

use madoguchi_model::municipality::Municipality;

use crate::definition::{Block, Cell, FormDefinition};
use crate::display::Page;
use crate::fonts::Fonts;
use crate::values::Values;

pub(crate) use continuation::lay_overflow;
pub(crate) use fields::strokes;
pub(crate) use scope::Scope;
pub(crate) use sheet::foot;
pub use stamp::stamp;
pub(crate) use substitutes::lay_notes;
pub(crate) use writer::{Place, Writer};

/// The margin on every side, in millimetres.
pub(crate) const MARGIN: f32 = 10.0;
/// The height of a form's head and foot, in millimetres.
const HEAD: f32 = 19.0;
const FOOT: f32 = 6.0;
/// The gap between blocks.
const GAP: f32 = 1.6;
/// The height of a block's heading.
const HEADING: f32 = 5.0;
/// The usual width of a cell's label.
const LABEL: f32 = 22.0;

/// A form laid on pages.
#[derive(Clone, PartialEq, Debug)]
pub struct Laid {
    /// The form's id.
    pub form: String,
    /// Its title.
    pub title: String,
    /// Its pages.
    pub pages: Vec<Page>,
    /// Values that do not fit their places: each stands whole on a sheet of its own at the end.
    pub overflow: Vec<Overflow>,
    /// Characters that no font holds: a 〓 stands for each, and a person has to write it.
    pub missing_glyphs: Vec<MissingGlyph>,
    /// Characters that no font holds and an officer let be printed as others; the foot of their pages says so.
    pub substituted: Vec<Substituted>,
    /// Every field with its value, in reading order: for the check list on the screen, and for screen readers.
    pub fields: Vec<FieldText>,
    /// Where a value is not as the form's rules ask; told to the officer before printing, and no more.
    pub findings: Vec<Finding>,
    /// Keys left blank to protect a person's address (支援措置).
    pub withheld: Vec<String>,
}

/// A value that does not fit its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overflow {
    /// Its number on the sheet, from 1; the place refers to it.
    pub number: usize,
    /// The label of its place.
    pub field: String,
    /// The whole text.
    pub text: String,
}

/// A character that no font holds exactly as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingGlyph {
    /// The character, its code points exactly as written.
    pub cluster: String,
    /// The label of the place it belongs to.
    pub field: String,
}

impl Laid {
    /// Whether it lies on a municipality's own paper. Such pages print as plain PDF, in a file apart from ours.
    #[must_use]
    pub fn on_own_paper(&self) -> bool {
        self.pages.iter().any(|page| page.ground.is_some())
    }
}

impl MissingGlyph {
    /// Its code points, for example `U+8FBB U+E01EF`.
    #[must_use]
    pub fn code_points(&self) -> String {
        code_points(&self.cluster)
    }
}

/// The code points of a text, for example `U+8FBB U+E01EF`.
#[must_use]
pub fn code_points(text: &str) -> String {
    text.chars()
        .map(|c| format!("U+{:04X}", u32::from(c)))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A character in whose place another is printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Substituted {
    /// The character, its code points exactly as written.
    pub cluster: String,
    /// What is printed.
    pub with: String,
    /// The label of the place it belongs to.
    pub field: String,
    /// The page, from 0.
    pub page: usize,
}

/// A value that is not as a rule of the form asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The label of its place.
    pub field: String,
    /// What the officer is told.
    pub message: String,
}

/// A field as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldText {
    /// The key of its value, or the stem of its keys; empty where it is for the pen alone.
    pub key: String,
    /// Its label.
    pub label: String,
    /// Its value; empty where it is left blank.
    pub value: String,
    /// The resident has to check it before signing.
    pub confirm: bool,
}

/// Lays a form with values.
#[must_use]
pub fn layout(form: &FormDefinition, values: &Values, fonts: &Fonts) -> Laid {
    let fonts = fonts.substituting(values.substitutes());
    let mut writer = Writer::new(&fonts, values);
    let (width, height) = form.size();
    let sheets = if form.sheet_per_person {
        values.count("concerned").max(1)
    } else {
        1
    };
    for person in 0..sheets {
        writer.person = person;
        sheet::lay(&mut writer, form);
    }
    lay_notes(&mut writer, 0, 5.5);
    let sheets = writer.pages.len();
    lay_overflow(&mut writer, form.title.as_str(), width, height);
    // There is no further sheet to send them to.
    lay_notes(&mut writer, sheets, 3.0);
    let note = sheet::note(form, &writer);
    foot(&mut writer, &note, MARGIN);
    writer.finish(&form.id, &form.title)
}

/// Lays the blank form of a municipality, to be filled in with a pen.
#[must_use]
pub fn blank(form: &FormDefinition, municipality: &Municipality, fonts: &Fonts) -> Laid {
    let mut laid = layout(form, &Values::blank(municipality), fonts);
    // Nothing is written on it yet.
    laid.findings.clear();
    laid
}

/// The height that a form's head, blocks and foot need, in millimetres.
pub(crate) fn blocks_height(form: &FormDefinition) -> f32 {
    HEAD + FOOT
        + form
            .blocks
            .iter()
            .map(|block| block_height(block) + GAP)
            .sum::<f32>()
}

fn block_height(block: &Block) -> f32 {
    let heading = |heading: &Option<String>| if heading.is_some() { HEADING } else { 0.0 };
    match block {
        Block::Grid(grid) => heading(&grid.heading) + grid.rows.iter().map(|row| row.height).sum::<f32>(),
        Block::People(table) => heading(&table.heading) + people::table_height(table, table.rows),
        Block::Notes(notes) => notes.height,
        Block::Office(area) => HEADING + area.height,
    }
}

/// The width of a cell's label in millimetres.
pub(crate) fn label_width(cell: &Cell) -> f32 {
    if cell.label.is_some() {
        cell.label_width.unwrap_or(LABEL)
    } else {
        0.0
    }
}
