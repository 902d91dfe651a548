//! Nothing is left of a desk.

use std::io::Read;
use std::os::unix::net::UnixStream;
use std::process::Command;

use crate::desk::Running;

/// Whether a PC/SC service runs with its configuration in this directory.
fn service_runs(directory: &str) -> bool {
    let configuration = format!("{directory}/configuration");
    std::fs::read_dir("/proc").unwrap().flatten().any(|process| {
        std::fs::read(process.path().join("cmdline")).is_ok_and(|line| {
            String::from_utf8_lossy(&line)
                .split('\0')
                .any(|part| part == configuration)
        })
    })
}

#[test]
fn a_killed_desk_takes_its_service_and_files_along() {
    let mut desk = Running::start();
    let directory = desk.directory();
    let name = directory.to_string_lossy().into_owned();
    assert!(service_runs(&name));
    // This ends when the process that holds the other end does.
    let mut held = UnixStream::connect(directory.join("reader1")).unwrap();
    desk.kill();
    let mut rest = Vec::new();
    let _ = held.read_to_end(&mut rest);
    assert!(!service_runs(&name));
    assert!(!directory.exists());
}

#[test]
fn two_desks_know_nothing_of_each_other() {
    let (one, other) = (Running::start(), Running::start());
    one.put(0, "sato");
    let yes = |desk: &Running| desk.run("opensc-tool", &["--list-readers"]).1.contains(" Yes ");
    assert!(yes(&one));
    assert!(!yes(&other));
    // The same card may lie on another desk: it is not the same card.
    other.put(0, "sato");
    assert!(yes(&other));
}

#[test]
fn what_is_missing_is_said_in_one_line() {
    let people = concat!(env!("CARGO_MANIFEST_DIR"), "/people.example.json");
    for (option, file) in [("--driver", "/nowhere/driver.so"), ("--pcscd", "/nowhere/pcscd")] {
        let output = Command::new(env!("CARGO_BIN_EXE_madoguchi-virtual-card"))
            .args(["desk", "--people", people, option, file])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains(file) && said.lines().count() == 1, "{said}");
        assert!(output.stdout.is_empty());
    }
}
