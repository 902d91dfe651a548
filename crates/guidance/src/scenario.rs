//! Scenarios: households with what must come out for one procedure, written beside the catalogue and run against
//! it by its authors, by `madoguchi catalogue test` and by our own tests.

use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use crate::catalogue::{OutcomeKind, Release};
use crate::judge::{Guidance, Judgement, JudgementResult, judge};
use crate::settings::MunicipalitySettings;
use crate::situation::Situation;

/// The scenarios of one procedure.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// The procedure's id.
    pub procedure: String,
    /// The scenarios.
    pub scenario: Vec<Scenario>,
}

/// One household and what must come out.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows.
    pub name: String,
    /// The reference date.
    pub on: NaiveDate,
    /// Codes of the life events.
    #[serde(default = "move_within")]
    pub events: Vec<String>,
    /// Facts of the visit.
    #[serde(default)]
    pub visit: serde_json::Map<String, serde_json::Value>,
    /// The members with their facts.
    pub members: Vec<serde_json::Value>,
    /// Facts the municipality sets.
    #[serde(default)]
    pub settings: BTreeMap<String, bool>,
    /// What must come out; empty where the procedure must not even be looked at.
    pub expect: Vec<Expect>,
    /// Exactly the questions that can still change something about this procedure.
    pub asks: Option<BTreeSet<String>>,
}

fn move_within() -> Vec<String> {
    vec!["move_within".to_owned()]
}

/// What must come out for one person, or for the visit. What is left out may be anything.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The member's id; none for the visit.
    pub person: Option<String>,
    /// The result.
    pub result: JudgementResult,
    /// The day of the deadline.
    pub deadline: Option<NaiveDate>,
    /// Whether the deadline has passed.
    pub overdue: Option<bool>,
    /// No day can be given.
    #[serde(default)]
    pub no_deadline_date: bool,
    /// The kind of outcome.
    pub outcome: Option<OutcomeKind>,
    /// Exactly the sections that certainly have work to do.
    pub sections: Option<Vec<String>>,
    /// Exactly the sections that may have work to do.
    pub possible_sections: Option<Vec<String>>,
    /// Exactly the forms.
    pub forms: Option<Vec<String>>,
    /// Parts of the texts of what certainly has to be brought.
    #[serde(default)]
    pub belongings: Vec<String>,
    /// Parts of texts of what need not be brought.
    #[serde(default)]
    pub not_belongings: Vec<String>,
    /// Parts of the texts of exactly the notes.
    pub notes: Option<Vec<String>>,
}

/// Everything that does not come out as written, each with the scenario's name.
#[must_use]
pub fn run(file: &ScenarioFile, release: &Release) -> Vec<String> {
    let mut wrong = Vec::new();
    if release.procedure(&file.procedure).is_none() {
        wrong.push(format!("{}: この手続きは版にありません", file.procedure));
    }
    for scenario in &file.scenario {
        let mut check = Check {
            name: format!("{}: {}", file.procedure, scenario.name),
            wrong: &mut wrong,
        };
        check.scenario(&file.procedure, scenario, release);
    }
    wrong
}

struct Check<'w> {
    name: String,
    wrong: &'w mut Vec<String>,
}

impl Check<'_> {
    fn say(&mut self, what: &str, expected: impl Debug, found: impl Debug) {
        self.wrong
            .push(format!("{}: {what}は {expected:?} のはずが {found:?}", self.name));
    }

    fn equal<T: PartialEq + Debug>(&mut self, what: &str, expected: T, found: T) {
        if expected != found {
            self.say(what, expected, found);
        }
    }

    fn scenario(&mut self, procedure: &str, scenario: &Scenario, release: &Release) {
        let guidance = match guidance(scenario, release) {
            Ok(guidance) => guidance,
            Err(error) => return self.wrong.push(format!("{}: {error}", self.name)),
        };
        if let Some(conflict) = guidance.conflicts.first() {
            self.wrong
                .push(format!("{}: 事実が矛盾します: {}", self.name, conflict.text));
        }
        let judged: Vec<_> = guidance
            .judgements
            .iter()
            .filter(|judged| judged.procedure == procedure)
            .collect();
        if judged.is_empty() != scenario.expect.is_empty() {
            self.say("判定の数", scenario.expect.len(), judged.len());
        }
        for expect in &scenario.expect {
            let found = judged
                .iter()
                .find(|judged| judged.person.as_ref().map(|person| &person.id.0) == expect.person.as_ref());
            match found {
                Some(judged) => self.compare(expect, judged),
                None => self.say("判定のある人", &expect.person, "なし"),
            }
        }
        if let Some(asks) = &scenario.asks {
            let asked: BTreeSet<_> = guidance
                .questions
                .iter()
                .filter(|question| question.affects.iter().any(|affected| affected == procedure))
                .map(|question| question.key.to_string())
                .collect();
            self.equal("質問", asks, &asked);
        }
    }

    fn compare(&mut self, expect: &Expect, judged: &Judgement) {
        self.equal("結果", expect.result, judged.result);
        let deadline = judged.deadline.as_ref();
        let date = deadline.and_then(|deadline| deadline.date);
        if expect.deadline.is_some() || expect.no_deadline_date {
            self.equal("期限", expect.deadline, date);
        }
        if expect.overdue.is_some() {
            self.equal(
                "期限切れ",
                expect.overdue,
                deadline.and_then(|deadline| deadline.overdue),
            );
        }
        if expect.outcome.is_some() {
            self.equal("結果の種類", expect.outcome, judged.outcome_kind);
        }
        for (expected, certain) in [(&expect.sections, true), (&expect.possible_sections, false)] {
            let found = judged
                .sections
                .iter()
                .filter(|section| section.certain == certain);
            let found: Vec<_> = found.map(|section| section.code.clone()).collect();
            if let Some(expected) = expected {
                self.equal("課", expected, &found);
            }
        }
        if let Some(expected) = &expect.forms {
            self.equal("様式", expected, &judged.forms);
        }
        let has = |part: &str, certain: bool| {
            let mut all = judged.belongings.iter();
            all.any(|belonging| belonging.certain >= certain && belonging.text.contains(part))
        };
        for part in &expect.belongings {
            if !has(part, true) {
                self.say("持ち物", part, &judged.belongings);
            }
        }
        for part in &expect.not_belongings {
            if has(part, false) {
                self.say("要らない持ち物", part, &judged.belongings);
            }
        }
        if let Some(parts) = &expect.notes {
            let same = judged.notes.len() == parts.len()
                && (parts.iter().zip(&judged.notes))
                    .all(|(part, note)| note.certain && note.text.contains(part));
            if !same {
                self.say("留意点", parts, &judged.notes);
            }
        }
    }
}

fn guidance(scenario: &Scenario, release: &Release) -> Result<Guidance, String> {
    let file = serde_json::json!({
        "events": scenario.events, "visit": scenario.visit, "members": scenario.members,
    });
    let situation =
        Situation::from_file(&file, scenario.on, release).map_err(|errors| format!("{errors:?}"))?;
    let settings = MunicipalitySettings {
        facts: scenario.settings.clone(),
        ..MunicipalitySettings::default()
    };
    judge(release, &situation, &settings).map_err(|error| error.to_string())
}
