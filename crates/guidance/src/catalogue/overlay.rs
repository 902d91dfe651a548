//! What one municipality adds to the catalogue and changes in it.

use serde::{Deserialize, Serialize};

/// The name under which findings speak of the overlay's file.
pub const OVERLAY_FILE: &str = "overlay.toml";

/// Which overlay lies over a release.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OverlayName {
    /// What it is for.
    pub title: String,
    /// SHA-256 of its file, in hexadecimal.
    pub hash: String,
}

/// A published procedure that a municipality does not use.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SwitchedOff {
    /// Its id.
    pub id: String,
    /// Its published name.
    pub name: String,
    /// Why.
    pub reason: String,
}
