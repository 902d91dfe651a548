//! Judgements of one procedure with the same result, together: 転居届 of four is one line with four names.

use madoguchi_guidance::judge::JudgedBelonging;
use madoguchi_guidance::{Judgement, JudgementResult};

use super::Decided;

/// One procedure with everyone it concerns.
pub(crate) struct Grouped<'a> {
    /// The judgements, at least one.
    pub(crate) all: Vec<Decided<'a>>,
    /// Their places among all judgements of the case.
    pub(crate) places: Vec<usize>,
}

/// Groups judgements that differ in nothing but the person and the facts, in the catalogue's order.
pub(crate) fn grouped<'a>(decided: &[Decided<'a>]) -> Vec<Grouped<'a>> {
    group(decided, alike)
}

/// Groups judgements of one procedure with the same result, for lists that tell no more than that.
pub(crate) fn grouped_by_name<'a>(decided: &[Decided<'a>]) -> Vec<Grouped<'a>> {
    group(decided, |one, other| one.procedure == other.procedure)
}

fn group<'a>(decided: &[Decided<'a>], same: fn(&Judgement, &Judgement) -> bool) -> Vec<Grouped<'a>> {
    let mut groups: Vec<Grouped<'a>> = Vec::new();
    for (place, one) in decided.iter().enumerate() {
        let belongs = |group: &&mut Grouped<'_>| {
            let first = group.first();
            // An officer's overrule is about one person and stands alone.
            let judged = first.overrule.is_none() && one.overrule.is_none();
            let alone = first.done_with.is_none() == one.done_with.is_none();
            judged && alone && first.result() == one.result() && same(first.judgement, one.judgement)
        };
        match groups.iter_mut().find(belongs) {
            Some(group) => {
                group.all.push(*one);
                group.places.push(place);
            }
            None => groups.push(Grouped {
                all: vec![*one],
                places: vec![place],
            }),
        }
    }
    groups
}

fn alike(one: &Judgement, other: &Judgement) -> bool {
    one.procedure == other.procedure
        && one.outcome_kind == other.outcome_kind
        && one.forms == other.forms
        && one.deadline == other.deadline
        && one.sections == other.sections
}

impl<'a> Grouped<'a> {
    /// The first of the judgements.
    pub(crate) fn first(&self) -> &Decided<'a> {
        &self.all[0]
    }

    /// The result that counts.
    pub(crate) fn result(&self) -> JudgementResult {
        self.first().result()
    }

    /// The procedure's name.
    pub(crate) fn name(&self) -> &'a str {
        &self.first().judgement.name
    }

    /// The persons' names; empty for the household as a whole.
    pub(crate) fn names(&self) -> String {
        let people = self.all.iter().filter_map(|one| one.judgement.person.as_ref());
        people
            .map(|person| person.name.as_str())
            .collect::<Vec<_>>()
            .join("、")
    }

    /// The procedure with the names in brackets.
    pub(crate) fn line(&self) -> String {
        let names = self.names();
        if names.is_empty() {
            self.name().to_owned()
        } else {
            format!("{}（{names}）", self.name())
        }
    }

    /// What to bring, each thing once; the persons' names where not all of them need it.
    pub(crate) fn belongings(&self) -> Vec<String> {
        let mut things: Vec<(&JudgedBelonging, Vec<&str>)> = Vec::new();
        for one in &self.all {
            let name = one
                .judgement
                .person
                .as_ref()
                .map_or("", |person| person.name.as_str());
            for thing in &one.judgement.belongings {
                match things.iter_mut().find(|(known, _)| known.text == thing.text) {
                    Some((_, names)) => names.push(name),
                    None => things.push((thing, vec![name])),
                }
            }
        }
        things
            .into_iter()
            .map(|(thing, names)| {
                let whose = if names.len() < self.all.len() {
                    format!("（{}）", names.join("、"))
                } else {
                    String::new()
                };
                let perhaps = if thing.certain {
                    ""
                } else {
                    "（場合による）"
                };
                format!("{}{whose}{perhaps}", thing.text)
            })
            .collect()
    }
}
