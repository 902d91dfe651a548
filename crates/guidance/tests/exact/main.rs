//! What each part of the crate's interface says exactly, on a small release: boundaries, defaults, and what is left out.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[path = "../small/mod.rs"]
mod small;

mod cases;
mod checks;
mod logic;
mod now;
mod overlay;
mod reasons;
mod release;
mod table;
mod together;
mod words;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use madoguchi_guidance::{Guidance, MunicipalitySettings, Release, Situation, judge};
use serde_json::{Value, json};
use small::{files, loaded, procedure};

/// The day everything here is judged on.
fn on() -> NaiveDate {
    day("2026-04-20")
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The small release with these procedures alone: number, subject, condition and further rows.
fn with(procedures: &[(&str, &str, &str, &str)]) -> BTreeMap<String, String> {
    let mut files = files();
    files.retain(|path, _| !path.starts_with("procedures/"));
    for (id, subject, condition, rows) in procedures {
        files.insert(
            format!("procedures/move_in/{id}.toml"),
            procedure(id, subject, condition, rows),
        );
    }
    files
}

fn release(procedures: &[(&str, &str, &str, &str)]) -> Release {
    loaded(&with(procedures))
}

/// Someone moves in, of whom the file says this.
fn situation(release: &Release, visit: Value, members: &[Value]) -> Situation {
    let mut facts = json!({ "events": ["move_in"], "members": members });
    facts["visit"] = visit;
    Situation::from_file(&facts, on(), release).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// One person moves in of whom nothing is known.
fn one(release: &Release, visit: Value) -> Situation {
    situation(release, visit, &[json!({ "id": "1" })])
}

fn judged(release: &Release, situation: &Situation) -> Guidance {
    judge(release, situation, &MunicipalitySettings::default()).unwrap()
}
