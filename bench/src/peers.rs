//! Our side of `bench/peers`: the households of a file judged by the release of a folder, results only.
//!
//! Says as one line of JSON what holds in each household; then, for each reading whose name comes in, the microseconds
//! of each household.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::BufRead;
use std::path::Path;
use std::time::Instant;

use madoguchi_guidance::catalogue::load;
use madoguchi_guidance::diff::RecordedCase;
use madoguchi_guidance::judge::{Verdict, results};
use madoguchi_guidance::{JudgementResult, MunicipalitySettings, Release, Situation};
use serde_json::{Value, json};

const JUDGE: &str = "one household";
const READ_AND_JUDGE: &str = "one household from its JSON";

pub(crate) fn run(words: &[String]) -> Result<(), String> {
    let [release, households] = words else {
        return Err("peers RELEASE-FOLDER HOUSEHOLDS: see bench/peers/README.md".into());
    };
    let bench = Bench::new(Path::new(release), Path::new(households))?;
    let holds: Result<Vec<Vec<String>>, String> =
        bench.situations.iter().map(|one| bench.holds(one)).collect();
    let head = json!({
        "engine": "Madoguchi", "version": "", "readings": [JUDGE, READ_AND_JUDGE], "holds": holds?,
    });
    println!("{head}");
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        let times = if line == READ_AND_JUDGE {
            times(&bench.lines, |line| {
                black_box(situation(line, &bench.release).and_then(|situation| bench.judge(&situation)))
                    .map(drop)
            })
        } else {
            times(&bench.situations, |situation| {
                black_box(bench.judge(situation)).map(drop)
            })
        };
        println!("{}", json!(times?));
    }
    Ok(())
}

struct Bench {
    release: Release,
    settings: MunicipalitySettings,
    lines: Vec<String>,
    situations: Vec<Situation>,
}

impl Bench {
    fn new(release: &Path, households: &Path) -> Result<Self, String> {
        let mut files = BTreeMap::new();
        collect(release, release, &mut files).map_err(|error| error.to_string())?;
        let files: Vec<(String, &[u8])> = files
            .iter()
            .map(|(path, bytes)| (path.clone(), &**bytes))
            .collect();
        let release = load(&files).map_err(|findings| format!("{findings:?}"))?;
        let text = std::fs::read_to_string(households).map_err(|error| error.to_string())?;
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let situations: Result<_, String> = lines.iter().map(|line| situation(line, &release)).collect();
        Ok(Self {
            situations: situations?,
            settings: MunicipalitySettings::default(),
            release,
            lines,
        })
    }

    fn judge(&self, situation: &Situation) -> Result<Vec<Verdict>, String> {
        results(&self.release, situation, &self.settings).map_err(|error| error.to_string())
    }

    /// `ID` for the visit and `ID/PLACE` for a person; an error where something was not decided.
    fn holds(&self, situation: &Situation) -> Result<Vec<String>, String> {
        let mut names = Vec::new();
        for verdict in self.judge(situation)? {
            let id = &self.release.procedures()[verdict.procedure].id;
            let name = verdict
                .member
                .map_or_else(|| id.clone(), |member| format!("{id}/{member}"));
            match verdict.result {
                JudgementResult::Required => names.push(name),
                JudgementResult::NotRequired => {}
                JudgementResult::Undetermined => return Err(format!("{name} is not decided")),
            }
        }
        Ok(names)
    }
}

fn situation(line: &str, release: &Release) -> Result<Situation, String> {
    let case: RecordedCase = serde_json::from_str(line).map_err(|error| error.to_string())?;
    Situation::from_file(&Value::Object(case.facts), case.on, release).map_err(|errors| format!("{errors:?}"))
}

/// The microseconds each takes.
fn times<T>(all: &[T], work: impl Fn(&T) -> Result<(), String>) -> Result<Vec<f64>, String> {
    all.iter()
        .map(|one| {
            let start = Instant::now();
            work(one)?;
            Ok(start.elapsed().as_secs_f64() * 1e6)
        })
        .collect()
}

/// Every file under a folder, with its path from the root.
fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned();
            files.insert(name, std::fs::read(&path)?);
        }
    }
    Ok(())
}
