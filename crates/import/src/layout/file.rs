//! The form of a file below its columns.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Encoding, quoting and line ends of a file.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileForm {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether it begins with a byte order mark.
    pub bom: Mark,
    /// How lines end.
    pub line_end: LineEnd,
    /// What parts cells: one ASCII character.
    pub delimiter: char,
    /// What stands around cells: one ASCII character; none for files without, in TOML the empty text.
    #[serde(deserialize_with = "quote_in", serialize_with = "quote_out")]
    pub quote: Option<char>,
    /// Whether the first line names the items.
    pub header: bool,
    /// Whether a quoted cell may hold a line break. Where it may not, one is a torn quote, and only that row is lost.
    pub line_breaks_in_cells: bool,
}

impl Default for FileForm {
    fn default() -> Self {
        Self {
            encoding: Encoding::Utf8,
            bom: Mark::Either,
            line_end: LineEnd::Any,
            delimiter: ',',
            quote: Some('"'),
            header: true,
            line_breaks_in_cells: false,
        }
    }
}

fn quote_in<'de, D: Deserializer<'de>>(toml: D) -> Result<Option<char>, D::Error> {
    let text = String::deserialize(toml)?;
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (quote, None) => Ok(quote),
        _ => Err(serde::de::Error::custom("a quote is one character, or none")),
    }
}

#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands the field over like this"
)]
fn quote_out<S: Serializer>(quote: &Option<char>, toml: S) -> Result<S::Ok, S::Error> {
    toml.serialize_str(&quote.map(String::from).unwrap_or_default())
}

/// The encoding of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize)]
pub enum Encoding {
    /// UTF-8.
    #[serde(rename = "utf-8")]
    Utf8,
    /// `Shift_JIS` as Windows has it (CP932), with its private-use area F040 to F9FC as U+E000 to U+E757.
    #[serde(rename = "shift_jis")]
    ShiftJis,
    /// UTF-16, little end first.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, big end first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
}

impl Encoding {
    /// Its usual name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::ShiftJis => "Shift_JIS",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }

    /// The bytes of its byte order mark; none for `Shift_JIS`.
    #[must_use]
    pub fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => b"\xEF\xBB\xBF",
            Self::ShiftJis => b"",
            Self::Utf16Le => b"\xFF\xFE",
            Self::Utf16Be => b"\xFE\xFF",
        }
    }

    /// The text in this encoding, without a mark; what `Shift_JIS` does not have becomes 〓, which no register has.
    #[must_use]
    pub fn encode(self, text: &str) -> Vec<u8> {
        crate::write::encoded(text, self)
    }

    pub(crate) fn decoder(self) -> encoding_rs::Decoder {
        let encoding = match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::ShiftJis => encoding_rs::SHIFT_JIS,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
        };
        encoding.new_decoder_without_bom_handling()
    }
}

/// Whether a file begins with a byte order mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It must.
    Required,
    /// It must not.
    Refused,
    /// It may. Files we write have none.
    Either,
}

/// How lines end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineEnd {
    /// CR LF.
    Crlf,
    /// LF.
    Lf,
    /// Either. Files we write have CR LF.
    Any,
}
