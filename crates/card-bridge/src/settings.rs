//! What the terminal's administrator has set: who may ask, and how long it is waited.

use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use madoguchi_card::bridge::PublicKey;
use serde::Deserialize;

/// The port where none is set.
pub const DEFAULT_PORT: u16 = 52780;

/// The settings file, TOML. `deploy/card-bridge/card-bridge.toml` explains every line of it in Japanese.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The port on 127.0.0.1; 0 takes a free one.
    #[serde(default = "default_port")]
    pub port: u16,
    /// For how long, in seconds, a window waits for what is typed.
    #[serde(default = "default_window_seconds")]
    pub window_seconds: u16,
    /// For how long, in seconds, a card may take for one reading.
    #[serde(default = "default_card_seconds")]
    pub card_seconds: u16,
    /// The servers whose pages may ask.
    #[serde(default)]
    pub servers: Vec<Server>,
}

/// A server whose pages may ask.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Who it is, as the resident knows them; shown in the window.
    pub name: String,
    /// The origin of its pages.
    pub origin: String,
    /// The keys it signs pairings with: two while one is replaced by the next.
    pub public_keys: Vec<PublicKey>,
}

/// Why settings are not taken. The texts are for the terminal's administrator.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// No such file, or not readable.
    #[error("設定ファイル {path} を読めません（{source}）。")]
    Unreadable {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Not TOML, or not these settings.
    #[error("設定ファイルの書き方に誤りがあります。\n{0}")]
    Malformed(#[from] toml::de::Error),
    /// Nobody may ask.
    #[error("設定に [[servers]] がありません。窓口システムのアドレスと公開鍵を書いてください。")]
    NoServer,
    /// Not an origin, or one that a network could forge.
    #[error(
        "origin「{0}」が正しくありません。「https://」から始め、末尾に「/」や道を付けず、小文字で書いてください（例：https://madoguchi.example.lg.jp）。"
    )]
    Origin(String),
    /// The same origin twice.
    #[error("origin「{0}」が2回書かれています。")]
    Twice(String),
    /// A key that is none.
    #[error(
        "origin「{0}」の public_keys が正しくありません。窓口システムの運営者から受け取った文字列（43文字）を写してください。"
    )]
    Key(String),
    /// A time out of bounds.
    #[error("{0} は {1} から {2} までの秒数で書いてください。")]
    Seconds(&'static str, u16, u16),
}

impl Settings {
    /// Where the file lies unless another is named.
    pub fn default_path() -> PathBuf {
        if cfg!(windows) {
            let base = std::env::var_os("ProgramData").unwrap_or_else(|| r"C:\ProgramData".into());
            Path::new(&base).join("Madoguchi").join("card-bridge.toml")
        } else {
            PathBuf::from("/etc/madoguchi/card-bridge.toml")
        }
    }

    /// The settings of a file.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn load(path: &Path) -> Result<Self, SettingsError> {
        let text = std::fs::read_to_string(path).map_err(|source| SettingsError::Unreadable {
            path: path.display().to_string(),
            source,
        })?;
        Self::parse(&text)
    }

    /// The settings that a text says.
    ///
    /// # Errors
    /// See [`SettingsError`].
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let settings: Self = toml::from_str(text)?;
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), SettingsError> {
        if self.servers.is_empty() {
            return Err(SettingsError::NoServer);
        }
        for (place, server) in self.servers.iter().enumerate() {
            if !is_origin(&server.origin) {
                return Err(SettingsError::Origin(server.origin.clone()));
            }
            if self
                .servers
                .iter()
                .take(place)
                .any(|other| other.origin == server.origin)
            {
                return Err(SettingsError::Twice(server.origin.clone()));
            }
            if server.public_keys.is_empty() || !server.public_keys.iter().all(is_key) {
                return Err(SettingsError::Key(server.origin.clone()));
            }
        }
        for (name, value, least, most) in [
            ("window_seconds", self.window_seconds, 30, 600),
            ("card_seconds", self.card_seconds, 5, 60),
        ] {
            if !(least..=most).contains(&value) {
                return Err(SettingsError::Seconds(name, least, most));
            }
        }
        Ok(())
    }

    /// The server of an origin.
    pub fn server(&self, origin: &str) -> Option<&Server> {
        self.servers.iter().find(|server| server.origin == origin)
    }

    pub(crate) fn window_time(&self) -> Duration {
        Duration::from_secs(self.window_seconds.into())
    }

    pub(crate) fn card_time(&self) -> Duration {
        Duration::from_secs(self.card_seconds.into())
    }
}

