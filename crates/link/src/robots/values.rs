//! What a robot types for one task.

use chrono::{DateTime, Utc};

use super::Definition;
use crate::core_files::{FileHead, RowHead, Visit, cells_of};

/// One field with what is typed into it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypedField {
    /// What robots know it by.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What is typed; empty where there is nothing to type.
    pub value: String,
}

/// Everything that is typed for one task.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Typed {
    /// In the screen's order.
    pub fields: Vec<TypedField>,
    /// SHA-256 of what does not name the task itself: the same content need not be typed again.
    pub content: [u8; 32],
}

/// What is typed for a task; or why no robot can type it, in Japanese, without what stood there.
pub fn typed(
    definition: &Definition,
    row: &RowHead,
    visit: &Visit,
    now: DateTime<Utc>,
) -> Result<Typed, String> {
    let head = FileHead {
        number: 0,
        made_at: now,
    };
    let cells =
        cells_of(&definition.as_rows(), head, 1, row, visit).map_err(|(item, problem)| match &*item {
            "" => problem,
            item => format!("{item}：{problem}"),
        })?;
    // The first cell is the task's id.
    let values = cells.texts.into_iter().skip(1);
    let fields = definition
        .fields
        .iter()
        .zip(values)
        .map(|(field, value)| TypedField {
            name: field.name.clone(),
            label: field.label.clone(),
            value,
        });
    Ok(Typed {
        fields: fields.collect(),
        content: cells.content,
    })
}
