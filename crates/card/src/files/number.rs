//! 券面事項入力補助AP, file 0001: the 個人番号, `FF10 { 12 digits }` and filler.

use super::{FileError, Object};
use crate::secrets::IndividualNumber;

const FILE: u32 = 0xFF10;

/// Reads file 0001.
///
/// # Errors
/// Where it is not that file, or the number's check digit is wrong.
pub fn individual_number(file: &[u8]) -> Result<IndividualNumber, FileError> {
    IndividualNumber::from_digits(Object::of_file(file, FILE)?.value).ok_or(FileError::Wrong(FILE))
}
