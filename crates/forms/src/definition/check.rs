//! What a definition must keep to, so that no form can be laid wrongly.

use thiserror::Error;

use super::{Block, Field, FormDefinition, Rule};
use crate::layout::{MARGIN, blocks_height, label_width};

/// Why a definition is wrong.
#[derive(Debug, Error)]
pub enum DefinitionError {
    /// It is no TOML, or not of this shape.
    #[error(transparent)]
    Unreadable(#[from] toml::de::Error),
    /// A number that nothing can be laid with, or a heading that says nothing.
    #[error("{form}: {what}")]
    OutOfRange {
        /// The form.
        form: String,
        /// Which, and what it has to be.
        what: String,
    },
    /// The blocks are higher than the page.
    #[error("{form}: the blocks need {needed:.1} mm, the page has {room:.1} mm")]
    TooHigh {
        /// The form.
        form: String,
        /// What the blocks need, in millimetres.
        needed: f32,
        /// What the page has.
        room: f32,
    },
    /// The cells of a row are wider than the page.
    #[error("{form}: a row needs {needed:.1} mm, the page has {room:.1} mm")]
    TooWide {
        /// The form.
        form: String,
        /// What the cells need, in millimetres.
        needed: f32,
        /// What the page has.
        room: f32,
    },
    /// A rule without a message, or with a pattern that is none, or for a cell that has no value.
    #[error("{form}: a rule cannot be understood: {rule}")]
    BadRule {
        /// The form.
        form: String,
        /// The rule.
        rule: String,
    },
    /// A table or a choice that has nothing in it.
    #[error("{form}: a table without rows or columns, or a choice without options")]
    Empty {
        /// The form.
        form: String,
    },
}

impl FormDefinition {
    /// Checks that everything has its place on the page.
    pub(super) fn check(&self) -> Result<(), DefinitionError> {
        let form = || self.id.clone();
        // Before anything is computed with them.
        if let Some(what) = super::ranges::mistake(self) {
            return Err(DefinitionError::OutOfRange { form: form(), what });
        }
        let (width, height) = self.size();
        let room = height - 2.0 * MARGIN;
        let needed = blocks_height(self);
        if needed > room {
            return Err(DefinitionError::TooHigh {
                form: form(),
                needed,
                room,
            });
        }
        let room = width - 2.0 * MARGIN;
        for needed in self.blocks.iter().flat_map(widths) {
            if needed > room + 0.01 {
                return Err(DefinitionError::TooWide {
                    form: form(),
                    needed,
                    room,
                });
            }
        }
        if let Some(rule) = self.blocks.iter().flat_map(bad_rules).next() {
            return Err(DefinitionError::BadRule {
                form: form(),
                rule: format!("{rule:?}"),
            });
        }
        if self.blocks.iter().any(is_empty) {
            Err(DefinitionError::Empty { form: form() })
        } else {
            Ok(())
        }
    }
}

/// The rules of a block that cannot be understood or have nothing to look at.
fn bad_rules(block: &Block) -> Vec<&Rule> {
    fn of(rules: &[Rule], checked: bool) -> impl Iterator<Item = &Rule> {
        rules.iter().filter(move |rule| !checked || !rule.is_sound())
    }
    match block {
        Block::Grid(grid) => {
            let cells = grid.rows.iter().flat_map(|row| &row.cells);
            let checked = |cell: &super::Cell| cell.field.as_ref().and_then(Field::checked_key).is_some();
            cells.flat_map(|cell| of(&cell.rules, checked(cell))).collect()
        }
        Block::People(table) => {
            let checked =
                |column: &super::Column| column.fields.iter().any(|field| field.checked_key().is_some());
            let columns = table.columns.iter();
            columns
                .flat_map(|column| of(&column.rules, checked(column)))
                .collect()
        }
        Block::Notes(_) | Block::Office(_) => Vec::new(),
    }
}

/// The least widths of a block's rows, in millimetres.
fn widths(block: &Block) -> Vec<f32> {
    match block {
        Block::Grid(grid) => {
            let cells = |row: &super::Row| -> f32 {
                row.cells
                    .iter()
                    .map(|cell| cell.width.unwrap_or_else(|| label_width(cell) + 5.0))
                    .sum()
            };
            grid.rows.iter().map(cells).collect()
        }
        Block::People(table) => {
            vec![
                table
                    .columns
                    .iter()
                    .map(|column| column.width.unwrap_or(5.0))
                    .sum::<f32>(),
            ]
        }
        Block::Notes(_) | Block::Office(_) => Vec::new(),
    }
}

fn is_empty(block: &Block) -> bool {
    let no_options = |field: &Field| matches!(field, Field::Choice { options, .. } if options.is_empty());
    match block {
        Block::Grid(grid) => {
            let cells = || grid.rows.iter().flat_map(|row| &row.cells);
            grid.rows.iter().any(|row| row.cells.is_empty())
                || cells().filter_map(|cell| cell.field.as_ref()).any(no_options)
        }
        Block::People(table) => {
            table.rows == 0
                || table.columns.is_empty()
                || table
                    .columns
                    .iter()
                    .any(|column| column.fields.is_empty() || column.fields.iter().any(no_options))
        }
        Block::Notes(notes) => notes.lines.is_empty(),
        Block::Office(area) => area.heading.is_empty(),
    }
}
