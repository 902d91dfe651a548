//! How likely it is that a question has to be asked whatever else is answered.

use crate::diagram::{Function, Variable};
use crate::judge::{Outcome, Work};

/// The share of the possible completions in which the outcome stays open as long as the question does, all other facts
/// being known; in thousandths.
pub(super) fn needed_share(work: &mut Work<'_>, outcome: &Outcome, variable: Variable) -> u32 {
    let mut parts = outcome.parts.clone();
    let mut written = Function::FALSE;
    let mut concerned = vec![variable];
    if let Some(date) = outcome.value_of {
        let whole = parts.remove(0);
        for value in 0..work.builder.diagrams.size(date) {
            let is = work.builder.diagrams.test(date, 1 << value);
            let part = work.builder.diagrams.and(whole, is);
            let several = work.builder.band_days(date, value, &work.universe) > 1;
            if date == variable && several {
                written = work.builder.diagrams.or(written, part);
            }
            parts.push(part);
        }
    }
    for part in &parts {
        concerned.extend(work.builder.diagrams.support(*part));
    }
    let diagrams = &mut work.builder.diagrams;
    concerned.sort_unstable();
    let possible = work.feasible.around(diagrams, &concerned);
    // What the outcome does not speak of must not weigh in.
    let others: Vec<Variable> = diagrams
        .support(possible)
        .into_iter()
        .filter(|other| concerned.binary_search(other).is_err())
        .collect();
    let possible = diagrams.exists(possible, &others);
    let mut needed = written;
    for part in parts {
        let not = diagrams.not(part);
        let (with, without) = (diagrams.and(part, possible), diagrams.and(not, possible));
        let (with, without) = (
            diagrams.exists(with, &[variable]),
            diagrams.exists(without, &[variable]),
        );
        let both = diagrams.and(with, without);
        needed = diagrams.or(needed, both);
    }
    let needed = diagrams.and(needed, possible);
    let share = diagrams.density(needed) / diagrams.density(possible);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a thousand"
    )]
    let thousandths = (share * 1000.0).round() as u32;
    thousandths
}
