//! Why the fonts could not be loaded.

use std::path::PathBuf;

use thiserror::Error;

use super::Face;

/// Why the fonts could not be loaded. The text is one sentence with the remedy.
#[derive(Debug, Error)]
pub enum FontError {
    /// The file is not there or cannot be read.
    #[error(
        "the font {} cannot be read ({source}); install it with: apt-get install {}",
        path.display(), face.debian_package()
    )]
    Unreadable {
        /// Which font.
        face: Face,
        /// Where it was looked for.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no TrueType font.
    #[error("{} is not a usable TrueType font; install it again with: apt-get install --reinstall {}", path.display(), face.debian_package())]
    NotTrueType {
        /// Which font.
        face: Face,
        /// The file.
        path: PathBuf,
    },
}
