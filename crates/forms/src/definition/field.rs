//! What can be written in a cell.

use serde::Deserialize;

/// A field, bound to the key of its value. Where the value is absent the field is printed blank, ready for a pen.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Field {
    /// A line of text, or several.
    Text {
        /// The key.
        key: String,
        /// May break into several lines.
        #[serde(default)]
        wrap: bool,
        /// The size in points; the form's usual size where none is given.
        #[serde(default)]
        size: Option<f32>,
        /// In the middle of the cell.
        #[serde(default)]
        centred: bool,
        /// Printed after the value, for example 「通」.
        #[serde(default)]
        unit: Option<String>,
    },
    /// A name with its reading above it.
    Name {
        /// The key of the name.
        key: String,
        /// The key of its reading.
        kana: String,
        /// The key of the other names (旧氏, 通称, alphabet), printed beside it.
        #[serde(default)]
        others: Option<String>,
    },
    /// A date: era, year, month and day in their places.
    Date {
        /// The key.
        key: String,
        /// How it is printed.
        #[serde(default)]
        style: DateStyle,
    },
    /// An address with its postcode above it.
    Address {
        /// The key's stem: `.postcode`, `.line` and `.building` follow.
        key: String,
        /// The postcode has a box per digit.
        #[serde(default)]
        postcode_boxes: bool,
    },
    /// A postcode with a box per digit.
    Postcode {
        /// The key.
        key: String,
    },
    /// A box per digit, in groups, for example `[4, 4, 4]`.
    Boxes {
        /// The key; none where only a pen may fill it in (個人番号).
        #[serde(default)]
        key: Option<String>,
        /// How many boxes stand together.
        groups: Vec<u8>,
    },
    /// Boxes to tick.
    Choice {
        /// The key; its value is the code of an option, or several codes with commas between them.
        key: String,
        /// The options.
        options: Vec<Choice>,
        /// How many stand side by side; all where none is given.
        #[serde(default)]
        columns: Option<u8>,
    },
    /// A line to sign on, or the strokes drawn on the screen.
    Signature {
        /// The key of the strokes.
        key: String,
        /// Printed small at its end, for example 「（自署）」.
        #[serde(default)]
        note: Option<String>,
    },
    /// A place for a seal or a stamp. Nothing is ever printed in it.
    Seal {
        /// How the place is shown.
        #[serde(default)]
        shape: SealShape,
        /// What is to be put there, for example 「受付印」.
        caption: String,
    },
    /// A QR code of a value.
    Qr {
        /// The key.
        key: String,
        /// What a screen reader says of it, before the value.
        description: String,
    },
    /// A barcode of a value.
    Barcode {
        /// The key.
        key: String,
        /// The kind of bars.
        #[serde(default)]
        symbology: Symbology,
        /// What a screen reader says of it, before the value.
        description: String,
    },
    /// Printed text, with keys in braces.
    Printed {
        /// The text.
        text: String,
        /// The size in points.
        #[serde(default)]
        size: Option<f32>,
    },
}

impl Field {
    /// The key of the value that the rules of its cell look at; none where there is no text to look at.
    #[must_use]
    pub fn checked_key(&self) -> Option<String> {
        match self {
            Self::Text { key, .. }
            | Self::Name { key, .. }
            | Self::Date { key, .. }
            | Self::Postcode { key }
            | Self::Choice { key, .. }
            | Self::Qr { key, .. }
            | Self::Barcode { key, .. } => Some(key.clone()),
            Self::Address { key, .. } => Some(format!("{key}.line")),
            Self::Boxes { key, .. } => key.clone(),
            Self::Signature { .. } | Self::Seal { .. } | Self::Printed { .. } => None,
        }
    }
}

/// How the place for a seal is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SealShape {
    /// A dashed ring with the caption in it, for a personal seal.
    #[default]
    Ring,
    /// A dashed frame as large as the cell, for a stamp of the office.
    Area,
}

/// Kinds of barcodes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Symbology {
    /// Code 128 (ISO/IEC 15417): any ASCII text.
    #[default]
    Code128,
    /// NW-7 (Codabar, JIS X 0506): digits and `-$:/.+`.
    Nw7,
}

/// One option of a choice.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The code that ticks it.
    pub value: String,
    /// What is printed beside the box.
    pub label: String,
}

/// How a date is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateStyle {
    /// Blank, the present era is printed: 「令和　年　月　日」.
    #[default]
    Recent,
    /// Blank, the eras people were born in are printed to be ringed: 「明・大・昭・平・令　年　月　日」.
    Birth,
}
