//! The private server lives as long as its program, and its data longer.
//!
//! "The program" is this test binary, started once more with a state directory in its environment.

#![expect(clippy::unwrap_used, reason = "these are tests: the helpers too may panic")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use madoguchi_cluster::testing::empty_directory;
use madoguchi_cluster::{Cluster, ClusterError, Durability, Options, Started};

const STATE: &str = "MADOGUCHI_TEST_STATE_DIR";

fn start(state: &Path) -> Result<Cluster, ClusterError> {
    Cluster::start(
        state,
        &Options {
            durability: Durability::Durable,
            login_roles: vec![],
            ..Options::default()
        },
    )
}

/// A state directory that is removed at the end of its test.
struct State(std::path::PathBuf);

impl State {
    fn new() -> Self {
        Self(empty_directory().join("state")).opened()
    }

    /// The server's user must be able to pass through.
    fn opened(self) -> Self {
        use std::os::unix::fs::PermissionsExt;
        let parent = self.0.parent().unwrap();
        std::fs::set_permissions(parent, std::fs::Permissions::from_mode(0o755)).unwrap();
        self
    }
}

impl Drop for State {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.0.parent().unwrap());
    }
}

/// Not a test of its own: the program that the tests below start and kill. It stays until its input closes.
#[test]
fn program() {
    let Some(state) = std::env::var_os(STATE) else {
        return;
    };
    let cluster = start(Path::new(&state)).unwrap();
    println!("\nserver {}", cluster.server_pid().unwrap());
    let _ = std::io::stdin().lines().next();
    drop(cluster);
}

fn program_in(state: &Path) -> (Child, u32) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "program", "--nocapture"])
        .env(STATE, state)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let server = lines
        .find_map(|line| line.unwrap().strip_prefix("server ")?.parse().ok())
        .unwrap();
    // What the test harness still writes must not find a closed pipe.
    std::thread::spawn(move || lines.for_each(drop));
    (child, server)
}

fn kill(pid: u32) {
    assert!(
        Command::new("sh")
            .args(["-c", "kill -KILL $1", "sh", &pid.to_string()])
            .status()
            .unwrap()
            .success()
    );
}

/// The parent of a process.
fn parent(pid: u32) -> u32 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    stat.rsplit_once(") ")
        .unwrap()
        .1
        .split(' ')
        .nth(1)
        .unwrap()
        .parse()
        .unwrap()
}

