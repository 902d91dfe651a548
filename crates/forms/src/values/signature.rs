//! Signatures drawn on the screen.

use serde::{Deserialize, Serialize};

/// Strokes as the signature pad posts them.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Strokes {
    /// The pad's width.
    pub width: f32,
    /// The pad's height.
    pub height: f32,
    /// Each stroke: points as x, y and milliseconds since the first.
    pub strokes: Vec<Vec<[f32; 3]>>,
}

impl Strokes {
    /// Whether nothing was drawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.strokes.iter().all(Vec::is_empty)
    }

    /// Every point, without those that are no numbers.
    pub(crate) fn points(stroke: &[[f32; 3]]) -> impl Iterator<Item = (f32, f32)> {
        stroke
            .iter()
            .filter(|point| point.iter().all(|n| n.is_finite()))
            .map(|point| (point[0], point[1]))
    }
}
