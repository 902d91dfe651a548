//! The program killed at random moments of an import, as a power cut would, comes to the same register.

#![expect(clippy::unwrap_used, reason = "these are tests: the helpers too may panic")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use madoguchi_store::testing::TestDatabase;

/// Six chunks, and a switch-over that takes a while.
const RESIDENTS: &str = "24000";

struct Files(PathBuf);

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn sample(directory: &Path) -> PathBuf {
    let file = directory.join("residents.csv");
    let made = Command::new(env!("CARGO_BIN_EXE_madoguchi"))
        .args([
            "import",
            "sample",
            "residents",
            "--residents",
            RESIDENTS,
            "--seed",
            "7",
            "--on",
            "2026-04-08",
        ])
        .arg(&file)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(made.success());
    file
}

fn import(file: &Path, url: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_madoguchi"));
    command
        .args([
            "import",
            "residents",
            "--accept-removals",
            "--every-chunk",
            "--municipality",
            "000019",
        ])
        .arg(file)
        .env("MADOGUCHI_DATABASE_URL", url)
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// Imports until so many lines were told, and kills the program then. Whether it went on with an earlier start; none
/// where it came to its end.
fn killed(file: &Path, url: &str, after: usize) -> Option<bool> {
    let mut child = import(file, url).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let told: Vec<String> = lines.map_while(Result::ok).take(after).collect();
    child.kill().unwrap();
    let ended = child.wait().unwrap();
    let resumed = told.iter().any(|line| line.contains("前回の続き"));
    (!ended.success()).then_some(resumed)
}

#[tokio::test]
async fn killed_ten_times_it_comes_to_the_same_register() {
    let directory = std::env::temp_dir().join(format!("madoguchi-kills-{}", std::process::id()));
    std::fs::create_dir(&directory).unwrap();
    let files = Files(directory);
    let file = sample(&files.0);
    let whole = TestDatabase::new().await;
    assert!(
        import(&file, &whole.url("madoguchi_app"))
            .stderr(Stdio::null())
            .status()
            .unwrap()
            .success()
    );
    let expected = whole.register_digest(&whole.here.scope).await;

    let db = TestDatabase::new().await;
    let before = db.register_digest(&db.here.scope).await;
    let url = db.url("madoguchi_app");
    let (mut seed, mut kills, mut resumed) = (20_261_128_u64, 0, 0);
    for _ in 0..10 {
        // Between none and three lines: while it opens, while it reads, while it switches over.
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let after = usize::try_from(seed >> 62).unwrap();
        if let Some(went_on) = killed(&file, &url, after) {
            kills += 1;
            resumed += usize::from(went_on);
            let now = db.register_digest(&db.here.scope).await;
            assert!(now == before || now == expected, "there is nothing in between");
        }
    }
    assert!(
        kills >= 5 && resumed >= 1,
        "{kills} kills, {resumed} of later starts"
    );
    assert!(
        import(&file, &url)
            .stderr(Stdio::null())
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(db.register_digest(&db.here.scope).await, expected);
}
