//! A message for the next page, carried over a redirect in a cookie. It must not name a person.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::components::{Banner, Tone};

/// A short message shown once at the top of the next page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flash {
    tone: Tone,
    message: String,
}

impl Flash {
    /// The cookie's name.
    pub const COOKIE: &str = "madoguchi_flash";

    /// Something was done.
    pub fn success(message: impl Into<String>) -> Self {
        Self {
            tone: Tone::Success,
            message: message.into(),
        }
    }

    /// Something to look at.
    pub fn alert(message: impl Into<String>) -> Self {
        Self {
            tone: Tone::Alert,
            message: message.into(),
        }
    }

    /// The message as the text of a cookie.
    pub fn to_cookie(&self) -> String {
        let tone = if self.tone == Tone::Success { 's' } else { 'a' };
        format!("{tone}{}", URL_SAFE_NO_PAD.encode(&self.message))
    }

    /// Reads the text of a cookie; anything unreadable is no message.
    pub fn from_cookie(text: &str) -> Option<Self> {
        let tone = match text.chars().next()? {
            's' => Tone::Success,
            'a' => Tone::Alert,
            _ => return None,
        };
        let message = String::from_utf8(URL_SAFE_NO_PAD.decode(&text[1..]).ok()?).ok()?;
        Some(Self { tone, message })
    }

    /// The message as a banner that screen readers read out.
    pub fn banner(&self) -> Banner {
        Banner::new(self.tone, self.message.clone()).live()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_survives_the_cookie() {
        let flash = Flash::success("保存しました。");
        assert_eq!(Flash::from_cookie(&flash.to_cookie()), Some(flash));
    }

    #[test]
    fn a_broken_cookie_is_no_message() {
        for text in ["", "s!!", "x", "日本", "sgA"] {
            assert_eq!(Flash::from_cookie(text), None, "{text}");
        }
    }
}
