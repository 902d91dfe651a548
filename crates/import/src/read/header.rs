//! Where in a row each column of the layout stands.

use std::collections::BTreeMap;

use super::record::Record;
use crate::fault::Fault;
use crate::layout::Layout;

/// The places of a layout's columns in a file.
pub(crate) struct Places {
    /// For each column of the layout, its cell.
    pub(crate) of: Vec<Option<usize>>,
    /// How many cells a row has.
    pub(crate) cells: usize,
    pub(super) ignored: Vec<String>,
    pub(super) reordered: bool,
}

impl Places {
    /// As the layout lists them, for a file without a header.
    pub(super) fn in_order(layout: &Layout) -> Self {
        Self {
            of: (0..layout.columns.len()).map(Some).collect(),
            cells: layout.columns.len(),
            ignored: Vec::new(),
            reordered: false,
        }
    }

    /// By the names in the header.
    pub(super) fn of_header(layout: &Layout, header: &Record) -> Result<Self, Fault> {
        let mut found = BTreeMap::new();
        let mut ignored = Vec::new();
        for (at, item) in header.iter().enumerate() {
            let item = item.trim();
            if layout.column(item).is_none() {
                ignored.push(item.to_owned());
            } else if found.insert(item.to_owned(), at).is_some() {
                return Err(Fault::DoubleColumn(item.to_owned()));
            }
        }
        let missing: Vec<String> = layout
            .columns
            .iter()
            .filter(|column| column.required && !found.contains_key(&column.item))
            .map(|column| column.item.clone())
            .collect();
        if !missing.is_empty() {
            return Err(Fault::MissingColumns(missing));
        }
        let of: Vec<Option<usize>> = layout
            .columns
            .iter()
            .map(|column| found.get(&column.item).copied())
            .collect();
        let reordered = !of.iter().flatten().is_sorted();
        Ok(Self {
            of,
            cells: header.len(),
            ignored,
            reordered,
        })
    }
}
