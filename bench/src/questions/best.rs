//! The best adaptive plan for questions that have to do with each other: the tree of questions with the fewest asked on
//! average, where all possible combinations of answers are equally likely.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use madoguchi_guidance::interview::table::{TablePart, TableRow};

/// The most rows looked at for one plan.
const MOST_LOOKS: u64 = 400_000_000;

/// The combinations still possible, by place in the part's rows.
pub(crate) type Rows = Vec<u32>;

pub(crate) struct Best<'t> {
    part: &'t TablePart,
    /// For each row the facts that no plan can leave out there: with all others answered, something stays open.
    needed: Vec<u64>,
    known: HashMap<u64, Plan>,
    looks: u64,
}

#[derive(Clone, Copy)]
struct Plan {
    average: f64,
    /// What to ask next.
    ask: u64,
}

impl<'t> Best<'t> {
    pub(crate) fn new(part: &'t TablePart) -> Self {
        Self {
            part,
            needed: needed(part),
            known: HashMap::new(),
            looks: 0,
        }
    }

    pub(crate) fn all(part: &TablePart) -> Rows {
        (0..).zip(&part.rows).map(|(place, _)| place).collect()
    }

    /// The fewest questions on average; none if it would take too long to find.
    pub(crate) fn average(&mut self) -> Option<f64> {
        let all = Self::all(self.part);
        self.plan(&all, 0).map(|plan| plan.average)
    }

    /// What the plan asks where the answers are those of the row.
    pub(crate) fn asked(&mut self, row: u32) -> Option<u64> {
        let (mut rows, mut asked) = (Self::all(self.part), 0);
        loop {
            let next = self.plan(&rows, asked)?.ask;
            if next == 0 {
                return Some(asked);
            }
            asked |= next;
            rows.retain(|other| self.same(*other, row, next));
        }
    }

    /// How many questions are open, if every one of them is asked in any case.
    pub(crate) fn all_needed(&self, rows: &[u32], asked: u64) -> Option<u32> {
        let open = self.open(rows, asked);
        let needed = rows.iter().all(|row| open & !self.needed[*row as usize] == 0);
        needed.then(|| open.count_ones())
    }

    fn row(&self, place: u32) -> &'t TableRow {
        &self.part.rows[place as usize]
    }

    fn same(&self, one: u32, other: u32, facts: u64) -> bool {
        let (one, other) = (self.row(one), self.row(other));
        bits(facts).all(|fact| one.values[fact] == other.values[fact])
    }

    fn plan(&mut self, rows: &[u32], asked: u64) -> Option<Plan> {
        self.looks += rows.len() as u64;
        if self.looks > MOST_LOOKS {
            return None;
        }
        if decided(self.part, rows, asked) {
            return Some(Plan { average: 0.0, ask: 0 });
        }
        let key = self.key(rows, asked);
        if let Some(plan) = self.known.get(&key) {
            return Some(*plan);
        }
        let always = rows
            .iter()
            .fold(!asked, |all, row| all & self.needed[*row as usize]);
        let plan = if always == 0 {
            self.choose(rows, asked)?
        } else {
            // What every path asks can as well be asked first.
            let mut average = f64::from(always.count_ones());
            for rest in self.split(rows, always) {
                average += share(&rest, rows) * self.plan(&rest, asked | always)?.average;
            }
            Plan { average, ask: always }
        };
        self.known.insert(key, plan);
        Some(plan)
    }

    /// Tries every question, the most promising first, as long as it can still be the best.
    fn choose(&mut self, rows: &[u32], asked: u64) -> Option<Plan> {
        let mut tries: Vec<(f64, u64, Vec<Rows>)> = bits(self.open(rows, asked))
            .map(|fact| {
                let ask = 1 << fact;
                let split = self.split(rows, ask);
                let least = split
                    .iter()
                    .map(|rest| share(rest, rows) * self.at_least(rest, asked | ask));
                (1.0 + least.sum::<f64>(), ask, split)
            })
            .collect();
        tries.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut best = Plan {
            average: f64::INFINITY,
            ask: 0,
        };
        for (mut average, ask, split) in tries {
            for rest in &split {
                if average >= best.average - 1e-9 {
                    break;
                }
                let more = self.plan(rest, asked | ask)?.average - self.at_least(rest, asked | ask);
                average += share(rest, rows) * more;
            }
            if average < best.average - 1e-9 {
                best = Plan { average, ask };
            }
        }
        Some(best)
    }

    /// A number no plan is below.
    fn at_least(&self, rows: &[u32], asked: u64) -> f64 {
        let needed = rows
            .iter()
            .map(|row| (self.needed[*row as usize] & !asked).count_ones());
        let average = f64::from(needed.sum::<u32>()) * share(&[0], rows);
        if average < 1.0 && !decided(self.part, rows, asked) {
            1.0
        } else {
            average
        }
    }

    fn split(&self, rows: &[u32], facts: u64) -> Vec<Rows> {
        let mut split: BTreeMap<Vec<u8>, Rows> = BTreeMap::new();
        for row in rows {
            let values = bits(facts).map(|fact| self.row(*row).values[fact]).collect();
            split.entry(values).or_default().push(*row);
        }
        split.into_values().collect()
    }

    /// The facts whose answer is not known from the others already, or has to be written down.
    fn open(&self, rows: &[u32], asked: u64) -> u64 {
        let first = self.row(rows[0]);
        let mut open = 0;
        for row in rows {
            let row = self.row(*row);
            open |= row.written;
            for (fact, (value, other)) in row.values.iter().zip(&first.values).enumerate() {
                open |= u64::from(value != other) << fact;
            }
        }
        open & !asked
    }

    /// The same for states from which the same can follow.
    fn key(&self, rows: &[u32], asked: u64) -> u64 {
        let open = self.open(rows, asked);
        let mut numbers = HashMap::new();
        let mut hasher = DefaultHasher::new();
        open.hash(&mut hasher);
        for row in rows {
            let row = self.row(*row);
            let next = numbers.len();
            let number = *numbers.entry(row.outcomes).or_insert(next);
            (number, row.written & open).hash(&mut hasher);
            for fact in bits(open) {
                row.values[fact].hash(&mut hasher);
            }
        }
        hasher.finish()
    }
}

