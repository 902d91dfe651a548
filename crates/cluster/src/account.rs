//! The operating system's users: who runs the program, and who runs the server.

use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::ClusterError;

/// A user of the operating system.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

/// The users concerned.
#[derive(Clone, Debug)]
pub(crate) struct Accounts {
    /// Who runs this program.
    pub(crate) program: Account,
    /// Who runs the server: the same, except that root gives way to `postgres` or `nobody`.
    pub(crate) server: Account,
}

impl Accounts {
    /// Asks the system.
    pub(crate) fn find() -> Result<Self, ClusterError> {
        let me = Path::new("/proc/self");
        let me = me.metadata().map_err(ClusterError::io(me))?;
        let program = Account {
            name: ask(&["-un"])?,
            uid: me.uid(),
            gid: me.gid(),
        };
        let server = if program.uid == 0 {
            unprivileged()?
        } else {
            program.clone()
        };
        Ok(Self { program, server })
    }

    /// A command that runs as the server's user, in `/`, with a small and known environment and apart from the
    /// terminal's signals (Ctrl-C is for the program, which then stops the server in good order).
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env(
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            )
            .env("LC_ALL", "C.UTF-8")
            .current_dir("/")
            .process_group(0);
        if self.program.uid == 0 {
            command.uid(self.server.uid).gid(self.server.gid);
        }
        command
    }
}

fn unprivileged() -> Result<Account, ClusterError> {
    named("postgres").or_else(|_| named("nobody"))
}

fn named(name: &str) -> Result<Account, ClusterError> {
    Ok(Account {
        name: name.to_owned(),
        uid: number(&["-u", name])?,
        gid: number(&["-g", name])?,
    })
}

fn number(arguments: &[&str]) -> Result<u32, ClusterError> {
    ask(arguments)?.parse().map_err(|_| unknown(arguments))
}

fn ask(arguments: &[&str]) -> Result<String, ClusterError> {
    let output = Command::new("id")
        .args(arguments)
        .output()
        .map_err(|_| unknown(arguments))?;
    if !output.status.success() {
        return Err(unknown(arguments));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn unknown(arguments: &[&str]) -> ClusterError {
    ClusterError::NoAccount {
        what: format!("id {}", arguments.join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_never_runs_as_root() {
        let accounts = Accounts::find().unwrap();
        assert_ne!(accounts.server.uid, 0);
        let output = accounts.command("id").arg("-u").output().unwrap();
        assert_eq!(
            String::from_utf8_lossy(&output.stdout).trim(),
            accounts.server.uid.to_string()
        );
    }
}
