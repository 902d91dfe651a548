//! Looks at processes through `/proc`.

use std::path::{Path, PathBuf};

/// A process, told apart from a later one with the same number by when it started.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Process {
    pub(crate) pid: u32,
    /// Clock ticks since the machine started.
    started: u64,
}

impl Process {
    /// This program.
    pub(crate) fn me() -> Option<Self> {
        Self::find(std::process::id())
    }

    /// The living process with this number.
    pub(crate) fn find(pid: u32) -> Option<Self> {
        let stat = std::fs::read_to_string(proc(pid).join("stat")).ok()?;
        // The name, in brackets, may hold anything; the fields after it do not.
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
        let dead = matches!(*fields.first()?, "Z" | "X" | "x");
        (!dead).then_some(Self {
            pid,
            started: fields.get(19)?.parse().ok()?,
        })
    }

    /// Whether it still runs.
    pub(crate) fn is_alive(self) -> bool {
        Self::find(self.pid) == Some(self)
    }

    /// Whether it is a PostgreSQL server that works in `data`.
    pub(crate) fn serves(self, data: &Path) -> bool {
        let is_postgres =
            std::fs::read_to_string(proc(self.pid).join("comm")).is_ok_and(|name| name.trim() == "postgres");
        let works_in = std::fs::read_link(proc(self.pid).join("cwd"));
        is_postgres && works_in.is_ok_and(|one| data.canonicalize().is_ok_and(|data| one == data))
    }
}

impl std::fmt::Display for Process {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.pid, self.started)
    }
}

impl std::str::FromStr for Process {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (pid, started) = text.trim().split_once(' ').ok_or(())?;
        Ok(Self {
            pid: pid.parse().map_err(|_| ())?,
            started: started.parse().map_err(|_| ())?,
        })
    }
}

fn proc(pid: u32) -> PathBuf {
    PathBuf::from(format!("/proc/{pid}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_known_again_and_no_other_is_taken_for_it() {
        let me = Process::me().unwrap();
        assert!(me.is_alive());
        assert_eq!(me.to_string().parse(), Ok(me));
        assert!(
            !Process {
                started: me.started + 1,
                ..me
            }
            .is_alive()
        );
    }

    #[test]
    fn a_dead_child_is_not_alive() {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let pid = child.id();
        child.wait().unwrap();
        assert_eq!(Process::find(pid), None);
    }
}
