//! The logical structure of a page, which a screen reader walks.

/// A part of the structure: an element, or an item of the page by its index.
#[derive(Clone, PartialEq, Debug)]
pub enum Node {
    /// An element.
    Element(Element),
    /// An item of the page.
    Content(usize),
}

/// An element with its parts in reading order.
#[derive(Clone, PartialEq, Debug)]
pub struct Element {
    /// What it is.
    pub role: Role,
    /// Its parts.
    pub children: Vec<Node>,
}

/// What a header cell is the header of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// The cells of its row.
    Row,
    /// The cells of its column.
    Column,
}

/// What an element is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Role {
    /// A section: one block of a form.
    Section,
    /// A heading of this level, with its text.
    Heading(u16, String),
    /// A paragraph.
    Paragraph,
    /// A table; every row has the same number of columns, spans counted.
    Table,
    /// A row.
    Row,
    /// A header cell.
    Header {
        /// What it heads.
        scope: Scope,
        /// Columns it spans.
        columns: u32,
        /// Rows it spans.
        rows: u32,
    },
    /// A data cell.
    Cell {
        /// Columns it spans.
        columns: u32,
    },
    /// A list.
    List,
    /// An item of a list.
    ListItem,
    /// A picture, with its description.
    Figure(String),
}