fn query(cluster: &Cluster, sql: &str) -> String {
    let output = Command::new(cluster.psql())
        .args([
            "-X",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            sql,
            &cluster.administrator_url(),
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn data_outlives_a_stop_and_japanese_has_trigrams() {
    let state = State::new();
    let cluster = start(&state.0).unwrap();
    assert_eq!(cluster.started(), Started::New);
    query(
        &cluster,
        "CREATE TABLE kept AS SELECT '辻󠄀' AS name; CREATE EXTENSION pg_trgm",
    );
    let pid = cluster.server_pid().unwrap();
    cluster.stop().unwrap();
    assert!(!Path::new(&format!("/proc/{pid}")).exists());

    let cluster = start(&state.0).unwrap();
    assert_eq!(cluster.started(), Started::Existing);
    assert_eq!(query(&cluster, "SELECT name FROM kept"), "辻󠄀");
    assert_eq!(
        query(&cluster, "SELECT array_length(show_trgm('山田太郎'), 1)"),
        "5"
    );
}

#[test]
fn the_server_goes_when_its_program_is_killed() {
    let state = State::new();
    let (mut program, server) = program_in(&state.0);
    program.kill().unwrap();
    program.wait().unwrap();
    // Taking the lock waits for the watchdog, which ends after the server: the next server is another one.
    let cluster = start(&state.0).unwrap();
    assert_eq!(cluster.started(), Started::Existing);
    assert_ne!(cluster.server_pid(), Some(server));
    assert!(!Path::new(&format!("/proc/{server}")).exists());
}

#[test]
fn a_server_whose_program_and_watchdog_were_killed_is_adopted() {
    let state = State::new();
    let (mut program, server) = program_in(&state.0);
    let watchdog = parent(server);
    let guard = std::fs::read_to_string(format!("/proc/{watchdog}/task/{watchdog}/children")).unwrap();
    for process in guard
        .split_whitespace()
        .map(|pid| pid.parse().unwrap())
        .filter(|pid| *pid != server)
    {
        kill(process);
    }
    kill(watchdog);
    program.kill().unwrap();
    program.wait().unwrap();

    let cluster = start(&state.0).unwrap();
    assert_eq!(cluster.started(), Started::Adopted);
    assert_eq!(cluster.server_pid(), Some(server));
    cluster.stop().unwrap();
    assert!(!Path::new(&format!("/proc/{server}")).exists());
}

#[test]
fn a_killed_server_is_revived_with_what_it_had_acknowledged() {
    let state = State::new();
    let mut cluster = start(&state.0).unwrap();
    query(&cluster, "CREATE TABLE kept AS SELECT 42 AS number");
    kill(cluster.server_pid().unwrap());
    while cluster.is_running() {
        std::thread::yield_now();
    }
    cluster.revive().unwrap();
    assert_eq!(query(&cluster, "SELECT number FROM kept"), "42");
}

#[test]
fn erased_data_is_gone_and_what_else_lies_there_stays() {
    let state = State::new();
    let cluster = start(&state.0).unwrap();
    query(&cluster, "CREATE TABLE gone ()");
    cluster.stop().unwrap();
    std::fs::write(state.0.join("other"), "").unwrap();
    Cluster::erase(&state.0).unwrap();
    assert!(state.0.join("other").exists());
    assert_eq!(start(&state.0).unwrap().started(), Started::New);
}

#[test]
fn two_programs_do_not_share_a_state_directory() {
    let state = State::new();
    let (mut program, _) = program_in(&state.0);
    let error = start(&state.0).unwrap_err();
    assert!(
        matches!(&error, ClusterError::InUse { pid, .. } if *pid == program.id()),
        "{error}"
    );
    drop(program.stdin.take());
    assert!(program.wait().unwrap().success());
    assert_eq!(
        Cluster::url_of_running(&state.0, "postgres", "postgres").unwrap(),
        None
    );
}

#[test]
fn a_pid_file_that_names_another_process_does_not_hinder() {
    let state = State::new();
    let cluster = start(&state.0).unwrap();
    let data = query(&cluster, "SHOW data_directory");
    cluster.stop().unwrap();
    std::fs::write(
        Path::new(&data).join("postmaster.pid"),
        format!("{}\n{data}\n", parent(std::process::id())),
    )
    .unwrap();
    start(&state.0).unwrap();
}

#[test]
fn the_data_of_another_version_is_refused_with_the_remedy() {
    let state = State::new();
    let cluster = start(&state.0).unwrap();
    let data = query(&cluster, "SHOW data_directory");
    cluster.stop().unwrap();
    std::fs::write(Path::new(&data).join("PG_VERSION"), "99\n").unwrap();
    let error = start(&state.0).unwrap_err();
    assert!(
        error.to_string().contains("apt-get install postgresql-99"),
        "{error}"
    );
}

#[test]
fn a_directory_that_others_may_enter_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let state = State::new();
    let server = state.0.join("postgres");
    std::fs::create_dir_all(&server).unwrap();
    std::fs::set_permissions(&server, std::fs::Permissions::from_mode(0o777)).unwrap();
    let error = start(&state.0).unwrap_err();
    assert!(matches!(error, ClusterError::WrongOwner { .. }), "{error}");
}

#[test]
fn no_other_user_may_connect() {
    let state = State::new();
    let cluster = start(&state.0).unwrap();
    let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(cluster.socket_directory()).unwrap());
    assert_eq!(mode & 0o777, 0o700);
    assert_eq!(query(&cluster, "SHOW listen_addresses"), "");
    let rules = query(
        &cluster,
        "SELECT string_agg(auth_method, ',') FROM pg_hba_file_rules",
    );
    assert_eq!(rules, "peer");
}
