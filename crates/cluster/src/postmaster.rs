//! The server's own pid file.

use std::path::Path;

use crate::process::Process;

/// What a server says of itself in `postmaster.pid`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Postmaster {
    pub(crate) process: Process,
    pub(crate) state: State,
}

/// The eighth line of `postmaster.pid`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Starting,
    Ready,
    Stopping,
}

/// The living server of a data directory.
pub(crate) fn running(data: &Path) -> Option<Postmaster> {
    let (pid, state) = read(data)?;
    let process = Process::find(pid).filter(|process| process.serves(data))?;
    Some(Postmaster { process, state })
}

/// Whether the pid file names a living process that is not this directory's server: the number has been given
/// out again, and PostgreSQL, which cannot tell, would refuse to start.
pub(crate) fn is_misleading(data: &Path) -> bool {
    read(data)
        .and_then(|(pid, _)| Process::find(pid))
        .is_some_and(|process| !process.serves(data))
}

fn read(data: &Path) -> Option<(u32, State)> {
    parse(&std::fs::read_to_string(data.join("postmaster.pid")).ok()?)
}

fn parse(text: &str) -> Option<(u32, State)> {
    let mut lines = text.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    let state = match lines.nth(6).map(str::trim) {
        Some("ready") => State::Ready,
        Some("stopping") => State::Stopping,
        _ => State::Starting,
    };
    Some((pid, state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_line_is_read() {
        let file = |status| format!("42\n/data\n1700000000\n5432\n/socket\n\n 1 2\n{status}\n");
        assert_eq!(parse(&file("ready   ")), Some((42, State::Ready)));
        assert_eq!(parse(&file("stopping")), Some((42, State::Stopping)));
        assert_eq!(parse("42\n/data\n"), Some((42, State::Starting)));
        assert_eq!(parse(""), None);
    }
}
