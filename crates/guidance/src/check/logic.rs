//! Conditions that never or always hold.

use madoguchi_model::case::LifeEvent;
use std::collections::{BTreeMap, BTreeSet};

use super::limits::open_situation;
use super::warning;
use crate::catalogue::{Finding, Place, Procedure, Release, Rule};
use crate::diagram::Function;
use crate::judge::{Instance, Work};
use crate::settings::MunicipalitySettings;
use crate::situation::Situation;

/// Members enough for conditions like "two others": with nothing known, more members add nothing new.
const MEMBERS: usize = 4;

pub(super) fn check(release: &Release) -> Vec<Finding> {
    let mut findings = Vec::new();
    let settings = MunicipalitySettings::default();
    for procedure in release.procedures() {
        let begins = procedure
            .valid_from
            .is_some_and(|from| release.valid_to().is_some_and(|to| to < from));
        let ended = procedure.valid_to.is_some_and(|to| to < release.valid_from());
        if begins || ended {
            let place = procedure.place();
            let problem = "適用期間が版の施行期間と重なりません".to_owned();
            findings.push(warning(&place, problem, "valid_from・valid_to を直してください"));
        }
    }
    // What never (or always) applies must do so on every day and with every combination of events it is tried on.
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: BTreeMap<(String, Finding), usize> = BTreeMap::new();
    for situation in situations(release) {
        let Ok(mut work) = Work::new(release, &situation, &settings) else {
            continue;
        };
        let mut here = Vec::new();
        for place in 0..work.instances.len() {
            // One member stands for all: they do not differ while nothing is known.
            if work.instances[place].member.is_none_or(|member| member == 0) {
                let id = work.instances[place].procedure.id.clone();
                let mut of_one = Vec::new();
                instance(&mut work, place, &mut of_one);
                here.extend(of_one.into_iter().map(|finding| (id.clone(), finding)));
                *tried.entry(id).or_default() += 1;
            }
        }
        here.sort();
        here.dedup();
        for finding in here {
            *found.entry(finding).or_default() += 1;
        }
    }
    findings.extend(
        found
            .into_iter()
            .filter(|((id, _), times)| tried.get(id) == Some(times))
            .map(|((_, finding), _)| finding),
    );
    findings
}

/// Nothing is known: on the first day of the release and on each day on which something begins, with all life events
/// together and with each alone.
fn situations(release: &Release) -> Vec<Situation> {
    let open = open_situation(release, MEMBERS);
    let starts = release
        .procedures()
        .iter()
        .filter_map(|procedure| procedure.valid_from);
    let days: BTreeSet<_> = starts
        .chain([open.reference_date])
        .filter(|day| *day >= open.reference_date)
        .collect();
    let mut events: Vec<BTreeSet<LifeEvent>> = LifeEvent::ALL
        .into_iter()
        .map(|event| BTreeSet::from([event]))
        .collect();
    events.push(open.events.clone());
    days.into_iter()
        .flat_map(|day| {
            let open = &open;
            events.iter().map(move |events| Situation {
                reference_date: day,
                events: events.clone(),
                ..open.clone()
            })
        })
        .collect()
}

fn instance(work: &mut Work<'_>, place: usize, findings: &mut Vec<Finding>) {
    let Instance {
        procedure, required, ..
    } = work.instances[place];
    let mut say = |rule: &Rule, problem: &str, remedy: &str| {
        let place = Place {
            path: procedure.path.clone(),
            line: rule.line,
        };
        findings.push(warning(&place, problem.to_owned(), remedy));
    };
    if !work.allows(required) {
        say(
            &procedure.condition,
            "この手続きは、どんな場合にも必要になりません",
            "条件を直してください",
        );
        return;
    }
    if !work.allows_not(required) {
        say(
            &procedure.condition,
            "この手続きは、どんな場合にも必要になります",
            "条件を直してください",
        );
    }
    for (rule, function) in parts(procedure, &work.instances[place]) {
        if !work.allows(function) {
            say(
                rule,
                "この部分は、手続きが必要なときには決して当てはまりません",
                "when を直すか、消してください",
            );
        }
    }
    let none = work.instances[place]
        .sections
        .clone()
        .into_iter()
        .fold(required, |left, section| {
            let not = work.builder.diagrams.not(section);
            work.builder.diagrams.and(left, not)
        });
    if work.allows(none) {
        say(
            &procedure.condition,
            "担当の課が一つもない場合があります",
            "どの場合にも [[section]] が当てはまるようにしてください",
        );
    }
}

/// The parts that have a condition of their own, with where they apply.
fn parts<'p>(procedure: &'p Procedure, instance: &Instance<'_>) -> Vec<(&'p Rule, Function)> {
    let whens = (procedure.deadlines.iter().map(|part| &part.when))
        .chain(procedure.belongings.iter().map(|part| &part.when))
        .chain(procedure.sections.iter().map(|part| &part.when))
        .chain(procedure.forms.iter().map(|part| &part.when))
        .chain(procedure.fields.iter().map(|part| &part.when))
        .chain(procedure.notes.iter().map(|part| &part.when))
        .chain(procedure.outcomes.iter().map(|part| &part.when))
        .chain(procedure.fees.iter().map(|part| &part.when));
    let functions = (instance.deadlines.iter())
        .chain(&instance.belongings)
        .chain(&instance.sections)
        .chain(&instance.forms)
        .chain(&instance.fields)
        .chain(&instance.notes)
        // The last outcome stands for "none of them" and has no rule.
        .chain(&instance.outcomes[..procedure.outcomes.len()])
        .chain(&instance.fees);
    whens
        .zip(functions)
        .filter_map(|(when, function)| Some((when.as_ref()?, *function)))
        .collect()
}
