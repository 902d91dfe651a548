//! Between the model's types and columns. Reading names the table, the column and the row when it fails.

use std::fmt::Display;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{DatabaseInconsistency, StoreError};

/// A row being read, for error messages.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) table: &'static str,
    pub(crate) id: &'a (dyn Display + Sync),
}

impl Row<'_> {
    /// An enumeration stored as its serde name.
    pub(crate) fn code<T: DeserializeOwned>(self, column: &'static str, text: &str) -> Result<T, StoreError> {
        self.json(column, Value::String(text.to_owned()))
    }

    /// A value stored as JSON.
    pub(crate) fn json<T: DeserializeOwned>(
        self,
        column: &'static str,
        value: Value,
    ) -> Result<T, StoreError> {
        serde_json::from_value(value).map_err(|error| self.wrong(column, &error))
    }

    /// A value stored as JSON, or null.
    pub(crate) fn json_option<T: DeserializeOwned>(
        self,
        column: &'static str,
        value: Option<Value>,
    ) -> Result<Option<T>, StoreError> {
        value.map(|value| self.json(column, value)).transpose()
    }

    /// The error for a column that cannot be read.
    pub(crate) fn wrong(self, column: &'static str, problem: &dyn Display) -> StoreError {
        StoreError::Inconsistent(Box::new(DatabaseInconsistency {
            table: self.table,
            column,
            row: self.id.to_string(),
            problem: problem.to_string(),
        }))
    }
}

/// The serde name of an enumeration without data.
pub(crate) fn code<T: Serialize>(value: &T) -> String {
    match json(value) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// A model value as JSON.
pub(crate) fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("the model's types have string keys and no failing serialisers")
}
