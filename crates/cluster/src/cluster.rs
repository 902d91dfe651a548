//! The running private server.

mod initialise;
mod start;

use std::path::{Path, PathBuf};

use crate::ClusterError;
use crate::account::Accounts;
use crate::binaries::Binaries;
use crate::layout::Layout;
use crate::lock::StateLock;
use crate::postmaster;
use crate::url::socket_url;
use crate::watchdog::{Manner, Watchdog};

/// The server's administrator, whom only the program's user may be.
const ADMINISTRATOR: &str = "postgres";

/// How much the data is worth.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Durability {
    /// What is acknowledged survives the loss of power.
    #[default]
    Durable,
    /// Fast, for tests: the state directory is removed with the server.
    Throwaway,
}

/// How to start the server.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// How much the data is worth.
    pub durability: Durability,
    /// The roles the program may connect as, beside the administrator `postgres`. Whoever uses the cluster
    /// creates them.
    pub login_roles: Vec<String>,
    /// Settings beside ours, by the names of `postgresql.conf`.
    pub settings: Vec<(String, String)>,
}

/// What [`Cluster::start`] found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Started {
    /// Nothing: the data directory is new.
    New,
    /// Data that was shut down in good order, or that the server has just recovered after a crash.
    Existing,
    /// A server that ran on after its program was killed.
    Adopted,
}

/// A private PostgreSQL server. Dropping it stops the server, as does the end of the program.
#[derive(Debug)]
pub struct Cluster {
    layout: Layout,
    accounts: Accounts,
    binaries: Binaries,
    options: Options,
    started: Started,
    watchdog: Option<Watchdog>,
    lock: StateLock,
}

impl Cluster {
    /// Starts the server of a state directory, which is made if it does not exist, or adopts the one that runs
    /// there already. Returns as soon as the server takes connections, about a second for a new directory.
    ///
    /// # Errors
    /// PostgreSQL is not installed or too old, the directory is in use or belongs to somebody else, or the
    /// server does not start. Each message names the remedy.
    pub fn start(state: &Path, options: &Options) -> Result<Self, ClusterError> {
        let accounts = Accounts::find()?;
        let state = std::path::absolute(state).map_err(ClusterError::io(state))?;
        let layout = Layout::new(&state, accounts.server.uid);
        layout.make_state()?;
        let lock = StateLock::take(&layout)?;
        if options.durability == Durability::Throwaway && accounts.program.uid == 0 {
            // So that the watchdog, which runs as the server's user, can remove it.
            let (uid, gid) = (accounts.server.uid, accounts.server.gid);
            std::os::unix::fs::chown(&state, Some(uid), Some(gid)).map_err(ClusterError::io(&state))?;
        }
        layout.make_server(&accounts)?;
        let binaries = Binaries::find(&layout.data)?;
        let options = options.clone();
        let started = Started::Existing;
        let mut cluster = Self {
            layout,
            accounts,
            binaries,
            options,
            started,
            watchdog: None,
            lock,
        };
        cluster.bring_up()?;
        Ok(cluster)
    }

    /// Stops the server of a state directory, should it run, and removes it with all its data. Other files in the
    /// directory stay.
    ///
    /// # Errors
    /// Another program uses the directory, or its files cannot be removed.
    pub fn erase(state: &Path) -> Result<(), ClusterError> {
        let accounts = Accounts::find()?;
        let state = std::path::absolute(state).map_err(ClusterError::io(state))?;
        let layout = Layout::new(&state, accounts.server.uid);
        layout.make_state()?;
        let lock = StateLock::take(&layout)?;
        if let Some(server) = postmaster::running(&layout.data) {
            let manner = Manner {
                signal: "INT",
                remove: None,
            };
            Watchdog::adopt(&accounts, &layout, &lock, &manner, server.process.pid)?.release();
        }
        for directory in [&layout.server, &layout.socket] {
            match std::fs::remove_dir_all(directory) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(ClusterError::io(directory)(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A connection string for the server of a state directory, if one runs there: for a tool that looks in while
    /// another program keeps the server.
    ///
    /// # Errors
    /// The user who runs the program cannot be determined.
    pub fn url_of_running(state: &Path, role: &str, database: &str) -> Result<Option<String>, ClusterError> {
        let accounts = Accounts::find()?;
        let state = std::path::absolute(state).map_err(ClusterError::io(state))?;
        let layout = Layout::new(&state, accounts.server.uid);
        let runs = postmaster::running(&layout.data).is_some();
        Ok(runs.then(|| socket_url(&layout.socket, role, database)))
    }

    /// What the start found.
    pub fn started(&self) -> Started {
        self.started
    }

    /// The directory the server's socket lies in.
    pub fn socket_directory(&self) -> &Path {
        &self.layout.socket
    }

    /// The server's log. It holds no values of statements, hence no personal data.
    pub fn log(&self) -> &Path {
        &self.layout.log
    }

    /// `psql` of the server's version, for instructions to people.
    pub fn psql(&self) -> PathBuf {
        self.binaries.program("psql")
    }

    /// A connection string for one of [`Options::login_roles`].
    pub fn url(&self, role: &str, database: &str) -> String {
        socket_url(&self.layout.socket, role, database)
    }

    /// A connection string for the administrator, on the server's own database `postgres`.
    pub fn administrator_url(&self) -> String {
        self.url(ADMINISTRATOR, "postgres")
    }

    /// The server's process, if it runs.
    pub fn server_pid(&self) -> Option<u32> {
        postmaster::running(&self.layout.data).map(|one| one.process.pid)
    }

    /// Whether the server runs.
    pub fn is_running(&self) -> bool {
        self.server_pid().is_some()
    }

    /// Starts the server again where it has died; the data is recovered from its log. Does nothing where it runs.
    ///
    /// # Errors
    /// The server does not start.
    pub fn revive(&mut self) -> Result<(), ClusterError> {
        if self.is_running() {
            Ok(())
        } else {
            self.bring_up()
        }
    }

    /// Stops the server in good order: connections are ended, data is written.
    ///
    /// # Errors
    /// The server runs on after all attempts to end it.
    pub fn stop(mut self) -> Result<(), ClusterError> {
        self.shut_down()
    }

    fn shut_down(&mut self) -> Result<(), ClusterError> {
        if let Some(mut watchdog) = self.watchdog.take() {
            watchdog.release();
        }
        if let Some(pid) = self.server_pid() {
            // The watchdog was killed: another one does its work.
            let manner = self.manner();
            let mut watchdog = Watchdog::adopt(&self.accounts, &self.layout, &self.lock, &manner, pid)?;
            watchdog.release();
        }
        self.server_pid()
            .map_or(Ok(()), |pid| Err(ClusterError::DidNotStop { pid }))
    }

    fn manner(&self) -> Manner {
        match self.options.durability {
            Durability::Durable => Manner {
                signal: "INT",
                remove: None,
            },
            Durability::Throwaway => Manner {
                signal: "QUIT",
                remove: Some(self.layout.state.clone()),
            },
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Nobody is left to tell; the next start deals with what remains.
        let _ = self.shut_down();
    }
}
