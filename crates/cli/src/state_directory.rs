//! Where the program keeps what is not in a database of somebody else's.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::Failure;

/// The usual state directory. It is not in root's home, which is closed to the user the database runs as.
pub(crate) fn usual() -> Result<PathBuf, Failure> {
    let is_root = std::fs::metadata("/proc/self")?.uid() == 0;
    choose(is_root, |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    })
    .ok_or_else(|| "データを置くフォルダーを決められません。--state-dir を指定してください。".into())
}

fn choose(is_root: bool, variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    if is_root {
        return Some("/var/lib/madoguchi".into());
    }
    let states = variable("XDG_STATE_HOME").filter(|path| path.is_absolute());
    states
        .or_else(|| Some(variable("HOME")?.join(".local/state")))
        .map(|states| states.join("madoguchi"))
}

/// Where the heads of the audit chains are anchored: outside the database.
pub(crate) fn anchors(state: &Path) -> PathBuf {
    state.join("audit-anchors.jsonl")
}

/// Where uploaded files lie until they are imported.
pub(crate) fn spool(state: &Path) -> PathBuf {
    state.join("spool")
}

/// Where the demonstration's key lies that seals the secrets of receivers of events.
pub(crate) fn webhook_key(state: &Path) -> PathBuf {
    state.join("webhook-key")
}

/// Removes a file that may not be there.
pub(crate) fn forget(file: &Path) -> Result<(), Failure> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{} を消せません（{error}）。", file.display()).into())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_and_others_have_different_places() {
        let home = |name: &str| (name == "HOME").then(|| "/home/hanako".into());
        let state = |name: &str| (name == "XDG_STATE_HOME").then(|| "/states".into());
        assert_eq!(choose(true, home), Some("/var/lib/madoguchi".into()));
        assert_eq!(
            choose(false, home),
            Some("/home/hanako/.local/state/madoguchi".into())
        );
        assert_eq!(choose(false, state), Some("/states/madoguchi".into()));
        assert_eq!(choose(false, |_| None), None);
    }
}
