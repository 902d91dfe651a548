//! How many questions the engine's order asks, on average over all possible combinations of answers.

use std::collections::{BTreeMap, HashMap};

use madoguchi_guidance::interview::table::{OpenTable, open_questions, rules_left};
use madoguchi_guidance::interview::to_ask_now;
use madoguchi_guidance::{Fact, MunicipalitySettings, Release, Situation, Source};

use super::best::{Best, Rows, decided, share};
use super::groups::groups;

/// The most states of an interview looked at for one household.
const MOST_STATES: usize = 100_000;

pub(crate) struct Ours<'r> {
    release: &'r Release,
    table: &'r OpenTable,
    settings: MunicipalitySettings,
    /// What is asked first, by what is left of the rules: a place in the table's facts.
    first: HashMap<u64, Option<usize>>,
    averages: HashMap<u64, f64>,
    /// Parts of the table that can be looked at alone.
    groups: Vec<Vec<usize>>,
}

/// A place within an interview.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) situation: Situation,
    /// For each part of the table, what is still possible and what was asked.
    parts: Vec<(Rows, u64)>,
}

impl State {
    pub(crate) fn start(situation: Situation, table: &OpenTable) -> Self {
        Self {
            situation,
            parts: table.parts.iter().map(|part| (Best::all(part), 0)).collect(),
        }
    }

    /// With the fact, which is the column of the part, answered.
    pub(crate) fn with(&self, table: &OpenTable, (part, column): (usize, usize), value: u8) -> Self {
        let mut with = self.clone();
        let fact = &table.facts[table.parts[part].facts[column]];
        let answer = Fact::Known {
            value: fact.answers[usize::from(value)].clone(),
            source: Source::Answer,
        };
        with.situation.facts.insert(fact.key.clone(), answer);
        let (rows, asked) = &mut with.parts[part];
        rows.retain(|row| table.parts[part].rows[*row as usize].values[column] == value);
        *asked |= 1 << column;
        with
    }

    /// With everything answered but these parts.
    fn only(&self, table: &OpenTable, parts: &[usize]) -> Self {
        let mut only = self.clone();
        for (place, part) in table.parts.iter().enumerate() {
            if !parts.contains(&place) {
                for (column, value) in part.rows[0].values.iter().enumerate() {
                    only = only.with(table, (place, column), *value);
                }
            }
        }
        only
    }

    fn decided(&self, table: &OpenTable) -> bool {
        let mut parts = self.parts.iter().zip(&table.parts);
        parts.all(|((rows, asked), part)| decided(part, rows, *asked))
    }
}

impl<'r> Ours<'r> {
    pub(crate) fn new(release: &'r Release, table: &'r OpenTable) -> Self {
        Self {
            release,
            table,
            settings: MunicipalitySettings::default(),
            first: HashMap::new(),
            averages: HashMap::new(),
            groups: groups(release, table),
        }
    }

    /// The questions asked on average; none if there are too many ways through the interview.
    pub(crate) fn average(&mut self, start: &State, plans: &[Best<'_>]) -> Result<Option<f64>, String> {
        let mut average = Some(0.0);
        for group in self.groups.clone() {
            let more = self.average_from(&start.only(self.table, &group), plans)?;
            average = average.zip(more).map(|(average, more)| average + more);
        }
        Ok(average)
    }

    fn average_from(&mut self, state: &State, plans: &[Best<'_>]) -> Result<Option<f64>, String> {
        let parts = state.parts.iter().zip(plans);
        let in_any_order: Option<u32> = parts
            .map(|((rows, asked), plan)| plan.all_needed(rows, *asked))
            .sum();
        if let Some(open) = in_any_order {
            return Ok(Some(f64::from(open)));
        }
        let left = rules_left(self.release, &state.situation, &self.settings);
        if let Some(average) = self.averages.get(&left) {
            return Ok(Some(*average));
        }
        if self.averages.len() >= MOST_STATES {
            return Ok(None);
        }
        let mut average = 0.0;
        if let Some(place @ (part, column)) = self.first(state)? {
            average = 1.0;
            let (rows, _) = &state.parts[part];
            let mut split: BTreeMap<u8, Rows> = BTreeMap::new();
            for row in rows {
                let value = self.table.parts[part].rows[*row as usize].values[column];
                split.entry(value).or_default().push(*row);
            }
            for (value, rest) in split {
                let Some(more) = self.average_from(&state.with(self.table, place, value), plans)? else {
                    return Ok(None);
                };
                average += share(&rest, rows) * more;
            }
        }
        self.averages.insert(left, average);
        Ok(Some(average))
    }

    /// How many questions are asked where the answers are those of the rows, one for each part.
    pub(crate) fn asked(&mut self, start: &State, truth: &[u32]) -> Result<u32, String> {
        let asked = self.asked_from(start.clone(), truth)?;
        let mut alone = 0;
        for group in self.groups.clone() {
            alone += self.asked_from(start.only(self.table, &group), truth)?;
        }
        if alone != asked {
            self.groups = vec![(0..self.table.parts.len()).collect()];
        }
        Ok(asked)
    }

    /// Whether the parts turned out to depend on each other.
    pub(crate) fn as_a_whole(&self) -> bool {
        self.table.parts.len() > 1 && self.groups.len() == 1 && groups(self.release, self.table).len() > 1
    }

    fn asked_from(&mut self, mut state: State, truth: &[u32]) -> Result<u32, String> {
        let mut asked = 0;
        while let Some((part, column)) = self.first(&state)? {
            let value = self.table.parts[part].rows[truth[part] as usize].values[column];
            state = state.with(self.table, (part, column), value);
            asked += 1;
        }
        Ok(asked)
    }

    /// The part and the column of what is asked first. Fails where engine and table do not agree whether anything is.
    fn first(&mut self, state: &State) -> Result<Option<(usize, usize)>, String> {
        let left = rules_left(self.release, &state.situation, &self.settings);
        let first = if let Some(first) = self.first.get(&left) {
            *first
        } else {
            let questions = open_questions(self.release, &state.situation, &self.settings)
                .map_err(|error| error.to_string())?;
            let first = to_ask_now(self.release, &questions).first().map(|question| {
                let place = self.table.facts.iter().position(|fact| fact.key == question.key);
                place.ok_or_else(|| format!("{} was not open before", question.key))
            });
            let first = first.transpose()?;
            self.first.insert(left, first);
            first
        };
        if first.is_none() != state.decided(self.table) {
            return Err(format!(
                "not the same in the table as asked: {:?}",
                state.situation
            ));
        }
        Ok(first.and_then(|fact| {
            let parts = self.table.parts.iter().enumerate();
            let mut columns =
                parts.filter_map(|(part, table)| Some((part, table.facts.iter().position(|f| *f == fact)?)));
            columns.next()
        }))
    }
}
