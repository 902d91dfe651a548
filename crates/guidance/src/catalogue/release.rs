//! A release: an immutable, hashed catalogue.

use chrono::NaiveDate;
use madoguchi_model::case::LifeEvent;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::fact::{FactDefinition, FactKind, Place, SubjectKind, Topic};
use super::fact_set::FactSet;
use super::law::Law;
use super::overlay::{OverlayName, SwitchedOff};
use super::procedure::{Procedure, Rule};
use crate::expression::{Expression, FactIndex, Names};

/// A condition with a name of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Definition {
    /// Stable id.
    pub id: String,
    /// Whom it is about.
    pub subject: SubjectKind,
    /// Read aloud, for example 「小学生・中学生の年齢である」.
    pub label: String,
    /// The article it rests on; empty where there is none.
    pub basis: String,
    /// What it stands for.
    pub rule: Rule,
    /// Where it is written.
    pub place: Place,
}

/// A combination of facts that cannot be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Impossible {
    /// Whom it is about.
    pub subject: SubjectKind,
    /// Why it cannot be, for example 「75歳以上の人は国民健康保険に加入していない」.
    pub text: String,
    /// The combination.
    pub rule: Rule,
    /// Where it is written.
    pub place: Place,
}

/// A section as the catalogue names it. A municipality gives it its own name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Section {
    /// Stable code.
    pub code: String,
    /// The usual name.
    pub name: String,
}

/// A form as procedures name it. What it looks like is defined elsewhere.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormName {
    /// Stable id.
    pub id: String,
    /// Its Japanese name.
    pub name: String,
}

/// A release of the catalogue, as published or with what one municipality adds to it and changes in it. The large
/// parts are shared between a release and its overlays, so that a hundred municipalities do not hold it a hundred times.
#[derive(Clone, Debug)]
pub struct Release {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) hash: String,
    pub(super) valid_from: NaiveDate,
    pub(super) valid_to: Option<NaiveDate>,
    pub(super) topics: Arc<Vec<Topic>>,
    pub(super) facts: Arc<Vec<FactDefinition>>,
    pub(super) fact_places: Arc<BTreeMap<String, FactIndex>>,
    pub(super) definitions: Arc<Vec<Definition>>,
    pub(super) impossible: Arc<Vec<Impossible>>,
    pub(super) sections: Arc<Vec<Section>>,
    pub(super) forms: Arc<Vec<FormName>>,
    pub(super) laws: Arc<Vec<Law>>,
    /// Belongings that procedures share: id and text.
    pub(super) belongings: Arc<BTreeMap<String, String>>,
    pub(super) procedures: Vec<Arc<Procedure>>,
    /// For each procedure, the facts it speaks of; and those of the impossible combinations.
    pub(super) used_by: Vec<Arc<FactSet>>,
    pub(super) used_by_impossible: Arc<FactSet>,
    pub(super) overlay: Option<OverlayName>,
    pub(super) switched_off: Vec<SwitchedOff>,
}

impl Release {
    /// Its id, for example `2024-12-02`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What the release is about.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// SHA-256 over the sorted paths and contents of its files, in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The first reference date it judges.
    #[must_use]
    pub fn valid_from(&self) -> NaiveDate {
        self.valid_from
    }

    /// The last reference date it judges; open where there is none.
    #[must_use]
    pub fn valid_to(&self) -> Option<NaiveDate> {
        self.valid_to
    }

    /// Topics, in the author's order.
    #[must_use]
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// Facts, in the author's order.
    #[must_use]
    pub fn facts(&self) -> &[FactDefinition] {
        &self.facts
    }

    /// The fact of this id.
    #[must_use]
    pub fn fact(&self, id: &str) -> Option<&FactDefinition> {
        self.fact_places.get(id).map(|place| self.fact_at(*place))
    }

    /// The place of the fact of this id.
    #[must_use]
    pub fn fact_index(&self, id: &str) -> Option<FactIndex> {
        self.fact_places.get(id).copied()
    }

    /// The fact at a place.
    #[must_use]
    pub fn fact_at(&self, place: FactIndex) -> &FactDefinition {
        &self.facts[usize::from(place.0)]
    }

    /// Named conditions.
    #[must_use]
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// Combinations that cannot be.
    #[must_use]
    pub fn impossible(&self) -> &[Impossible] {
        &self.impossible
    }

    /// Sections.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Forms that procedures name.
    #[must_use]
    pub fn forms(&self) -> &[FormName] {
        &self.forms
    }

    /// Laws that rows name; none where the release does not list them.
    #[must_use]
    pub fn laws(&self) -> &[Law] {
        &self.laws
    }

    /// Procedures, by their first life event and then by id.
    #[must_use]
    pub fn procedures(&self) -> &[Arc<Procedure>] {
        &self.procedures
    }

    /// Belongings that procedures share: id and text.
    #[must_use]
    pub fn belongings(&self) -> &BTreeMap<String, String> {
        &self.belongings
    }

    /// The municipality's overlay that is part of it; none where it is as published.
    #[must_use]
    pub fn overlay(&self) -> Option<&OverlayName> {
        self.overlay.as_ref()
    }

    /// Procedures of the published release that the municipality has switched off.
    #[must_use]
    pub fn switched_off(&self) -> &[SwitchedOff] {
        &self.switched_off
    }

