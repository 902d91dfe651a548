//! Parts of a table whose questions are put in order without looking at other parts.

use std::collections::BTreeSet;

use madoguchi_guidance::Release;
use madoguchi_guidance::interview::table::{OpenFact, OpenTable};

/// The parts in groups. The first question of the list is the most useful of all, so which question of a part is asked
/// next depends on that part alone; except where a question waits for another one: then on all parts with questions of
/// its topic, and on that of the other one.
pub(crate) fn groups(release: &Release, table: &OpenTable) -> Vec<Vec<usize>> {
    let mut groups: Vec<BTreeSet<usize>> = (0..table.parts.len())
        .map(|part| BTreeSet::from([part]))
        .collect();
    let topic = |fact: &OpenFact| release.fact(&fact.key.fact).map(|fact| fact.topic.as_str());
    let after = |fact: &OpenFact| {
        release
            .fact(&fact.key.fact)
            .and_then(|fact| fact.after.as_deref())
    };
    for waiting in &table.facts {
        let firsts: Vec<_> = table
            .facts
            .iter()
            .filter(|first| after(waiting) == Some(first.key.fact.as_str()))
            .collect();
        if firsts.is_empty() {
            continue;
        }
        let linked: BTreeSet<usize> = (0..table.parts.len())
            .filter(|part| {
                let mut facts = table.parts[*part].facts.iter().map(|fact| &table.facts[*fact]);
                facts.any(|fact| {
                    topic(fact) == topic(waiting) || firsts.iter().any(|first| first.key == fact.key)
                })
            })
            .collect();
        let (joined, mut rest): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| !group.is_disjoint(&linked));
        rest.push(joined.into_iter().flatten().collect());
        groups = rest;
    }
    groups
        .into_iter()
        .map(|group| group.into_iter().collect())
        .collect()
}
