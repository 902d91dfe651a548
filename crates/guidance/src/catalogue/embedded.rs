//! The releases compiled into the program.

use chrono::NaiveDate;
use include_dir::{Dir, include_dir};
use std::sync::OnceLock;
use thiserror::Error;

use super::{Release, load};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../catalogue/releases");

/// No release of the catalogue is in force on a day.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{on} に施行されている制度カタログの版がありません（ある版: {}）", known.join("、"))]
pub struct NoReleaseInForce {
    /// The day.
    pub on: NaiveDate,
    /// The releases there are, with their terms.
    pub known: Vec<String>,
}

/// Every release, oldest first.
///
/// # Panics
/// Where the embedded catalogue does not load; the tests and `catalogue check` see to it that it does.
pub fn all_releases() -> &'static [Release] {
    static RELEASES: OnceLock<Vec<Release>> = OnceLock::new();
    RELEASES.get_or_init(|| {
        let mut releases: Vec<Release> = FILES
            .dirs()
            .map(|release| {
                let mut files = Vec::new();
                collect(release, release, &mut files);
                load(&files).expect("the embedded catalogue was checked before it was built in")
            })
            .collect();
        releases.sort_by_key(Release::valid_from);
        releases
    })
}

/// The files of one embedded release, by the name of its folder.
pub(crate) fn collect<'f>(release: &Dir<'f>, folder: &Dir<'f>, files: &mut Vec<(String, &'f [u8])>) {
    for file in folder.files() {
        let path = file
            .path()
            .strip_prefix(release.path())
            .unwrap_or_else(|_| file.path());
        files.push((path.to_string_lossy().replace('\\', "/"), file.contents()));
    }
    for folder in folder.dirs() {
        collect(release, folder, files);
    }
}

impl Release {
    /// The release in force on a day: the newest that has begun. Where that one has ended there is none; an
    /// older one is never used in its place.
    pub fn in_force(on: NaiveDate) -> Result<&'static Self, NoReleaseInForce> {
        let newest = all_releases()
            .iter()
            .rev()
            .find(|release| release.valid_from() <= on);
        newest
            .filter(|release| release.valid_to().is_none_or(|to| on <= to))
            .ok_or_else(|| NoReleaseInForce {
                on,
                known: all_releases()
                    .iter()
                    .map(|release| {
                        let to = release.valid_to().map_or_else(String::new, |to| to.to_string());
                        format!("{} {}〜{to}", release.id(), release.valid_from())
                    })
                    .collect(),
            })
    }

    /// The release of this hash.
    #[must_use]
    pub fn by_hash(hash: &str) -> Option<&'static Self> {
        all_releases().iter().find(|release| release.hash() == hash)
    }
}
