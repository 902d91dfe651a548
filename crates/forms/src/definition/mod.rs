//! Form definitions as data: paper, blocks, cells and the fields in them, each bound to a dotted key.
//!
//! A form is a stack of blocks from the top of the page downwards; a block is a grid of labelled cells, a table
//! with a row per person, or notes. Lengths are millimetres.

mod block;
mod check;
mod embedded;
mod field;
mod keys;
mod ranges;
mod rule;

pub use block::{Block, Cell, Column, Grid, Notes, OfficeArea, PeopleTable, Row};
pub use check::DefinitionError;
pub use field::{Choice, DateStyle, Field, SealShape, Symbology};
pub use rule::Rule;

use serde::Deserialize;

/// One form.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDefinition {
    /// Stable id, the one the catalogue's procedures name.
    pub id: String,
    /// 様式名, for example 「住民異動届」.
    pub title: String,
    /// The edition of the layout, for example `2026-11`.
    pub edition: String,
    /// The paper.
    #[serde(default)]
    pub paper: Paper,
    /// Which way it lies.
    pub orientation: Orientation,
    /// Whether the layout is our own (the law fixes the items only) rather than one set by an ordinance.
    pub own_layout: bool,
    /// The form that an ordinance draws for the same purpose, for example 「児童手当法施行規則様式第2号」: the foot of
    /// the page says that this is not it.
    #[serde(default)]
    pub ordinance_form: Option<String>,
    /// The law the notification or request is made under.
    pub legal_basis: String,
    /// The addressee, with keys in braces, for example `{municipality.mayor}`.
    pub addressee: String,
    /// The sentence under the title, for example 「次のとおり届け出ます。」.
    pub preamble: String,
    /// The label and key of the date at the upper right.
    pub date: HeadingDate,
    /// A sheet of its own for each person concerned; keys beginning with `person.` mean that person.
    #[serde(default)]
    pub sheet_per_person: bool,
    /// Blocks, from the top.
    #[serde(rename = "block")]
    pub blocks: Vec<Block>,
}

/// The date at the upper right of a form.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingDate {
    /// Its label, for example 「届出日」.
    pub label: String,
    /// Its key.
    pub key: String,
}

/// Paper sizes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 297 × 420 mm.
    A3,
}

/// Which way the paper lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Orientation {
    /// 縦
    Portrait,
    /// 横
    Landscape,
}

impl FormDefinition {
    /// Width and height of the page in millimetres.
    #[must_use]
    pub fn size(&self) -> (f32, f32) {
        let (short, long) = match self.paper {
            Paper::A4 => (210.0, 297.0),
            Paper::A3 => (297.0, 420.0),
        };
        match self.orientation {
            Orientation::Portrait => (short, long),
            Orientation::Landscape => (long, short),
        }
    }
}
