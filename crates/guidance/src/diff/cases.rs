//! Over recorded households.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::catalogue::Release;
use crate::judge::{JudgementResult, results};
use crate::settings::MunicipalitySettings;
use crate::situation::Situation;

/// A recorded household: the facts of `madoguchi guide --facts` with the reference date.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RecordedCase {
    /// The reference date.
    pub on: NaiveDate,
    /// Events, visit and members.
    #[serde(flatten)]
    pub facts: serde_json::Map<String, serde_json::Value>,
}

/// A result that is another one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Changed {
    /// The procedure's id.
    pub procedure: String,
    /// Before; none where it was not looked at.
    pub before: Option<JudgementResult>,
    /// After; none where it is not looked at.
    pub after: Option<JudgementResult>,
}

/// What changes over a set of households.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CasesDiff {
    /// How many households.
    pub cases: usize,
    /// In how many of them some judgement changes.
    pub changed: usize,
    /// Places (from 1) of households that one of the releases cannot read, with why.
    pub unreadable: Vec<(usize, String)>,
    /// Changes with the number of households and the place (from 1) of the first.
    pub by_rule: Vec<(Changed, usize, usize)>,
}

/// Judges every household by both releases. A household whose facts one of them does not know is told apart.
#[must_use]
pub fn over_cases(old: &Release, new: &Release, cases: &[RecordedCase]) -> CasesDiff {
    let mut diff = CasesDiff {
        cases: cases.len(),
        changed: 0,
        unreadable: Vec::new(),
        by_rule: Vec::new(),
    };
    let mut counted: BTreeMap<Changed, (usize, usize)> = BTreeMap::new();
    for (place, case) in (1..).zip(cases) {
        match (judged(old, case), judged(new, case)) {
            (Ok(before), Ok(after)) => {
                let changes = changes(&before, &after);
                diff.changed += usize::from(!changes.is_empty());
                for change in changes {
                    counted.entry(change).or_insert((0, place)).0 += 1;
                }
            }
            (Err(why), _) | (_, Err(why)) => diff.unreadable.push((place, why)),
        }
    }
    diff.by_rule = counted
        .into_iter()
        .map(|(changed, (count, first))| (changed, count, first))
        .collect();
    diff
}

type Results = BTreeMap<(String, Option<usize>), JudgementResult>;

fn judged(release: &Release, case: &RecordedCase) -> Result<Results, String> {
    let facts = serde_json::Value::Object(case.facts.clone());
    let situation = Situation::from_file(&facts, case.on, release).map_err(|errors| {
        let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
        texts.join("、")
    })?;
    let verdicts =
        results(release, &situation, &MunicipalitySettings::default()).map_err(|error| error.to_string())?;
    Ok(verdicts
        .into_iter()
        .map(|verdict| {
            let id = release.procedures()[verdict.procedure].id.clone();
            ((id, verdict.member), verdict.result)
        })
        .collect())
}

/// Each kind of change once for a household, however many of its members it concerns.
fn changes(before: &Results, after: &Results) -> Vec<Changed> {
    let mut changes: Vec<Changed> = before
        .keys()
        .chain(after.keys())
        .map(|key| Changed {
            procedure: key.0.clone(),
            before: before.get(key).copied(),
            after: after.get(key).copied(),
        })
        .filter(|change| change.before != change.after)
        .collect();
    changes.sort();
    changes.dedup();
    changes
}
