//! Blocks: grids of cells, tables of people, notes.

use serde::Deserialize;

use super::{Field, Rule};

/// One block of a form.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// Rows of labelled cells.
    Grid(Grid),
    /// A row per person; continuation sheets take those for whom there is no row.
    People(PeopleTable),
    /// Printed notes.
    Notes(Notes),
    /// An area for the staff.
    Office(OfficeArea),
}

/// Rows of labelled cells.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// The heading above it, if any.
    #[serde(default)]
    pub heading: Option<String>,
    /// The label standing upright at its left over all rows, for example 「届出人」.
    #[serde(default)]
    pub side: Option<String>,
    /// For the staff to fill in: set apart, and not read out to the resident.
    #[serde(default)]
    pub office: bool,
    /// Rows, from the top.
    #[serde(rename = "row")]
    pub rows: Vec<Row>,
}

/// One row of a grid.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Height in millimetres.
    pub height: f32,
    /// Cells, from the left.
    #[serde(rename = "cell")]
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// The label at its left.
    #[serde(default)]
    pub label: Option<String>,
    /// The label's width in millimetres; the form's usual width where none is given.
    #[serde(default)]
    pub label_width: Option<f32>,
    /// A small caption above the field, inside the cell.
    #[serde(default)]
    pub caption: Option<String>,
    /// The width of label and field together; cells without one share what is left.
    #[serde(default)]
    pub width: Option<f32>,
    /// What is written there; an empty cell where there is none.
    #[serde(default)]
    pub field: Option<Field>,
    /// The resident has to check it before signing.
    #[serde(default)]
    pub confirm: bool,
    /// What the value has to be like.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// A table with a row per person.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleTable {
    /// The heading above it, if any.
    #[serde(default)]
    pub heading: Option<String>,
    /// The list of people, for example `members`; keys beginning with `row.` mean the row's person.
    pub people: String,
    /// Rows on the first sheet.
    pub rows: usize,
    /// Height of the header in millimetres.
    pub header_height: f32,
    /// Height of a row in millimetres.
    pub row_height: f32,
    /// Columns, from the left.
    #[serde(rename = "column")]
    pub columns: Vec<Column>,
}

/// A column of a table of people.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The header; a slash breaks the line.
    pub label: String,
    /// Width in millimetres; columns without one share what is left.
    #[serde(default)]
    pub width: Option<f32>,
    /// What is written there; the fields share the height.
    pub fields: Vec<Field>,
    /// The resident has to check it before signing.
    #[serde(default)]
    pub confirm: bool,
    /// What the values of those who have a row have to be like.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// An area for the staff: room to write, small boxes to initial, and a place for the stamp.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeArea {
    /// What it is, for example 「処理欄（職員が記入します）」.
    pub heading: String,
    /// Height in millimetres.
    pub height: f32,
    /// Captions of the boxes to initial, for example 「受付」.
    #[serde(default)]
    pub boxes: Vec<String>,
    /// The caption of the place for the stamp, for example 「受付印」.
    #[serde(default)]
    pub stamp: Option<String>,
}

/// Printed notes.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notes {
    /// The heading, for example 「注意」.
    #[serde(default)]
    pub heading: Option<String>,
    /// Height in millimetres.
    pub height: f32,
    /// One line each.
    pub lines: Vec<String>,
}
