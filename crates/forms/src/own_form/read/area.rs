//! Rectangles in millimetres on a page as it is seen.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// A rectangle: millimetres from the upper left corner of the page as it is seen.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

impl Area {
    /// An area between two corners, to a tenth of a millimetre.
    #[must_use]
    pub fn between((x0, y0): (f32, f32), (x1, y1): (f32, f32)) -> Self {
        let tenth = |mm: f32| (mm * 10.0).round() / 10.0;
        Self {
            x: tenth(x0.min(x1)),
            y: tenth(y0.min(y1)),
            w: tenth((x1 - x0).abs()),
            h: tenth((y1 - y0).abs()),
        }
    }

    /// The right edge.
    #[must_use]
    pub fn right(&self) -> f32 {
        self.x + self.w
    }

    /// The lower edge.
    #[must_use]
    pub fn bottom(&self) -> f32 {
        self.y + self.h
    }

    /// In square millimetres.
    pub(super) fn size(&self) -> f32 {
        self.w * self.h
    }

    /// What two areas have in common, in square millimetres.
    pub(super) fn overlap(&self, other: &Self) -> f32 {
        let w = self.right().min(other.right()) - self.x.max(other.x);
        let h = self.bottom().min(other.bottom()) - self.y.max(other.y);
        w.max(0.0) * h.max(0.0)
    }

    /// Whether it is, for the most part, the same place as the other.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.overlap(other) > 0.5 * self.size().min(other.size())
    }

    pub(super) fn holds(&self, x: f32, y: f32) -> bool {
        x >= self.x && x <= self.right() && y >= self.y && y <= self.bottom()
    }

    /// Reading order: lines of about the same height from left to right, from the top.
    #[must_use]
    pub fn before(&self, other: &Self) -> Ordering {
        const LINE: f32 = 3.0;
        let line = |area: &Self| ((area.y + area.h / 2.0) / LINE).floor();
        line(self)
            .total_cmp(&line(other))
            .then(self.x.total_cmp(&other.x))
    }
}

/// Points to millimetres.
pub(super) fn to_mm(points: f32) -> f32 {
    points * 25.4 / 72.0
}

/// Whole millimetres, for people.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, which is what a size for people may do"
)]
pub(super) fn whole(mm: f32) -> u32 {
    mm.round() as u32
}
