//! Makes diagrams of residuals.

use chrono::{Days, NaiveDate};
use madoguchi_model::register_date::RegisterDate;
use std::collections::{BTreeMap, BTreeSet};

use super::{Residual, Universe};
use crate::dates::DayRange;
use crate::diagram::{Diagrams, Function, Variable};

/// The most bands a date can be cut into, and values a fact can have.
pub(crate) const MOST_VALUES: usize = 64;

/// Makes diagrams, over variables whose dates are cut where the given residuals compare them.
pub(crate) struct Builder {
    pub(crate) diagrams: Diagrams,
    /// For each open date, the first day of each band.
    bands: BTreeMap<Variable, Vec<NaiveDate>>,
}

impl Builder {
    /// Gathers the cuts of every date. Fails with the name of a fact that is cut into too many bands.
    pub(crate) fn new<'r>(
        universe: &Universe<'_>,
        residuals: impl IntoIterator<Item = &'r Residual>,
    ) -> Result<Self, String> {
        let mut cuts: BTreeMap<Variable, BTreeSet<NaiveDate>> = BTreeMap::new();
        for residual in residuals {
            gather(residual, &mut cuts);
        }
        let (mut sizes, mut bands) = (Vec::new(), BTreeMap::new());
        for (variable, open) in (0..).zip(&universe.open) {
            let Some(days) = open.days else {
                sizes.push(open.values);
                continue;
            };
            let mut starts = vec![days.first];
            let inside = cuts.get(&variable).into_iter().flatten();
            starts.extend(inside.filter(|cut| days.first < **cut && **cut <= days.last));
            if starts.len() > MOST_VALUES {
                return Err(universe.key(open.fact, open.member).to_string());
            }
            sizes.push(u32::try_from(starts.len()).expect("at most 64"));
            bands.insert(variable, starts);
        }
        Ok(Self {
            diagrams: Diagrams::new(sizes),
            bands,
        })
    }

    /// The number of days in a band of an open date.
    pub(crate) fn band_days(&self, variable: Variable, band: u32, universe: &Universe<'_>) -> i64 {
        let Some(starts) = self.bands.get(&variable) else {
            return 0;
        };
        let last = universe.open(variable).days.map_or(starts[0], |days| days.last);
        let next = starts
            .get(band as usize + 1)
            .copied()
            .unwrap_or(last + Days::new(1));
        (next - starts[band as usize]).num_days()
    }

    /// A day in each band of an open date.
    pub(crate) fn a_day_of_each_band(&self, variable: Variable) -> impl Iterator<Item = RegisterDate> {
        let starts = self.bands.get(&variable).into_iter().flatten();
        starts.copied().map(RegisterDate::Known)
    }

    /// The diagram of a residual.
    pub(crate) fn function(&mut self, residual: &Residual) -> Function {
        match residual {
            Residual::Constant(value) => Function::constant(*value),
            Residual::Values(variable, values) => self.diagrams.test(*variable, *values),
            Residual::Days(variable, days) => {
                let starts = self.bands.get(variable).map(Vec::as_slice).unwrap_or_default();
                let mask = (0..).zip(starts).filter(|(_, start)| days.contains(**start));
                let mask = mask.map(|(band, _)| 1_u64 << band).sum();
                self.diagrams.test(*variable, mask)
            }
            Residual::Not(body) => {
                let body = self.function(body);
                self.diagrams.not(body)
            }
            Residual::All(parts) => parts.iter().fold(Function::TRUE, |all, part| {
                let part = self.function(part);
                self.diagrams.and(all, part)
            }),
            Residual::AtLeast(count, parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.function(part)).collect();
                self.diagrams.at_least(*count, &parts)
            }
        }
    }
}

fn gather(residual: &Residual, cuts: &mut BTreeMap<Variable, BTreeSet<NaiveDate>>) {
    match residual {
        Residual::Constant(_) | Residual::Values(..) => {}
        Residual::Days(variable, DayRange { first, last }) => {
            let cuts = cuts.entry(*variable).or_default();
            cuts.insert(*first);
            cuts.insert(*last + Days::new(1));
        }
        Residual::Not(body) => gather(body, cuts),
        Residual::All(parts) | Residual::AtLeast(_, parts) => {
            for part in parts {
                gather(part, cuts);
            }
        }
    }
}
