//! 表示の切替え: the standard colours or high contrast, remembered in a cookie.

/// How pages are coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Display {
    /// The standard colours (or the machine's own contrast setting).
    #[default]
    Standard,
    /// High contrast.
    HighContrast,
}

impl Display {
    /// The cookie's name.
    pub const COOKIE: &str = "madoguchi_display";

    /// The cookie's value, and the page's `data-display`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::HighContrast => "high-contrast",
        }
    }

    /// Reads the cookie's value; anything unknown is the standard.
    pub fn from_code(code: &str) -> Self {
        if code == Self::HighContrast.code() {
            Self::HighContrast
        } else {
            Self::Standard
        }
    }
}
