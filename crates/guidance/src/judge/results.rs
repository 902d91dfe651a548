//! Results alone, without reasons, parts and questions.

use super::feasible::Feasible;
use super::guidance::JudgementResult;
use crate::catalogue::{Release, SubjectKind};
use crate::diagram::Function;
use crate::expression::Expression;
use crate::residual::{Builder, Residual, Specialiser, Universe};
use crate::settings::MunicipalitySettings;
use crate::situation::{Situation, SituationError};

/// Whether one procedure is required, for one subject.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// The place of the procedure in the release.
    pub procedure: usize,
    /// The place of the member it is about; none for the visit.
    pub member: Option<usize>,
    /// The result.
    pub result: JudgementResult,
}

/// Judges every procedure of the situation's life events: the same results as [`super::judge`], in its order.
pub fn results(
    release: &Release,
    situation: &Situation,
    settings: &MunicipalitySettings,
) -> Result<Vec<Verdict>, SituationError> {
    situation.check(release)?;
    let places = release.looked_at(situation.reference_date, &situation.events);
    let used = release.facts_used(places.iter().copied());
    let universe = Universe::new(release, situation, settings, &used);
    let specialiser = Specialiser { universe: &universe };
    let mut verdicts = Vec::new();
    let mut open = Vec::new();
    for place in places {
        let procedure = &release.procedures()[place];
        let condition = &procedure.condition.expression;
        for member in subjects(procedure.subject, situation.members.len()) {
            let result = match specialiser.decided(condition, member) {
                Some(true) => JudgementResult::Required,
                Some(false) => JudgementResult::NotRequired,
                None => {
                    open.push((verdicts.len(), condition, member));
                    JudgementResult::Undetermined
                }
            };
            verdicts.push(Verdict {
                procedure: place,
                member,
                result,
            });
        }
    }
    if !open.is_empty() {
        settle(&specialiser, &open, &mut verdicts)?;
    }
    Ok(verdicts)
}

/// Every subject of a procedure or a rule.
pub(crate) fn subjects(kind: SubjectKind, members: usize) -> impl Iterator<Item = Option<usize>> {
    let (visit, members) = match kind {
        SubjectKind::Visit => (Some(None), 0),
        SubjectKind::Member => (None, members),
    };
    visit.into_iter().chain((0..members).map(Some))
}

/// A condition that still depends on open facts: the place of its verdict, and whom it is about.
type OpenCondition<'r> = (usize, &'r Expression, Option<usize>);

/// Decides the conditions that still depend on open facts.
fn settle(
    specialiser: &Specialiser<'_, '_>,
    open: &[OpenCondition<'_>],
    verdicts: &mut [Verdict],
) -> Result<(), SituationError> {
    let universe = specialiser.universe;
    let members = universe.situation.members.len();
    // A rule that speaks of each open fact once, and of none that an impossible combination ties, can come out either
    // way: every part of it can be made true and false on its own. It needs no diagram.
    let mut tied = vec![false; universe.open.len()];
    let mut tying = Vec::new();
    for impossible in universe.release.impossible() {
        let rule = &impossible.rule.expression;
        for member in subjects(impossible.subject, members) {
            if specialiser.decided(rule, member).is_none() {
                tying.push((rule, member));
                specialiser.each_open(rule, member, &mut |variable| tied[variable as usize] = true);
            }
        }
    }
    let mut seen = vec![usize::MAX; universe.open.len()];
    let hard: Vec<&OpenCondition<'_>> = open
        .iter()
        .filter(|(place, condition, member)| {
            let mut hard = false;
            specialiser.each_open(condition, *member, &mut |variable| {
                let last = std::mem::replace(&mut seen[variable as usize], *place);
                hard |= last == *place || tied[variable as usize];
            });
            hard
        })
        .collect();
    if hard.is_empty() {
        return Ok(());
    }
    let residuals: Vec<Residual> = hard
        .iter()
        .map(|(_, condition, member)| specialiser.residual(condition, *member))
        .collect();
    let must_hold: Vec<Residual> = tying
        .into_iter()
        .map(|(rule, member)| specialiser.residual(rule, member).negated())
        .collect();
    let mut builder =
        Builder::new(universe, residuals.iter().chain(&must_hold)).map_err(SituationError::TooComplex)?;
    let must_hold: Vec<Function> = must_hold
        .iter()
        .map(|residual| builder.function(residual))
        .collect();
    let (feasible, _) = Feasible::new(&mut builder.diagrams, &must_hold);
    for ((place, ..), residual) in hard.iter().zip(&residuals) {
        let required = builder.function(residual);
        verdicts[*place].result = JudgementResult::of(&feasible, &mut builder.diagrams, required);
    }
    Ok(())
}
