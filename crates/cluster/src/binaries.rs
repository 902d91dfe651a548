//! Finds PostgreSQL's programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::ClusterError;

/// The oldest version the schema works with.
const OLDEST: u32 = 15;

/// Where Debian's packages lay their versions, one directory each.
const DEBIAN: &str = "/usr/lib/postgresql";

/// A directory with `initdb` and `postgres` of one version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Binaries {
    pub(crate) directory: PathBuf,
    /// Major version.
    pub(crate) version: u32,
}

impl Binaries {
    /// The newest usable version, or exactly the one that made an existing data directory.
    pub(crate) fn find(data: &Path) -> Result<Self, ClusterError> {
        Self::choose(candidates(), data)
    }

    fn choose(candidates: Vec<PathBuf>, data: &Path) -> Result<Self, ClusterError> {
        let found: Vec<Self> = candidates.into_iter().filter_map(Self::probe).collect();
        if let Ok(made_by) = std::fs::read_to_string(data.join("PG_VERSION")) {
            let made_by = made_by.trim();
            return found
                .into_iter()
                .find(|one| one.version.to_string() == made_by)
                .ok_or_else(|| ClusterError::OtherVersion {
                    directory: data.to_owned(),
                    data: made_by.to_owned(),
                });
        }
        // The first of equals is kept: Debian's own directories come before the search path.
        let newest = found
            .into_iter()
            .reduce(|best, one| if one.version > best.version { one } else { best });
        match newest {
            Some(one) if one.version >= OLDEST => Ok(one),
            Some(one) => Err(ClusterError::TooOld {
                found: one.version.to_string(),
            }),
            None => Err(ClusterError::NotInstalled),
        }
    }

    /// Asks the programs themselves, since a file of that name on the path may be a wrapper of something else.
    fn probe(directory: PathBuf) -> Option<Self> {
        let version = version(&directory.join("postgres"))?;
        (version == self::version(&directory.join("initdb"))?).then_some(Self { directory, version })
    }

    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }
}

fn candidates() -> Vec<PathBuf> {
    let debian = std::fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .flatten()
        .map(|one| one.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::split_paths(&path).filter_map(|one| {
        one.join("postgres")
            .canonicalize()
            .ok()?
            .parent()
            .map(Path::to_owned)
    });
    debian.chain(path).collect()
}

/// From `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn version(program: &Path) -> Option<u32> {
    let output = Command::new(program)
        .arg("--version")
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    parse_version(&String::from_utf8_lossy(&output.stdout))
}

fn parse_version(text: &str) -> Option<u32> {
    let number = text.split(") ").nth(1)?.split_whitespace().next()?;
    let major: String = number.chars().take_while(char::is_ascii_digit).collect();
    major.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(
            parse_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(parse_version("initdb (PostgreSQL) 18beta2\n"), Some(18));
        assert_eq!(parse_version("something else"), None);
    }

    #[test]
    fn nothing_installed_is_said_with_the_remedy() {
        let error = Binaries::choose(vec!["/nowhere".into()], Path::new("/nowhere")).unwrap_err();
        assert!(matches!(error, ClusterError::NotInstalled));
        assert!(error.to_string().contains("apt-get install postgresql-15"));
    }

    #[test]
    fn an_installed_version_is_found() {
        let found = Binaries::find(Path::new("/nowhere")).unwrap();
        assert!(found.version >= OLDEST);
        assert!(found.program("initdb").is_file());
    }
}
