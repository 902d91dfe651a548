//! Makes the data directory, and says who may connect.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{ADMINISTRATOR, Cluster, Durability};
use crate::ClusterError;

impl Cluster {
    /// Makes the data directory, in UTF-8: with another character type PostgreSQL finds no trigrams in Japanese.
    pub(super) fn initialise(&self) -> Result<(), ClusterError> {
        let unfinished = self.layout.server.join("data.new");
        run(
            "rm",
            self.accounts.command("rm").arg("-rf").arg("--").arg(&unfinished),
        )?;
        let mut initdb = self.accounts.command(self.binaries.program("initdb"));
        initdb.args([
            "--locale=C.UTF-8",
            "--encoding=UTF8",
            "--auth=peer",
            "--no-instructions",
        ]);
        initdb
            .args(["--username", ADMINISTRATOR, "--pgdata"])
            .arg(&unfinished);
        if self.options.durability == Durability::Throwaway {
            initdb.arg("--no-sync");
        }
        run("initdb", &mut initdb)?;
        // A directory under its final name is a complete one, whenever the program is killed.
        run(
            "mv",
            self.accounts
                .command("mv")
                .arg("--")
                .arg(&unfinished)
                .arg(&self.layout.data),
        )
    }

    /// Writes who may connect: the program's user, known by the kernel, as the administrator or a login role.
    pub(super) fn write_access(&self) -> Result<(), ClusterError> {
        let mut map = String::new();
        for role in [ADMINISTRATOR]
            .into_iter()
            .chain(self.options.login_roles.iter().map(String::as_str))
        {
            // Writing to a String cannot fail.
            let _ = writeln!(map, "program {} {role}", quoted(&self.accounts.program.name));
        }
        self.write(&self.layout.access_map, &map)?;
        self.write(&self.layout.access, "local all all peer map=program\n")
    }

    /// Writes a file as the server's user.
    fn write(&self, path: &Path, text: &str) -> Result<(), ClusterError> {
        let mut cat = self.accounts.command("sh");
        cat.args(["-c", "umask 077 && cat >\"$1\"", "sh"])
            .arg(path)
            .stdin(Stdio::piped());
        let mut child = cat.spawn().map_err(ClusterError::io(path))?;
        let input = child.stdin.take();
        input
            .map_or(Ok(()), |mut input| input.write_all(text.as_bytes()))
            .map_err(ClusterError::io(path))?;
        let ended = child.wait().map_err(ClusterError::io(path))?;
        if ended.success() {
            Ok(())
        } else {
            Err(ClusterError::io(path)(std::io::Error::other(ended.to_string())))
        }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn run(program: &'static str, command: &mut Command) -> Result<(), ClusterError> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(ClusterError::io(program))?;
    if output.status.success() {
        return Ok(());
    }
    let text = [output.stdout, output.stderr].concat();
    Err(ClusterError::Failed {
        program,
        output: String::from_utf8_lossy(&text).trim().to_owned(),
    })
}
