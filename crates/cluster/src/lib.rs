//! A private PostgreSQL server, made from the installed binaries: for the demonstration and for tests.
//!
//! [`Cluster::start`] finds PostgreSQL, makes a data directory, starts the server on a Unix socket (never on
//! TCP) and stops it again however the program ends:
//!
//! * the server runs as another user when the program runs as root, because PostgreSQL refuses to be root;
//! * a small watchdog process holds a pipe from the program; when the program ends, even by SIGKILL, the pipe
//!   closes and the watchdog stops the server;
//! * where the watchdog was killed too, the next start adopts the running server;
//! * where the server itself was killed, the next start recovers its data.
//!
//! **Who may connect.** The socket lies in a directory only the server's user (and root) can enter, and the
//! server asks the kernel who is calling (`peer`): only the user who runs the program may, as the roles named in
//! [`Options::login_roles`]. There is no password to store or to lose.

mod account;
mod binaries;
mod cluster;
mod error;
mod layout;
mod lock;
mod postmaster;
mod process;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod url;
mod watchdog;

pub use cluster::{Cluster, Durability, Options, Started};
pub use error::ClusterError;
