//! Setting text into a box: shrink, wrap, or say that it does not fit. Nothing is ever cut.

mod breaking;
mod fit;
mod set;

pub(crate) use fit::flow;
pub use fit::{Fitted, fit};
pub use set::{Missed, set};

use crate::display::Ink;
use crate::fonts::Chain;

/// Where the lines stand between left and right.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
    /// Spread over the width, as labels of Japanese forms are (均等割付), up to a gap of one em.
    Spread,
}

/// Where the lines stand between top and bottom.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Rise {
    /// At the top.
    Top,
    /// In the middle.
    #[default]
    Middle,
    /// At the bottom.
    Bottom,
}

/// How a text is set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Style {
    /// The fonts.
    pub chain: Chain,
    /// The size to begin with, in points.
    pub size: f32,
    /// The size not to go below.
    pub min_size: f32,
    /// Distance of baselines in ems.
    pub leading: f32,
    /// May break into several lines.
    pub wrap: bool,
    /// Breaks between words only (分かち書き), where that is possible.
    pub words: bool,
    /// Between left and right.
    pub align: Align,
    /// Between top and bottom.
    pub rise: Rise,
    /// The shade.
    pub ink: Ink,
}

/// What is still readable on paper, in points.
pub const READABLE: f32 = 6.0;

impl Style {
    /// A value: mincho, one line, centred in height.
    #[must_use]
    pub fn value(size: f32) -> Self {
        Self {
            chain: Chain::Values,
            size,
            min_size: READABLE,
            leading: 1.2,
            wrap: false,
            words: false,
            align: Align::Left,
            rise: Rise::Middle,
            ink: Ink::BLACK,
        }
    }

    /// A label: gothic, several lines where it must, in the middle.
    #[must_use]
    pub fn label(size: f32) -> Self {
        Self {
            chain: Chain::Labels,
            min_size: 5.0,
            wrap: true,
            align: Align::Spread,
            ..Self::value(size)
        }
    }

    /// The same, wrapping.
    #[must_use]
    pub fn wrapping(self) -> Self {
        Self { wrap: true, ..self }
    }

    /// The same, aligned so.
    #[must_use]
    pub fn aligned(self, align: Align) -> Self {
        Self { align, ..self }
    }

    /// The same, risen so.
    #[must_use]
    pub fn risen(self, rise: Rise) -> Self {
        Self { rise, ..self }
    }

    /// The same in another shade.
    #[must_use]
    pub fn inked(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// The same in labels' gothic.
    #[must_use]
    pub fn gothic(self) -> Self {
        Self {
            chain: Chain::Labels,
            ..self
        }
    }
}
