//! How many questions an interview asks, against the best adaptive plan.

use std::collections::BTreeMap;

use madoguchi_guidance::interview::table::{OpenTable, open_questions};
use madoguchi_guidance::{MunicipalitySettings, Release, Situation};

use super::best::{Best, bits};
use super::figures::Ratios;
use super::ours::{Ours, State};
use super::{Chance, answer, start};

/// The most questions that are open at the start: of more, some are answered before.
const MOST_OPEN: usize = 12;
/// The most combinations of answers, of questions that have to do with each other added up.
const MOST_COMBINATIONS: usize = 200_000;
/// Combinations of answers drawn for each household.
const TRUTHS: usize = 10;

#[derive(Default)]
struct Report {
    open: BTreeMap<usize, usize>,
    beyond: Vec<String>,
    averages: Ratios,
    truths: Ratios,
    /// Households whose interview could not be averaged part by part.
    as_a_whole: usize,
    asked: f64,
    least: f64,
    worst: (f64, u64),
}

pub(crate) fn run(release: &Release, households: u64) -> Result<(), String> {
    let mut report = Report::default();
    for number in 0..households {
        let mut chance = Chance(number);
        let situation = with_few_open(release, start(release, number)?, &mut chance)?;
        household(release, number, situation, &mut chance, &mut report)
            .map_err(|error| format!("household {number}: {error}"))?;
    }
    report.print(households);
    Ok(())
}

/// Answers some of the questions by chance until few are open.
fn with_few_open(
    release: &Release,
    mut situation: Situation,
    chance: &mut Chance,
) -> Result<Situation, String> {
    loop {
        let mut questions = open_questions(release, &situation, &MunicipalitySettings::default())
            .map_err(|error| error.to_string())?;
        if questions.len() <= MOST_OPEN {
            return Ok(situation);
        }
        // Which ones must not depend on the order that is measured.
        questions.sort_by(|a, b| a.key.cmp(&b.key));
        let question = &questions[chance.below(questions.len())];
        situation = answer(release, &situation, question, chance)?;
    }
}

fn household(
    release: &Release,
    number: u64,
    situation: Situation,
    chance: &mut Chance,
    report: &mut Report,
) -> Result<(), String> {
    let settings = MunicipalitySettings::default();
    let table = OpenTable::of(release, &situation, &settings, MOST_COMBINATIONS)
        .map_err(|error| error.to_string())?;
    let Some(table) = table else {
        report.beyond.push(format!("{number}: combinations"));
        return Ok(());
    };
    *report.open.entry(table.facts.len()).or_default() += 1;
    if table.facts.is_empty() {
        return Ok(());
    }
    let mut plans: Vec<Best<'_>> = table.parts.iter().map(Best::new).collect();
    let least: Option<f64> = plans.iter_mut().map(Best::average).sum();
    let mut ours = Ours::new(release, &table);
    let start = State::start(situation, &table);
    let Some(least) = least else {
        report.beyond.push(format!("{number}: plan"));
        return Ok(());
    };
    for _ in 0..TRUTHS {
        let truth: Vec<u32> = table
            .parts
            .iter()
            .map(|part| u32::try_from(chance.below(part.rows.len())).unwrap_or(0))
            .collect();
        let asked = ours.asked(&start, &truth)?;
        let least = walk(release, &table, &mut plans, start.clone(), &truth)?;
        report.truths.add(f64::from(asked), f64::from(least));
    }
    report.as_a_whole += usize::from(ours.as_a_whole());
    let Some(asked) = ours.average(&start, &plans)? else {
        report.beyond.push(format!("{number}: ours"));
        return Ok(());
    };
    if asked < least - 1e-6 {
        return Err(format!("{asked} questions, fewer than the best plan's {least}"));
    }
    report.add(number, asked, least);
    Ok(())
}

/// How many questions the best plans ask where the answers are those of the rows. Nothing may be left to ask then.
fn walk(
    release: &Release,
    table: &OpenTable,
    plans: &mut [Best<'_>],
    mut state: State,
    truth: &[u32],
) -> Result<u32, String> {
    let mut count = 0;
    for (part, plan) in plans.iter_mut().enumerate() {
        let asked = plan
            .asked(truth[part])
            .ok_or("the plan is not known to its end")?;
        count += asked.count_ones();
        for column in bits(asked) {
            let value = table.parts[part].rows[truth[part] as usize].values[column];
            state = state.with(table, (part, column), value);
        }
    }
    let left = open_questions(release, &state.situation, &MunicipalitySettings::default())
        .map_err(|error| error.to_string())?;
    match left.first() {
        None => Ok(count),
        Some(question) => Err(format!("{} is open after the best plan", question.key)),
    }
}

impl Report {
    fn add(&mut self, number: u64, asked: f64, least: f64) {
        self.averages.add(asked, least);
        self.asked += asked;
        self.least += least;
        if asked / least > self.worst.0 {
            self.worst = (asked / least, number);
        }
    }

    fn print(&mut self, households: u64) {
        let open: Vec<_> = self
            .open
            .iter()
            .map(|(open, count)| format!("{open}: {count}"))
            .collect();
        println!(
            "{households} households by open questions, at most {MOST_OPEN}: {}",
            open.join(", ")
        );
        println!(
            "{} measured ({} as a whole), {} without questions, {} beyond the bounds {}",
            self.averages.len(),
            self.as_a_whole,
            self.open.get(&0).copied().unwrap_or(0),
            self.beyond.len(),
            self.beyond.join(", ")
        );
        println!(
            "asked on average to the best adaptive plan: {} (household {}); {} at most 1.1; {:.1} to {:.1} questions in all",
            self.averages.line(),
            self.worst.1,
            self.averages.at_most(1.1),
            self.asked,
            self.least
        );
        println!(
            "the same for {} drawn combinations of answers: {}; {} at most 1.1",
            self.truths.len(),
            self.truths.line(),
            self.truths.at_most(1.1)
        );
    }
}
