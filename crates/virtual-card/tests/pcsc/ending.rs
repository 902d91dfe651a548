//! Nothing is left of a desk.

use std::process::Command;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Pid, PidfdFlags, pidfd_open};

use crate::desk::Running;

/// The processes whose command line has this part.
fn processes_with(part: &str) -> Vec<Pid> {
    let has = |process: &std::fs::DirEntry| {
        std::fs::read(process.path().join("cmdline")).is_ok_and(|line| {
            String::from_utf8_lossy(&line)
                .split('\0')
                .any(|found| found == part)
        })
    };
    let processes = std::fs::read_dir("/proc").unwrap().flatten().filter(has);
    processes
        .filter_map(|process| process.file_name().to_str()?.parse().ok())
        .filter_map(Pid::from_raw)
        .collect()
}

#[test]
fn a_killed_desk_takes_its_service_and_files_along() {
    let Some(mut desk) = Running::start() else { return };
    let directory = desk.directory();
    let service = processes_with(&format!("{}/configuration", directory.display()));
    assert_eq!(service.len(), 1, "the PC/SC service");
    // unshare, and what it started.
    let inside = processes_with(&directory.display().to_string());
    assert_eq!(inside.len(), 2);
    let all: Vec<_> = service
        .iter()
        .chain(&inside)
        .map(|process| pidfd_open(*process, PidfdFlags::empty()).unwrap())
        .collect();
    desk.kill();
    for process in &all {
        // Until it has ended.
        poll(&mut [PollFd::new(process, PollFlags::IN)], None).unwrap();
    }
    assert!(!directory.exists());
}

#[test]
fn two_desks_know_nothing_of_each_other() {
    let (Some(one), Some(other)) = (Running::start(), Running::start()) else {
        return;
    };
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
