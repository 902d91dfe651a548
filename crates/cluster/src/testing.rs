//! One throwaway server for each test process.
//!
//! It starts when first asked for, and is stopped and removed by its watchdog when the test process ends,
//! however it ends.

use std::path::PathBuf;
use std::sync::OnceLock;

use crate::{Cluster, Durability, Options};

static CLUSTER: OnceLock<Cluster> = OnceLock::new();

/// The test process's server; `login_roles` are those of the first call. The caller creates databases with
/// [`Cluster::administrator_url`].
///
/// # Panics
/// If no server can be started: the message says why and what to do.
pub fn cluster(login_roles: &[&str]) -> &'static Cluster {
    CLUSTER.get_or_init(|| {
        let login_roles = login_roles.iter().map(|&role| role.to_owned()).collect();
        let options = Options {
            durability: Durability::Throwaway,
            login_roles,
            ..Options::default()
        };
        Cluster::start(&empty_directory(), &options).unwrap_or_else(|error| panic!("{error}"))
    })
}

/// A new directory of this process, closed to all others.
///
/// # Panics
/// If it cannot be made.
pub fn empty_directory() -> PathBuf {
    use std::os::unix::fs::DirBuilderExt;
    let process = std::process::id();
    (0..=u32::MAX)
        .map(|number| std::env::temp_dir().join(format!("madoguchi-test-{process}-{number}")))
        .find(|path| match std::fs::DirBuilder::new().mode(0o700).create(path) {
            Ok(()) => true,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => false,
            Err(error) => panic!("{}: {error}", path.display()),
        })
        .expect("there are more numbers than directories")
}
