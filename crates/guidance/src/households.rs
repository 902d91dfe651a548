//! Synthetic households for trying a release on: made by chance from a number, the same ones each time.

use chrono::{Days, NaiveDate};
use madoguchi_model::case::LifeEvent;
use serde_json::{Map, Value, json};

use crate::catalogue::{FactKind, Release, SubjectKind, WhoAnswers};
use crate::diff::RecordedCase;
use crate::judge::judge;
use crate::settings::MunicipalitySettings;
use crate::situation::Situation;

/// The most people a household has here.
const MOST_MEMBERS: u64 = 6;

/// A household with one or two life events on the given day. Two thirds of what the rules speak of is known, the
/// rest was not asked. Facts that contradict each other are left out.
#[must_use]
pub fn household(release: &Release, on: NaiveDate, number: u64) -> RecordedCase {
    let mut chance = Chance::of_number(number);
    let mut events = vec![chance.of(&LifeEvent::ALL).code()];
    if chance.below(4) == 0 {
        let second = chance.of(&LifeEvent::ALL).code();
        if !events.contains(&second) {
            events.push(second);
        }
    }
    let events: Vec<LifeEvent> = LifeEvent::ALL
        .into_iter()
        .filter(|event| events.contains(&event.code()))
        .collect();
    made(release, on, number, &events, &mut chance)
}

/// A household with these life events, made like [`household`].
#[must_use]
pub fn household_with(release: &Release, on: NaiveDate, number: u64, events: &[LifeEvent]) -> RecordedCase {
    made(release, on, number, events, &mut Chance::of_number(number))
}

fn made(
    release: &Release,
    on: NaiveDate,
    number: u64,
    events: &[LifeEvent],
    chance: &mut Chance,
) -> RecordedCase {
    let chosen = events.iter().copied().collect();
    let codes: Vec<&str> = events.iter().map(|event| event.code()).collect();
    let used = release.facts_used(release.looked_at(on, &chosen).into_iter());
    let mut facts = |about: SubjectKind| -> Map<String, Value> {
        let mut known = Map::new();
        for (place, fact) in (0..).zip(release.facts()) {
            let asked = fact.subject == about && fact.who != WhoAnswers::Municipality;
            if asked && used.contains(crate::expression::FactIndex(place)) && chance.below(3) > 0 {
                known.insert(fact.id.clone(), value(&fact.kind, on, chance));
            }
        }
        known
    };
    let visit = facts(SubjectKind::Visit);
    let members = (1..=1 + number % MOST_MEMBERS)
        .map(|place| {
            let mut member = facts(SubjectKind::Member);
            member.insert("id".to_owned(), json!(place.to_string()));
            member
        })
        .collect();
    without_contradictions(release, on, &codes, visit, members)
}

fn value(kind: &FactKind, on: NaiveDate, chance: &mut Chance) -> Value {
    match kind {
        FactKind::Bool { .. } => json!(chance.below(2) == 0),
        FactKind::Choice { choices } => json!(chance.of(choices).id),
        // Most dates that matter are recent; every third is anywhere in a life.
        FactKind::Date { .. } => {
            let back = if chance.below(3) == 0 { 36_000 } else { 120 };
            json!(on - Days::new(chance.below(back)))
        }
    }
}

/// Takes out the facts of each contradiction until none is left.
fn without_contradictions(
    release: &Release,
    on: NaiveDate,
    events: &[&str],
    mut visit: Map<String, Value>,
    mut members: Vec<Map<String, Value>>,
) -> RecordedCase {
    loop {
        let mut facts = Map::new();
        facts.insert("events".to_owned(), json!(events));
        facts.insert("visit".to_owned(), json!(visit));
        facts.insert("members".to_owned(), json!(members));
        let case = RecordedCase { on, facts };
        let situation = Situation::from_file(&Value::Object(case.facts.clone()), on, release);
        let guidance = situation
            .ok()
            .and_then(|situation| judge(release, &situation, &MunicipalitySettings::default()).ok());
        let contradicted: Vec<_> = guidance
            .into_iter()
            .flat_map(|guidance| guidance.conflicts)
            .flat_map(|conflict| conflict.facts)
            .map(|fact| fact.key)
            .collect();
        if contradicted.is_empty() {
            return case;
        }
        for key in contradicted {
            match key.subject.member() {
                None => visit.remove(&key.fact),
                Some(member) => members
                    .iter_mut()
                    .find(|known| known.get("id") == Some(&json!(member.0)))
                    .and_then(|known| known.remove(&key.fact)),
            };
        }
    }
}

/// A stream of numbers that look like chance (the generator known as `SplitMix64`), the same for the same start.
struct Chance(u64);

impl Chance {
    fn of_number(number: u64) -> Self {
        Self(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[usize::try_from(self.below(all.len() as u64)).unwrap_or(0)]
    }
}
