//! A core system that collects files and answers each row: twice now and then, in any order, some of it late.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use madoguchi_jobs::core_files::receive_answers;
use madoguchi_store::testing::TestDatabase;
use uuid::Uuid;

use crate::luck;
use crate::run::KIND;

/// Lines of one file of answers.
const LINES: usize = 500;

/// The core system.
pub(crate) struct CoreSystem {
    folder: PathBuf,
    seed: u64,
    collected: BTreeSet<String>,
    /// How often each row stood in a file.
    pub(crate) rows: BTreeMap<Uuid, usize>,
    /// Lines of answers that are given later than others.
    late: Vec<String>,
    answered: usize,
    /// How many lines of answers were given.
    pub(crate) lines: usize,
}

impl CoreSystem {
    pub(crate) fn new(folder: PathBuf, seed: u64) -> Self {
        Self {
            folder,
            seed,
            collected: BTreeSet::new(),
            rows: BTreeMap::new(),
            late: Vec::new(),
            answered: 0,
            lines: 0,
        }
    }

    /// Whether it will take a row in the end.
    pub(crate) fn accepts(&self, row: Uuid) -> bool {
        !luck::percent(self.seed ^ 2, row.as_u128(), 5)
    }

    /// Files whose numbers leave no gap.
    pub(crate) fn files(&self) -> &BTreeSet<String> {
        &self.collected
    }

    /// Collects the files that are new, and answers them; `all` gives the late answers too.
    pub(crate) async fn work(&mut self, db: &TestDatabase, all: bool) {
        let mut lines = if all {
            std::mem::take(&mut self.late)
        } else {
            Vec::new()
        };
        for row in self.collect() {
            lines.extend(self.answers(row));
        }
        // In any order: by a number that hangs on the line and the seed.
        lines.sort_by_key(|line| {
            let sum = line
                .bytes()
                .fold(0_u128, |sum, byte| sum.wrapping_mul(31) + u128::from(byte));
            luck::of(self.seed ^ 3, sum)
        });
        if !all {
            let late = lines.len() / 10;
            self.late.extend(lines.drain(..late));
        }
        for part in lines.chunks(LINES) {
            self.give(db, part).await;
            // The same file now and then once more.
            if luck::percent(self.seed ^ 4, self.answered as u128, 20) {
                self.give(db, part).await;
            }
            self.answered += 1;
        }
    }

    /// Nothing is kept back any more.
    pub(crate) fn is_done(&self) -> bool {
        self.late.is_empty()
    }

    /// The rows of files that were not there before.
    fn collect(&mut self) -> Vec<Uuid> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            // Half a file has another ending.
            if !name.contains(".csv") || name.contains(".part") || !self.collected.insert(name) {
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let mut lines = text.trim_start_matches('\u{FEFF}').lines();
            let place = lines
                .next()
                .unwrap()
                .split(',')
                .position(|item| item.trim_matches('"') == "引継ぎID")
                .unwrap();
            for line in lines {
                let cell = line.split("\",\"").nth(place).unwrap().trim_matches('"');
                let row: Uuid = cell.parse().unwrap();
                *self.rows.entry(row).or_default() += 1;
                found.push(row);
            }
        }
        found
    }

    /// 仮登録 and then the final answer; one in ten of each twice.
    fn answers(&self, row: Uuid) -> Vec<String> {
        let minute = luck::of(self.seed ^ 5, row.as_u128()) % 30;
        let (result, reason) = if self.accepts(row) {
            ("2", "")
        } else {
            ("9", "続柄")
        };
        let mut lines = vec![
            format!("{row},1,,2026-04-08T10:{minute:02}:00"),
            format!("{row},{result},{reason},2026-04-08T11:{minute:02}:00"),
        ];
        for which in 0..2 {
            if luck::percent(self.seed ^ (6 + which as u64), row.as_u128(), 10) {
                lines.push(lines[which].clone());
            }
        }
        lines
    }

    async fn give(&mut self, db: &TestDatabase, lines: &[String]) {
        let mut file = "引継ぎID,処理結果,理由,処理日時\r\n".to_owned();
        for line in lines {
            write!(file, "{line}\r\n").unwrap();
        }
        // Until it is in: a deadlock with a worker is the database's way to say "again".
        loop {
            let mut tx = db.store.begin(&db.here.scope).await.unwrap();
            match receive_answers(&mut tx, KIND, "answers.csv", file.as_bytes(), None).await {
                Ok(_) => {
                    tx.commit().await.unwrap();
                    break;
                }
                Err(error) => {
                    drop(tx);
                    assert!(error.to_string().contains("deadlock"), "{error}");
                }
            }
        }
        self.lines += lines.len();
    }
}
