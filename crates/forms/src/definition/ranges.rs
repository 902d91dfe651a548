//! What a definition may hold: numbers that can be laid and read, headings that say something.

use std::ops::RangeInclusive;

use super::{Block, Field, FormDefinition};

/// Heights of rows, headers and notes in millimetres.
const HEIGHT: RangeInclusive<f32> = 2.0..=420.0;
/// Widths of cells, columns and labels in millimetres.
const WIDTH: RangeInclusive<f32> = 1.0..=420.0;
/// Sizes of text in points.
const SIZE: RangeInclusive<f32> = 4.0..=40.0;
/// Rows of a table of people.
const ROWS: RangeInclusive<usize> = 1..=100;
/// Boxes of a field, all groups together.
const BOXES: RangeInclusive<u32> = 1..=40;
/// Options of a choice, and how many stand side by side.
const OPTIONS: RangeInclusive<usize> = 1..=60;
const COLUMNS: RangeInclusive<u8> = 1..=20;

/// The first mistake, in words: none where all is sound.
pub(super) fn mistake(form: &FormDefinition) -> Option<String> {
    let said = |what: &str, text: &str| text.trim().is_empty().then(|| format!("{what} says nothing"));
    let heading = |block: &Block| {
        let heading = match block {
            Block::Grid(grid) => grid.heading.as_deref(),
            Block::People(table) => table.heading.as_deref(),
            Block::Office(area) => Some(area.heading.as_str()),
            Block::Notes(notes) => notes.heading.as_deref(),
        };
        heading.and_then(|heading| said("a heading", heading))
    };
    said("the title", &form.title)
        .or_else(|| form.blocks.iter().find_map(heading))
        .or_else(|| form.blocks.iter().find_map(in_block))
}

fn in_block(block: &Block) -> Option<String> {
    match block {
        Block::Grid(grid) => grid.rows.iter().find_map(|row| {
            within(row.height, &HEIGHT, "height").or_else(|| {
                row.cells.iter().find_map(|cell| {
                    let widths = [cell.width, cell.label_width].into_iter().flatten();
                    widths
                        .into_iter()
                        .find_map(|width| within(width, &WIDTH, "width"))
                        .or_else(|| cell.field.as_ref().and_then(in_field))
                })
            })
        }),
        Block::People(table) => within(table.rows, &ROWS, "rows")
            .or_else(|| within(table.header_height, &HEIGHT, "header_height"))
            .or_else(|| within(table.row_height, &HEIGHT, "row_height"))
            .or_else(|| {
                table.columns.iter().find_map(|column| {
                    let width = column.width.and_then(|width| within(width, &WIDTH, "width"));
                    width.or_else(|| column.fields.iter().find_map(in_field))
                })
            }),
        Block::Office(area) => within(area.height, &HEIGHT, "height"),
        Block::Notes(notes) => within(notes.height, &HEIGHT, "height"),
    }
}

fn in_field(field: &Field) -> Option<String> {
    match field {
        Field::Text { size: Some(size), .. } | Field::Printed { size: Some(size), .. } => {
            within(*size, &SIZE, "size")
        }
        Field::Boxes { groups, .. } => {
            let count: u32 = groups.iter().map(|group| u32::from(*group)).sum();
            within(count, &BOXES, "groups")
        }
        Field::Choice { options, columns, .. } => within(options.len(), &OPTIONS, "options")
            .or_else(|| columns.and_then(|columns| within(columns, &COLUMNS, "columns"))),
        _ => None,
    }
}

fn within<N: Copy + PartialOrd + std::fmt::Display>(
    value: N,
    range: &RangeInclusive<N>,
    what: &str,
) -> Option<String> {
    (!range.contains(&value)).then(|| {
        format!(
            "{what} = {value} is not between {} and {}",
            range.start(),
            range.end()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A definition with one of its numbers replaced.
    fn refused(old: &str, new: &str) -> String {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../catalogue/forms/resident_movement_notification.toml"
        );
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.contains(old), "{old}");
        FormDefinition::parse(&text.replacen(old, new, 1))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn numbers_that_cannot_be_laid_are_refused() {
        for (old, new, said) in [
            ("height = 8.5", "height = nan", "height = NaN"),
            ("height = 8.5", "height = -8.5", "height = -8.5"),
            ("width = 156", "width = -inf", "width = -inf"),
            ("label_width = 14", "label_width = 1e30", "width = "),
            ("row_height = 12.2", "row_height = 0", "row_height = 0"),
            ("rows = 5", "rows = 5000", "rows = 5000"),
            ("size = 11.5", "size = 0.01", "size = 0.01"),
            ("columns = 1", "columns = 200", "columns = 200"),
            ("title = \"住民異動届\"", "title = \"　\"", "the title"),
        ] {
            let error = refused(old, new);
            assert!(error.contains(said), "{new}: {error}");
        }
    }
}
