//! How many questions an interview asks, against the answers that were needed in hindsight, and against the best plan.

mod adaptive;
mod best;
mod figures;
mod groups;
mod ours;

use chrono::Days;
use madoguchi_guidance::households::household;
use madoguchi_guidance::interview::to_ask_now;
use madoguchi_guidance::judge::Guidance;
use madoguchi_guidance::{
    Fact, FactKey, FactValue, MunicipalitySettings, Question, QuestionKind, Release, Situation, Source, judge,
};
use madoguchi_model::register_date::RegisterDate;
use serde_json::Value;

use crate::family;

const HOUSEHOLDS: u64 = 1_000;

pub(crate) fn run(words: &[String]) -> Result<(), String> {
    let release = Release::in_force(family::today()).map_err(|error| error.to_string())?;
    let households = match words {
        [] => HOUSEHOLDS,
        [number, ..] => number.parse().map_err(|_| format!("not a number: {number}"))?,
    };
    hindsight(release, households)?;
    adaptive::run(release, households)
}

fn hindsight(release: &Release, households: u64) -> Result<(), String> {
    let (mut ratios, mut asked_in_all, mut most) = (Vec::new(), 0, 0);
    for number in 0..households {
        let (end, asked) = interview(release, start(release, number)?, number)?;
        asked_in_all += asked.len();
        most = most.max(asked.len());
        if asked.is_empty() {
            continue;
        }
        let needed = needed(release, end, &asked)?;
        #[expect(clippy::cast_precision_loss, reason = "a few dozen questions")]
        ratios.push(asked.len() as f64 / needed.max(1) as f64);
    }
    ratios.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "a thousand households")]
    let mean = ratios.iter().sum::<f64>() / ratios.len().max(1) as f64;
    println!(
        "{households} households, {asked_in_all} questions, at most {most} in one; {} households with questions",
        ratios.len()
    );
    println!(
        "asked to needed in hindsight: mean {mean:.3}, median {:.3}, worst {:.3}",
        ratios.get(ratios.len() / 2).copied().unwrap_or(1.0),
        ratios.last().copied().unwrap_or(1.0)
    );
    Ok(())
}

fn judged(release: &Release, situation: &Situation) -> Result<Guidance, String> {
    judge(release, situation, &MunicipalitySettings::default()).map_err(|error| error.to_string())
}

/// A generated household before anything is asked.
fn start(release: &Release, number: u64) -> Result<Situation, String> {
    let case = household(release, family::today(), number);
    Situation::from_file(&Value::Object(case.facts), case.on, release).map_err(|errors| format!("{errors:?}"))
}

/// Asks the first question until none is left. The answers are by chance and possible together.
fn interview(
    release: &Release,
    mut situation: Situation,
    number: u64,
) -> Result<(Situation, Vec<FactKey>), String> {
    let mut asked = Vec::new();
    let mut chance = Chance(number);
    loop {
        let guidance = judged(release, &situation)?;
        let Some(question) = to_ask_now(release, &guidance.questions).first().copied() else {
            return Ok((situation, asked));
        };
        situation = answer(release, &situation, question, &mut chance)?;
        asked.push(question.key.clone());
    }
}

/// Answers a question by chance, so that nothing contradicts it.
fn answer(
    release: &Release,
    situation: &Situation,
    question: &Question,
    chance: &mut Chance,
) -> Result<Situation, String> {
    let answers = answers(question, situation.reference_date);
    let place = chance.below(answers.len());
    let possible = (0..answers.len()).find_map(|shift| {
        let mut with = situation.clone();
        let fact = Fact::Known {
            value: answers[(place + shift) % answers.len()].clone(),
            source: Source::Answer,
        };
        with.facts.insert(question.key.clone(), fact);
        let fits = judged(release, &with).is_ok_and(|guidance| guidance.conflicts.is_empty());
        fits.then_some(with)
    });
    possible.ok_or_else(|| format!("nothing can be answered to {}", question.key))
}

/// Numbers that look like chance, the same for the same start.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }
}

fn answers(question: &Question, today: chrono::NaiveDate) -> Vec<FactValue> {
    match &question.kind {
        QuestionKind::Bool => vec![FactValue::Bool(true), FactValue::Bool(false)],
        QuestionKind::Choice { choices } => choices
            .iter()
            .map(|choice| FactValue::Choice(choice.id.clone()))
            .collect(),
        QuestionKind::Date { .. } => [0, 10, 200, 4_000, 12_000, 18_000, 25_000, 30_000]
            .map(|back| FactValue::Date(RegisterDate::Known(today - Days::new(back))))
            .to_vec(),
    }
}

/// How many of the answers are needed so that nothing is left to ask: those that cannot be left out one after the
/// other, the last first.
fn needed(release: &Release, mut situation: Situation, asked: &[FactKey]) -> Result<usize, String> {
    let mut needed = asked.len();
    for key in asked.iter().rev() {
        let Some(fact) = situation.facts.remove(key) else {
            continue;
        };
        if judged(release, &situation)?.questions.is_empty() {
            needed -= 1;
        } else {
            situation.facts.insert(key.clone(), fact);
        }
    }
    Ok(needed)
}
