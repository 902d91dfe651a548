//! Fonts: memory-mapped files, and which of them draws a character exactly as it is written.

mod error;
mod itemise;
mod load;
mod outline;
mod screen;
mod sfnt;
mod supplied;

pub use error::FontError;
pub use itemise::{Chain, Cluster, Drawing, clusters};
pub use load::{FontPaths, Fonts};
pub use screen::{ScreenFont, rare_characters};
pub use supplied::{MAX_FONT_BYTES, SuppliedFont, SuppliedFontError, is_private_use};

/// A font of the set. All are TrueType: krilla's subsets of CFF fonts fail a validator's rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Face {
    /// `IPAmj明朝`: the characters of 文字情報基盤, with their variation sequences (`Moji_Joho`).
    IpaMjMincho,
    /// `IPAex明朝`: proportional Latin, and Adobe-Japan1 variation sequences of common characters.
    IpaExMincho,
    /// `IPAexゴシック`: labels.
    IpaExGothic,
    /// 花園明朝A: the last resort for names.
    HanazonoA,
    /// 花園明朝B: extensions of the ideographs.
    HanazonoB,
}

impl Face {
    /// Every font.
    pub const ALL: [Self; 5] = [
        Self::IpaMjMincho,
        Self::IpaExMincho,
        Self::IpaExGothic,
        Self::HanazonoA,
        Self::HanazonoB,
    ];

    /// The Debian package that brings it.
    #[must_use]
    pub fn debian_package(self) -> &'static str {
        match self {
            Self::IpaMjMincho => "fonts-ipamj-mincho",
            Self::IpaExMincho => "fonts-ipaexfont-mincho",
            Self::IpaExGothic => "fonts-ipaexfont-gothic",
            Self::HanazonoA | Self::HanazonoB => "fonts-hanazono",
        }
    }
}