    /// The facts a procedure speaks of, in the author's order; none where there is no such procedure.
    #[must_use]
    pub fn facts_of_procedure(&self, id: &str) -> Vec<&FactDefinition> {
        let Some(place) = self.procedures.iter().position(|procedure| procedure.id == id) else {
            return Vec::new();
        };
        (0..)
            .zip(self.facts.iter())
            .filter(|(fact, _)| self.used_by[place].contains(FactIndex(*fact)))
            .map(|(_, fact)| fact)
            .collect()
    }

    /// The facts that the chosen procedures and the impossible combinations speak of.
    pub(crate) fn facts_used(&self, procedures: impl Iterator<Item = usize>) -> FactSet {
        let mut used = FactSet::clone(&self.used_by_impossible);
        for place in procedures {
            used.insert_all(&self.used_by[place]);
        }
        used
    }

    /// The places of the procedures that are looked at on a day for the life events.
    pub(crate) fn looked_at(&self, on: NaiveDate, events: &BTreeSet<LifeEvent>) -> Vec<usize> {
        let looked_at = |procedure: &Procedure| {
            procedure.in_force(on) && procedure.life_events.iter().any(|event| events.contains(event))
        };
        (0..)
            .zip(&self.procedures)
            .filter(|(_, procedure)| looked_at(procedure))
            .map(|(place, _)| place)
            .collect()
    }

    /// The procedure of this id.
    #[must_use]
    pub fn procedure(&self, id: &str) -> Option<&Procedure> {
        self.procedures
            .iter()
            .map(Arc::as_ref)
            .find(|procedure| procedure.id == id)
    }

    /// Puts the procedures in the author's order (life events as they are listed, then the procedures' numbers), and
    /// notes which facts each speaks of.
    pub(super) fn arrange(&mut self) {
        self.procedures
            .sort_by_cached_key(|procedure| (procedure.life_events.first().copied(), procedure.id.clone()));
        self.used_by = self
            .procedures
            .iter()
            .map(|procedure| Arc::new(FactSet::of_procedure(procedure)))
            .collect();
    }

    /// The ids of facts nearest to a name that is none.
    #[must_use]
    pub fn nearest_facts(&self, name: &str) -> Vec<String> {
        nearest(name, self.facts.iter().map(|fact| &*fact.id))
    }
}

impl Names for Release {
    fn fact(&self, name: &str) -> Option<(FactIndex, SubjectKind, &FactKind)> {
        let place = self.fact_index(name)?;
        let fact = self.fact_at(place);
        Some((place, fact.subject, &fact.kind))
    }

    fn definition(&self, name: &str) -> Option<(u16, SubjectKind, &Expression)> {
        let place = self
            .definitions
            .iter()
            .position(|definition| definition.id == name)?;
        let definition = &self.definitions[place];
        Some((
            u16::try_from(place).ok()?,
            definition.subject,
            &definition.rule.expression,
        ))
    }

    fn nearest(&self, name: &str) -> Vec<String> {
        nearest(
            name,
            self.facts
                .iter()
                .map(|fact| &*fact.id)
                .chain(self.definitions.iter().map(|d| &*d.id)),
        )
    }
}

/// The names nearest to one that was not found, at most three, nearest first.
pub(crate) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut scored: Vec<(usize, &str)> = names
        .map(|known| {
            (
                if known.contains(name) || name.contains(known) {
                    1
                } else {
                    distance(name, known)
                },
                known,
            )
        })
        .filter(|(distance, known)| *distance <= 2 + known.len() / 4)
        .collect();
    scored.sort_unstable();
    scored
        .into_iter()
        .take(3)
        .map(|(_, known)| known.to_owned())
        .collect()
}

/// How many characters must be put in, taken out or changed (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let changed = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first() {
        let names = ["health_insurance", "has_card", "moves", "birth_date"];
        assert_eq!(
            nearest("health_insurace", names.into_iter())[0],
            "health_insurance"
        );
        assert_eq!(nearest("birthdate", names.into_iter())[0], "birth_date");
        assert!(nearest("zzzzzzzzz", names.into_iter()).is_empty());
    }

    #[test]
    fn a_distance_is_the_fewest_changes_of_characters() {
        for (a, b, changes) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("abc", "abd", 1),
            ("abc", "xbc", 1),
            ("abc", "abcd", 1),
            ("abcd", "acd", 1),
            ("abcd", "badc", 3),
            ("kitten", "sitting", 3),
            ("転出届", "転入届", 1),
            ("ab", "cdefg", 5),
        ] {
            assert_eq!(distance(a, b), changes, "{a} {b}");
            assert_eq!(distance(b, a), changes, "{b} {a}");
        }
    }

    #[test]
    fn a_name_is_near_up_to_two_changes_and_one_more_for_each_four_letters() {
        let is_near = |name: &str, known: &str| !nearest(name, std::iter::once(known)).is_empty();
        for (name, known, near) in [
            ("xyc", "abc", true),
            ("xyz", "abc", false),
            ("xyzd", "abcd", true),
            ("wxyz", "abcd", false),
            ("xyzdefg", "abcdefg", true),
            ("wxyzefg", "abcdefg", false),
            ("wxyzefgh", "abcdefgh", true),
            ("vwxyzfgh", "abcdefgh", false),
            // One that contains the other is as near as one change.
            ("card", "has_card_certificates", true),
            ("has_card_certificates", "card", true),
        ] {
            assert_eq!(is_near(name, known), near, "{name} {known}");
        }
        let known = ["moves", "move_on", "moved", "moved_in", "moving_in"];
        assert_eq!(
            nearest("moved_on", known.into_iter()),
            ["move_on", "moved", "moved_in"]
        );
    }
}