/// As browsers write it. In the clear only where nothing leaves the terminal: browsers take every name below
/// `localhost` for the terminal itself.
fn is_origin(text: &str) -> bool {
    let written = |rest: &str| {
        !rest.is_empty()
            && rest
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b':' | b'[' | b']'))
    };
    if let Some(rest) = text.strip_prefix("https://") {
        return written(rest);
    }
    let clear = text.strip_prefix("http://").filter(|rest| written(rest));
    clear
        .and_then(|rest| rest.split_once(':'))
        .is_some_and(|(host, port)| {
            let here = host == "127.0.0.1" || host == "localhost" || host.ends_with(".localhost");
            here && port.parse::<u16>().is_ok()
        })
}

fn is_key(key: &PublicKey) -> bool {
    URL_SAFE_NO_PAD
        .decode(&key.0)
        .is_ok_and(|bytes| bytes.len() == 32)
}

fn default_port() -> u16 {
    DEFAULT_PORT
}

fn default_window_seconds() -> u16 {
    180
}

fn default_card_seconds() -> u16 {
    20
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    fn with(origin: &str, rest: &str) -> Result<Settings, SettingsError> {
        Settings::parse(&format!(
            "{rest}\n[[servers]]\nname = \"見本市\"\norigin = \"{origin}\"\npublic_keys = [\"{KEY}\"]\n"
        ))
    }

    #[test]
    fn what_is_left_out_has_a_value() {
        let settings = with("https://madoguchi.example.lg.jp", "").unwrap();
        assert_eq!(
            (settings.port, settings.window_seconds, settings.card_seconds),
            (DEFAULT_PORT, 180, 20)
        );
        assert_eq!(
            settings.server("https://madoguchi.example.lg.jp").unwrap().name,
            "見本市"
        );
        assert!(
            settings
                .server("https://madoguchi.example.lg.jp.evil.example")
                .is_none()
        );
    }

    #[test]
    fn only_origins_that_no_network_can_forge_are_taken() {
        for origin in [
            "https://a.example",
            "https://a.example:8443",
            "http://127.0.0.1:8080",
            "http://localhost:1",
            "http://mihon.localhost:8080",
        ] {
            assert!(with(origin, "").is_ok(), "{origin}");
        }
        for origin in [
            "http://a.example",
            "https://",
            "https://a.example/",
            "https://A.example",
            "null",
            "*",
            "https://a.example/x",
            "http://127.0.0.1.evil.example:1",
            "http://notlocalhost:1",
            "http://localhost.evil.example:1",
            "http://mihon.localhost:x",
        ] {
            assert!(
                matches!(with(origin, ""), Err(SettingsError::Origin(_))),
                "{origin}"
            );
        }
    }

    #[test]
    fn mistakes_are_told() {
        assert!(matches!(Settings::parse(""), Err(SettingsError::NoServer)));
        assert!(matches!(
            with("https://a.example", "prot = 1"),
            Err(SettingsError::Malformed(_))
        ));
        assert!(matches!(
            with("https://a.example", "card_seconds = 1"),
            Err(SettingsError::Seconds("card_seconds", 5, 60))
        ));
        let twice =
            format!("[[servers]]\nname = \"\"\norigin = \"https://a.example\"\npublic_keys = [\"{KEY}\"]\n")
                .repeat(2);
        assert!(matches!(Settings::parse(&twice), Err(SettingsError::Twice(_))));
        let key = twice.replace(KEY, "short");
        assert!(matches!(Settings::parse(&key), Err(SettingsError::Key(_))));
    }
}
