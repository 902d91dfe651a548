//! Judges a situation by a release.

mod deadline;
mod feasible;
mod guidance;
mod instance;
mod parts;
mod reasons;
mod results;
mod together;
mod work;

pub(crate) use feasible::{Feasible, Group};
pub use guidance::{
    Conflict, Guidance, JudgedBelonging, JudgedDeadline, JudgedFee, JudgedNote, JudgedSection, Judgement,
    JudgementResult, Person, Reason, ReasonFact, ReasonKind,
};
pub(crate) use instance::Outcome;
pub(crate) use parts::judgement;
pub(crate) use reasons::reason_fact;
pub(crate) use results::subjects;
pub use results::{Verdict, results};
pub(crate) use work::{Left, Work};

use crate::catalogue::Release;
use crate::interview;
use crate::settings::MunicipalitySettings;
use crate::situation::{Situation, SituationError};

/// Judges every procedure of the situation's life events, and finds the questions whose answers can still
/// change something.
pub fn judge(
    release: &Release,
    situation: &Situation,
    settings: &MunicipalitySettings,
) -> Result<Guidance, SituationError> {
    situation.check(release)?;
    let mut work = Work::new(release, situation, settings)?;
    let mut judgements: Vec<Judgement> = (0..work.instances.len())
        .map(|place| parts::judgement(&mut work, place))
        .collect();
    together::together(release, &mut judgements);
    let questions = interview::questions(&mut work);
    Ok(Guidance {
        release: release.id().to_owned(),
        release_hash: release.hash().to_owned(),
        overlay_hash: release.overlay().map(|overlay| overlay.hash.clone()),
        reference_date: situation.reference_date,
        judgements,
        questions,
        conflicts: work.conflicts(),
    })
}
