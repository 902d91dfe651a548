//! Who can sign in to the demonstration. The list lies beside the data, readable only by whoever started it.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use madoguchi_model::clock::Entropy;
use madoguchi_model::staff::Role;
use serde::{Deserialize, Serialize};

use crate::Failure;

/// One municipality of the demonstration.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Municipality {
    pub(crate) code: String,
    pub(crate) name: String,
    /// The host name its pages answer to.
    pub(crate) host: String,
    pub(crate) accounts: Vec<Account>,
    /// Programs that may use the API.
    #[serde(default)]
    pub(crate) api_clients: Vec<ApiAccount>,
    /// People worth looking at, by a name for tests.
    pub(crate) showcase: serde_json::Map<String, serde_json::Value>,
}

/// One account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) role: Role,
    pub(crate) sign_in_name: String,
    pub(crate) password: String,
    pub(crate) display_name: String,
    pub(crate) section: String,
    pub(crate) section_code: String,
}

/// A program that may use the API, with its secret.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ApiAccount {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) section_code: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

/// A password that can be read from a screen and typed: twelve letters and digits, none of them alike, which
/// makes 60 bits.
pub(crate) fn password(entropy: &dyn Entropy) -> String {
    const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0; 12];
    entropy.fill(&mut bytes);
    let signs: Vec<char> = bytes
        .iter()
        .map(|byte| char::from(SIGNS[usize::from(byte % 32)]))
        .collect();
    signs
        .chunks(4)
        .map(|four| four.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("-")
}

/// The list.
pub(crate) fn file(state: &Path) -> PathBuf {
    state.join("accounts.json")
}

/// Keeps the accounts.
pub(crate) fn write(state: &Path, municipalities: &[Municipality]) -> Result<(), Failure> {
    write_private(&file(state), &serde_json::to_vec_pretty(municipalities)?)
}

/// The accounts kept.
pub(crate) fn read(state: &Path) -> Result<Vec<Municipality>, Failure> {
    let path = file(state);
    let unreadable = |error: &dyn std::fmt::Display| -> Failure {
        format!(
            "{} を読めません（{error}）。--reset で最初から始められます。",
            path.display()
        )
        .into()
    };
    let bytes = std::fs::read(&path).map_err(|error| unreadable(&error))?;
    serde_json::from_slice(&bytes).map_err(|error| unreadable(&error))
}

/// Writes a file for the program's user alone, whole or not at all.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let unfinished = path.with_added_extension("unfinished");
    let mut file: File = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(std::fs::rename(&unfinished, path)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::OsEntropy;

    #[test]
    fn passwords_are_typeable_long_enough_and_not_alike() {
        let one = password(&OsEntropy);
        assert_eq!(one.len(), 14);
        assert!(!one.contains(['l', 'o', '0', '1']), "{one}");
        assert_ne!(one, password(&OsEntropy));
    }
}
