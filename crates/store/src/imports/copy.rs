//! Rows in the text format of `COPY`.

use std::fmt::{Display, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

/// Rows as `COPY` reads them: cells parted by tabs, `\N` for null.
#[derive(Default, Debug)]
pub(super) struct CopyText {
    text: String,
    begun: bool,
}

impl CopyText {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    pub(super) fn text(&mut self, cell: &str) -> &mut Self {
        self.part();
        escape(&mut self.text, cell);
        self
    }

    pub(super) fn option(&mut self, cell: Option<&str>) -> &mut Self {
        if let Some(cell) = cell {
            return self.text(cell);
        }
        self.part();
        self.text.push_str("\\N");
        self
    }

    /// A number, a date, an id or a truth: nothing that needs escaping.
    pub(super) fn plain(&mut self, cell: impl Display) -> &mut Self {
        self.part();
        // A String takes everything.
        let _ = write!(self.text, "{cell}");
        self
    }

    pub(super) fn json(&mut self, cell: &impl Serialize) -> &mut Self {
        let json = serde_json::to_string(cell).unwrap_or_else(|_| "null".into());
        self.text(&json)
    }

    pub(super) fn json_option(&mut self, cell: Option<&impl Serialize>) -> &mut Self {
        match cell {
            Some(cell) => self.json(cell),
            None => self.option(None),
        }
    }

    pub(super) fn bytes(&mut self, cell: &[u8]) -> &mut Self {
        self.part();
        self.text.push_str("\\\\x");
        for byte in cell {
            let _ = write!(self.text, "{byte:02x}");
        }
        self
    }

    pub(super) fn texts(&mut self, cell: &[String]) -> &mut Self {
        let mut array = String::from("{");
        for (n, element) in cell.iter().enumerate() {
            array.push_str(if n > 0 { ",\"" } else { "\"" });
            for c in element.chars() {
                if matches!(c, '"' | '\\') {
                    array.push('\\');
                }
                array.push(c);
            }
            array.push('"');
        }
        array.push('}');
        self.text(&array)
    }

    pub(super) fn end_row(&mut self) {
        self.text.push('\n');
        self.begun = false;
    }

    fn part(&mut self) {
        if self.begun {
            self.text.push('\t');
        }
        self.begun = true;
    }
}

fn escape(text: &mut String, cell: &str) {
    for c in cell.chars() {
        match c {
            '\\' => text.push_str("\\\\"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            other => text.push(other),
        }
    }
}

/// A digest of everything an entry says.
pub(super) fn digest(entry: &impl Serialize) -> [u8; 16] {
    let json = serde_json::to_vec(entry).unwrap_or_default();
    let mut short = [0; 16];
    short.copy_from_slice(&Sha256::digest(json)[..16]);
    short
}
