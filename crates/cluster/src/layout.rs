//! Where the private server's files lie.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::ClusterError;
use crate::account::Accounts;

/// A socket's whole path must fit into 107 bytes; the rest of the path is `/.s.PGSQL.5432`.
const LONGEST_SOCKET_DIRECTORY: usize = 90;

/// The files of one private server, all below its state directory where the socket's path allows it.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// What the caller named.
    pub(crate) state: PathBuf,
    /// Says which program uses the state directory.
    pub(crate) lock: PathBuf,
    /// Everything that belongs to the server's user.
    pub(crate) server: PathBuf,
    pub(crate) data: PathBuf,
    pub(crate) socket: PathBuf,
    pub(crate) log: PathBuf,
    pub(crate) access: PathBuf,
    pub(crate) access_map: PathBuf,
}

impl Layout {
    pub(crate) fn new(state: &Path, server_uid: u32) -> Self {
        let server = state.join("postgres");
        let near = server.join("socket");
        let socket = if near.as_os_str().len() <= LONGEST_SOCKET_DIRECTORY {
            near
        } else {
            let name = fingerprint(state.as_os_str().as_encoded_bytes());
            PathBuf::from(format!("/tmp/madoguchi-{server_uid}-{name:016x}"))
        };
        Self {
            state: state.to_owned(),
            lock: state.join("lock"),
            data: server.join("data"),
            socket,
            log: server.join("server.log"),
            access: server.join("access.conf"),
            access_map: server.join("access_map.conf"),
            server,
        }
    }

    /// Makes the state directory; everything else waits until its lock is held.
    pub(crate) fn make_state(&self) -> Result<(), ClusterError> {
        std::fs::create_dir_all(&self.state).map_err(ClusterError::io(&self.state))
    }

    /// Makes the directories of the server's user, closed to all others.
    pub(crate) fn make_server(&self, accounts: &Accounts) -> Result<(), ClusterError> {
        make_private(&self.server, accounts)?;
        let reachable = accounts.command("test").arg("-x").arg(&self.server).status();
        if !reachable.map_err(ClusterError::io(&self.server))?.success() {
            let user = accounts.server.name.clone();
            return Err(ClusterError::NotReachable {
                directory: self.state.clone(),
                user,
            });
        }
        if self.socket.starts_with(&self.server) {
            // Inside a directory of another user, root acts as that user: a planted link gets nowhere.
            let made = accounts
                .command("mkdir")
                .args(["-p", "-m", "0700"])
                .arg(&self.socket)
                .status();
            made.map(|_| ()).map_err(ClusterError::io(&self.socket))
        } else {
            make_private(&self.socket, accounts)
        }
    }
}

fn make_private(directory: &Path, accounts: &Accounts) -> Result<(), ClusterError> {
    let fails = || ClusterError::io(directory);
    match std::fs::create_dir(directory) {
        Ok(()) => {
            let closed = std::fs::Permissions::from_mode(0o700);
            std::fs::set_permissions(directory, closed).map_err(fails())?;
            if accounts.program.uid == 0 {
                let (uid, gid) = (accounts.server.uid, accounts.server.gid);
                std::os::unix::fs::chown(directory, Some(uid), Some(gid)).map_err(fails())?;
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(fails()(error)),
    }
    let found = std::fs::symlink_metadata(directory).map_err(fails())?;
    if !found.is_dir() || found.uid() != accounts.server.uid || found.mode() & 0o077 != 0 {
        let expected = accounts.server.name.clone();
        return Err(ClusterError::WrongOwner {
            directory: directory.to_owned(),
            expected,
        });
    }
    Ok(())
}

/// FNV-1a: a name for a long path that stays the same from run to run.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_lies_below_the_state_directory_if_its_path_is_short() {
        let layout = Layout::new(Path::new("/var/lib/madoguchi"), 101);
        assert_eq!(layout.socket, Path::new("/var/lib/madoguchi/postgres/socket"));
    }

    #[test]
    fn a_long_state_directory_gets_a_short_socket_of_its_own() {
        let long = |end: &str| Layout::new(&Path::new("/long").join("x".repeat(90)).join(end), 101).socket;
        assert!(long("a").as_os_str().len() <= LONGEST_SOCKET_DIRECTORY);
        assert_ne!(long("a"), long("b"));
        assert_eq!(long("a"), long("a"));
    }
}
