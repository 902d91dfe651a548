//! Runs a command beside a throwaway server: `with_cluster ROLE,ROLE COMMAND [ARGUMENT…]`.
//!
//! The command finds the server's socket through `PGHOST` and may connect as `postgres` and as the roles named.
//! Ends with the command's status; the server is gone then.

use std::process::{Command, ExitCode};

use madoguchi_cluster::{Cluster, Durability, Options, testing};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(roles), Some(program)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: with_cluster ROLE,ROLE COMMAND [ARGUMENT...]");
        return ExitCode::from(2);
    };
    let login_roles = roles.to_string_lossy().split(',').map(str::to_owned).collect();
    let options = Options {
        durability: Durability::Throwaway,
        login_roles,
        ..Options::default()
    };
    let cluster = match Cluster::start(&testing::empty_directory(), &options) {
        Ok(cluster) => cluster,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    // The server's own psql comes first.
    let programs = cluster.psql();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let directories = programs
        .parent()
        .map(Into::into)
        .into_iter()
        .chain(std::env::split_paths(&path));
    let path = std::env::join_paths(directories).unwrap_or_default();
    let ended = Command::new(&program)
        .args(arguments)
        .env("PGHOST", cluster.socket_directory())
        .env("PATH", path)
        .status();
    match ended {
        Ok(status) => status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .map_or(ExitCode::FAILURE, Into::into),
        Err(error) => {
            eprintln!("{}: {error}", program.to_string_lossy());
            ExitCode::FAILURE
        }
    }
}
