//! The throwaway server of a test process leaves nothing behind.

use std::io::Read;
use std::process::{Command, Stdio};

const ACT: &str = "MADOGUCHI_TEST_THROWAWAY";

/// Not a test of its own: the test process that the test below starts. It ends without any farewell.
#[test]
fn program() {
    if std::env::var_os(ACT).is_some() {
        let cluster = madoguchi_cluster::testing::cluster(&[]);
        println!("\ndirectory {}", cluster.socket_directory().display());
        std::process::exit(0);
    }
}

#[test]
fn the_server_and_its_directory_go_with_the_test_process() {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "program", "--nocapture"])
        .env(ACT, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success());
    let socket = text
        .lines()
        .find_map(|line| line.strip_prefix("directory "))
        .unwrap();
    let state = std::path::Path::new(socket).ancestors().nth(2).unwrap();
    // The watchdog holds the lock until the server has ended, and removes the directory just before it ends.
    if let Ok(lock) = std::fs::File::open(state.join("lock")) {
        lock.lock().unwrap();
    }
    assert!(!state.exists());
}