/// Whether nothing is left to ask.
pub(crate) fn decided(part: &TablePart, rows: &[u32], asked: u64) -> bool {
    let first = part.rows[rows[0] as usize].outcomes;
    rows.iter().all(|row| {
        let row = &part.rows[*row as usize];
        row.outcomes == first && row.written & !asked == 0
    })
}

fn needed(part: &TablePart) -> Vec<u64> {
    let mut needed: Vec<u64> = part.rows.iter().map(|row| row.written).collect();
    for fact in 0..part.facts.len() {
        let mut others: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
        for (place, row) in part.rows.iter().enumerate() {
            let mut values = row.values.clone();
            values[fact] = 0;
            others.entry(values).or_default().push(place);
        }
        for places in others.into_values() {
            let first = part.rows[places[0]].outcomes;
            if places.iter().any(|place| part.rows[*place].outcomes != first) {
                for place in places {
                    needed[place] |= 1 << fact;
                }
            }
        }
    }
    needed
}

#[expect(clippy::cast_precision_loss, reason = "far fewer rows than 2^52")]
pub(crate) fn share(some: &[u32], all: &[u32]) -> f64 {
    some.len() as f64 / all.len() as f64
}

pub(crate) fn bits(mask: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |bit| mask >> bit & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Facts with so many values each, and what comes out.
    fn part(sizes: &[u8], outcome: impl Fn(&[u8]) -> u32) -> TablePart {
        let mut rows = vec![Vec::new()];
        for size in sizes {
            rows = rows
                .iter()
                .flat_map(|row: &Vec<u8>| (0..*size).map(|value| [row.as_slice(), &[value]].concat()))
                .collect();
        }
        let rows = rows.into_iter().map(|values| TableRow {
            outcomes: outcome(&values),
            values,
            written: 0,
        });
        TablePart {
            facts: (0..sizes.len()).collect(),
            rows: rows.collect(),
        }
    }

    fn least(part: &TablePart) -> f64 {
        Best::new(part).average().expect("a small part")
    }

    #[test]
    fn one_no_is_enough() {
        assert!((least(&part(&[2, 2], |row| u32::from(row == [1, 1]))) - 1.5).abs() < 1e-9);
        // Of the two, the one that is more often a no is asked first.
        let rare = part(&[2, 8], |row| u32::from(row == [1, 1]));
        assert!((least(&rare) - 1.125).abs() < 1e-9);
        assert_eq!(Best::new(&rare).asked(0), Some(0b10));
    }

    #[test]
    fn what_decides_which_other_is_asked_comes_first() {
        let either = part(&[2, 2, 2], |row| u32::from(row[1 + usize::from(row[0])]));
        assert!((least(&either) - 2.0).abs() < 1e-9);
        let all = part(&[2, 2, 2], |row| u32::from(row.iter().sum::<u8>() % 2));
        assert!((least(&all) - 3.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_written_down_is_asked() {
        let mut date = part(&[2, 2], |row| u32::from(row[0]));
        for row in &mut date.rows {
            row.written = u64::from(row.values[0]) << 1;
        }
        assert!((least(&date) - 1.5).abs() < 1e-9);
    }
}
