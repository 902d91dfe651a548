//! The parts of a rule as a tree, each with how it comes out in a situation.

use super::fact_in_words;
use crate::catalogue::Release;
use crate::expression::{Expression, Phrase, phrase};
use crate::facts::MemberKey;
use crate::judge::{Work, reason_fact};
use crate::residual::{Residual, Specialiser};
use crate::settings::MunicipalitySettings;
use crate::situation::{Situation, SituationError};

/// How a part of a rule comes out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// It holds.
    Holds,
    /// It does not hold.
    Fails,
    /// What is missing can still change it.
    Open,
    /// Only a heading, for example a person's name.
    Heading,
}

impl Mark {
    /// The sign that stands before it: 〇, ×, ？ or nothing.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Holds => "〇",
            Self::Fails => "×",
            Self::Open => "？",
            Self::Heading => "",
        }
    }

    /// The sign in words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Holds => "当てはまる",
            Self::Fails => "当てはまらない",
            Self::Open => "まだ分からない",
            Self::Heading => "",
        }
    }
}

/// A part of a rule with its own parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// How it comes out.
    pub mark: Mark,
    /// Read aloud.
    pub text: String,
    /// The facts it rests on, with their values and sources.
    pub facts: Vec<String>,
    /// The ids of those facts, in the same order: not everybody may see every value.
    pub keys: Vec<String>,
    /// Its parts.
    pub parts: Vec<Node>,
}

impl Node {
    /// The ids of all facts that the part and its own parts rest on.
    #[must_use]
    pub fn about(&self) -> Vec<&str> {
        let own = self.keys.iter().map(String::as_str);
        own.chain(self.parts.iter().flat_map(Self::about)).collect()
    }
}

/// The rule of one procedure for one subject.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// The procedure's id.
    pub procedure: String,
    /// The member it is about; none for the visit.
    pub member: Option<MemberKey>,
    /// The rule.
    pub rule: Node,
}

/// The pictures of every procedure that is looked at, in the order of the judgements.
pub fn pictures(
    release: &Release,
    situation: &Situation,
    settings: &MunicipalitySettings,
) -> Result<Vec<Picture>, SituationError> {
    situation.check(release)?;
    let work = Work::new(release, situation, settings)?;
    Ok(work
        .instances
        .iter()
        .map(|instance| Picture {
            procedure: instance.procedure.id.clone(),
            member: instance
                .member
                .map(|member| situation.members[member].key.clone()),
            rule: node(&work, &instance.procedure.condition.expression, instance.member),
        })
        .collect())
}

/// A part of a rule for a member, or for the visit.
pub(super) fn node(work: &Work<'_>, part: &Expression, member: Option<usize>) -> Node {
    let specialiser = Specialiser {
        universe: &work.universe,
    };
    let mark = match specialiser.residual(part, member) {
        Residual::Constant(true) => Mark::Holds,
        Residual::Constant(false) => Mark::Fails,
        _ => Mark::Open,
    };
    let line = phrase(part, work.release);
    let (mut facts, mut keys, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    match part {
        Expression::All(all) | Expression::Any(all) => {
            parts.extend(all.iter().map(|part| node(work, part, member)));
        }
        Expression::Named { body, .. } => parts.push(node(work, body, member)),
        Expression::Members {
            filter, body, others, ..
        } => {
            let whole = match filter {
                Some(filter) => Expression::All(vec![(**filter).clone(), (**body).clone()]),
                None => (**body).clone(),
            };
            let members =
                (0..work.situation.members.len()).filter(|other| !(*others && Some(*other) == member));
            parts.extend(members.map(|other| Node {
                mark: Mark::Heading,
                text: format!("{}さん", work.situation.members[other].label),
                facts: Vec::new(),
                keys: Vec::new(),
                parts: vec![node(work, &whole, Some(other))],
            }));
        }
        _ => part.each_fact(&mut |fact| {
            let fact = reason_fact(work, fact, member);
            facts.push(fact_in_words(&fact));
            keys.push(fact.key.fact);
        }),
    }
    // What stands below is not said twice.
    let text = match line {
        Phrase::Group(head, _) if !parts.is_empty() => head,
        line => line.one_line(),
    };
    Node {
        mark,
        text,
        facts,
        keys,
        parts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_said_in_words_too() {
        for mark in [Mark::Holds, Mark::Fails, Mark::Open] {
            assert!(!mark.sign().is_empty() && !mark.label().is_empty(), "{mark:?}");
        }
        assert_ne!(Mark::Holds.label(), Mark::Fails.label());
        assert_eq!(Mark::Heading.label(), "");
    }
}
