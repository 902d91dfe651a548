//! Several procedures in one visit: what one paper settles is done once, and things are done in their order.

use std::collections::BTreeMap;

use super::guidance::{Judgement, JudgementResult, ReasonKind};
use crate::catalogue::Release;

/// Puts together what is one job, and says in which step each required procedure is done.
pub(super) fn together(release: &Release, judgements: &mut [Judgement]) {
    for place in 0..judgements.len() {
        if let Some(whole) = whole(release, judgements, place) {
            combine(judgements, place, whole);
        }
    }
    number(release, judgements);
}

fn required(judgement: &Judgement) -> bool {
    judgement.result == JudgementResult::Required
}

/// Whether nothing of the part is lost where the whole is done: its sections know of it, and its forms are filled
/// for the whole or for another procedure that is required of the same person.
fn covers(judgements: &[Judgement], whole: &Judgement, part: &Judgement) -> bool {
    let knows = |code: &String| whole.sections.iter().any(|section| section.code == *code);
    let filled_by = |other: &Judgement, form: &String, perhaps: bool| {
        other.forms.contains(form) || perhaps && other.possible_forms.contains(form)
    };
    let filled = |form: &String, perhaps: bool| {
        judgements.iter().any(|other| {
            other.procedure != part.procedure
                && required(other)
                && part.concerns_the_same(other)
                && filled_by(other, form, perhaps)
        })
    };
    part.sections.iter().all(|section| knows(&section.code))
        && part.forms.iter().all(|form| filled(form, false))
        && part.possible_forms.iter().all(|form| filled(form, true))
}

/// The required judgement with which this one is done, the first that its procedure names.
fn whole(release: &Release, judgements: &[Judgement], place: usize) -> Option<usize> {
    let part = &judgements[place];
    let procedure = release.procedure(&part.procedure)?;
    if !required(part) {
        return None;
    }
    procedure.part_of.iter().find_map(|id| {
        judgements.iter().position(|whole| {
            whole.procedure == *id
                && required(whole)
                && part.concerns_the_same(whole)
                && covers(judgements, whole, part)
        })
    })
}

/// What the part needs and why, on the whole.
fn combine(judgements: &mut [Judgement], part: usize, whole: usize) {
    judgements[part].done_with = Some(judgements[whole].procedure.clone());
    let part = judgements[part].clone();
    let whole = &mut judgements[whole];
    if !whole.combines.contains(&part.procedure) {
        whole.combines.push(part.procedure.clone());
    }
    let holding = part
        .reasons
        .into_iter()
        .filter(|reason| reason.kind == ReasonKind::Holds);
    for reason in holding {
        if !whole.reasons.contains(&reason) {
            whole.reasons.push(reason);
        }
    }
    for belonging in part.belongings {
        if !whole.belongings.iter().any(|known| known.text == belonging.text) {
            whole.belongings.push(belonging);
        }
    }
    for note in part.notes {
        if !whole.notes.iter().any(|known| known.text == note.text) {
            whole.notes.push(note);
        }
    }
    for deadline in part.deadlines {
        let earlier = deadline.certain
            && deadline.date.is_some_and(|date| {
                whole
                    .deadline
                    .as_ref()
                    .and_then(|known| known.date)
                    .is_none_or(|known| date < known)
            });
        if earlier {
            whole.deadline = Some(deadline.clone());
        }
        if !whole.deadlines.contains(&deadline) {
            whole.deadlines.push(deadline);
        }
    }
}

/// The step of every required procedure: after all those it follows.
fn number(release: &Release, judgements: &mut [Judgement]) {
    let mut steps: BTreeMap<String, u32> = judgements
        .iter()
        .filter(|judgement| required(judgement))
        .map(|judgement| (judgement.procedure.clone(), 1))
        .collect();
    // The catalogue's check refuses circles; the bound only makes sure that one cannot hang a counter.
    for _ in 0..steps.len() {
        let mut changed = false;
        for id in steps.keys().cloned().collect::<Vec<_>>() {
            let follows = release
                .procedure(&id)
                .map(|procedure| procedure.follows.as_slice())
                .unwrap_or_default();
            let after = follows.iter().filter_map(|first| steps.get(first)).max();
            let step = after.map_or(1, |step| step + 1);
            if steps[&id] < step {
                steps.insert(id, step);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    for judgement in judgements.iter_mut().filter(|judgement| required(judgement)) {
        judgement.step = steps.get(&judgement.procedure).copied();
        judgement.follows = release
            .procedure(&judgement.procedure)
            .into_iter()
            .flat_map(|procedure| &procedure.follows)
            .filter(|first| steps.contains_key(*first))
            .cloned()
            .collect();
    }
}
