//! `madoguchi catalogue households`: synthetic households to try a release on.

use std::io::Write;
use std::path::Path;

use chrono::NaiveDate;
use madoguchi_guidance::{Release, households};

use super::{CatalogueError, folder};

/// Writes synthetic households, one a line.
pub(super) fn write(folder: Option<&Path>, on: NaiveDate, count: u64) -> Result<(), CatalogueError> {
    let read;
    let release = match folder {
        Some(folder) => {
            read = folder::usable(folder)?;
            &read
        }
        None => Release::in_force(on).map_err(|_| CatalogueError::NotInForce(on))?,
    };
    let mut out = std::io::stdout().lock();
    for number in 0..count {
        let case = households::household(release, on, number);
        let line = serde_json::to_string(&case).expect("a household holds only texts and numbers");
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(())
}
