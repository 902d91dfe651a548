//! Everything the questions of a situation can come to, as tables: against them a way of asking can be measured.

mod columns;
mod rows;

use std::hash::{DefaultHasher, Hash, Hasher};

use self::columns::Columns;
use self::rows::rows;
use super::order::{questions, uses};
use crate::catalogue::{FactKind, Release};
use crate::diagram::Variable;
use crate::facts::{FactKey, FactValue};
use crate::interview::Question;
use crate::judge::{Left, Work};
use crate::settings::MunicipalitySettings;
use crate::situation::{Situation, SituationError};

/// The questions that can still change something, with all that can be answered to them and what comes out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenTable {
    /// What is asked for.
    pub facts: Vec<OpenFact>,
    /// Facts that change outcomes together, or are tied by impossible combinations. Parts do not depend on each other.
    pub parts: Vec<TablePart>,
}

/// A fact that is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenFact {
    /// Its key.
    pub key: FactKey,
    /// One answer for each value; for a date, a day of each band.
    pub answers: Vec<FactValue>,
}

/// The possible answers to questions that have to do with each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TablePart {
    /// Places in [`OpenTable::facts`].
    pub facts: Vec<usize>,
    /// All that can be answered, in ascending order of the values.
    pub rows: Vec<TableRow>,
}

/// One possible combination of answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableRow {
    /// A place in [`OpenFact::answers`] for each fact of the part.
    pub values: Vec<u8>,
    /// What comes out: the same number, the same outcomes.
    pub outcomes: u32,
    /// The facts (bit n: the nth of the part) that must be asked although nothing else depends on them, because the
    /// day itself is wanted.
    pub written: u64,
}

impl OpenTable {
    /// Works a situation out. None where it has more than `most` combinations.
    pub fn of(
        release: &Release,
        situation: &Situation,
        settings: &MunicipalitySettings,
        most: usize,
    ) -> Result<Option<Self>, SituationError> {
        situation.check(release)?;
        let mut work = Work::new(release, situation, settings)?;
        let asked: Vec<Variable> = uses(&mut work).into_keys().collect();
        let facts = asked.iter().map(|variable| open_fact(&work, *variable)).collect();
        let columns = Columns::of(&mut work, &asked);
        let mut parts = Vec::new();
        let mut left = most;
        for variables in columns.together(&asked) {
            let Some(rows) = rows(&mut work, &columns, &variables, left) else {
                return Ok(None);
            };
            left -= rows.len();
            let place = |variable: &Variable| asked.binary_search(variable).unwrap_or(0);
            parts.push(TablePart {
                facts: variables.iter().map(place).collect(),
                rows,
            });
        }
        Ok(Some(Self { facts, parts }))
    }
}

/// The questions alone, in the order of [`crate::judge()`].
pub fn open_questions(
    release: &Release,
    situation: &Situation,
    settings: &MunicipalitySettings,
) -> Result<Vec<Question>, SituationError> {
    situation.check(release)?;
    Ok(questions(&mut Work::new(release, situation, settings)?))
}

/// A number for what the known facts leave of the rules: where it is the same, so are the questions and all that can
/// follow from their answers.
pub fn rules_left(release: &Release, situation: &Situation, settings: &MunicipalitySettings) -> u64 {
    let mut hasher = DefaultHasher::new();
    let left = Left::of(release, situation, settings);
    for open in &left.universe.open {
        (open.fact, open.member, open.askable()).hash(&mut hasher);
    }
    for residual in left.residuals() {
        residual.hash(&mut hasher);
    }
    hasher.finish()
}

fn open_fact(work: &Work<'_>, variable: Variable) -> OpenFact {
    let open = work.universe.open(variable);
    let answers = match &work.release.fact_at(open.fact).kind {
        FactKind::Bool { .. } => vec![FactValue::Bool(false), FactValue::Bool(true)],
        FactKind::Choice { choices } => choices
            .iter()
            .map(|choice| FactValue::Choice(choice.id.clone()))
            .collect(),
        FactKind::Date { .. } => work
            .builder
            .a_day_of_each_band(variable)
            .map(FactValue::Date)
            .collect(),
    };
    OpenFact {
        key: work.universe.key(open.fact, open.member),
        answers,
    }
}
