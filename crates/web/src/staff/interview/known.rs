//! What the record and reception already say, shown so that nobody asks for it again.

use madoguchi_guidance::catalogue::FactKind;
use madoguchi_guidance::facts::{Fact, FactKey, FactValue};
use madoguchi_guidance::{Release, Source};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::wareki;

use crate::components::Shown;
use crate::policy::group_of_fact;
use crate::staff::cases::CaseFile;

/// One line: whom it is about, what it is, its value and where it came from.
pub(super) struct KnownFact {
    /// The person; empty for the visit.
    pub(super) person: String,
    /// What it is.
    pub(super) label: String,
    /// The value.
    pub(super) value: Shown,
    /// Where it came from.
    pub(super) source: &'static str,
}

/// Everything known that nobody answered, in the release's order of facts.
pub(super) fn known(file: &CaseFile) -> Vec<KnownFact> {
    let (release, situation) = (&*file.release, &file.situation);
    let mut facts: Vec<(usize, KnownFact)> = situation
        .facts
        .iter()
        .filter_map(|(key, fact)| match fact {
            Fact::Known { value, source } if *source != Source::Answer => {
                Some((place(release, key), line(file, key, value, *source)))
            }
            _ => None,
        })
        .collect();
    facts.sort_by_key(|(place, _)| *place);
    facts.into_iter().map(|(_, fact)| fact).collect()
}

fn place(release: &Release, key: &FactKey) -> usize {
    release
        .facts()
        .iter()
        .position(|fact| fact.id == key.fact)
        .unwrap_or(usize::MAX)
}

fn line(file: &CaseFile, key: &FactKey, value: &FactValue, source: Source) -> KnownFact {
    let (definition, situation) = (file.release.fact(&key.fact), &file.situation);
    KnownFact {
        person: key
            .subject
            .member()
            .and_then(|member| situation.label(member))
            .unwrap_or_default()
            .to_owned(),
        label: definition.map_or_else(|| key.fact.clone(), |fact| fact.label.clone()),
        value: file.viewer.fields.words(definition.and_then(group_of_fact), || {
            value_text(definition.map(|fact| &fact.kind), value)
        }),
        source: source.label(),
    }
}

/// A value for people.
pub(super) fn value_text(kind: Option<&FactKind>, value: &FactValue) -> String {
    match (kind, value) {
        (_, FactValue::Bool(yes)) => if *yes { "はい" } else { "いいえ" }.to_owned(),
        (Some(FactKind::Choice { choices }), FactValue::Choice(id)) => choices
            .iter()
            .find(|choice| choice.id == *id)
            .map_or_else(|| id.clone(), |choice| choice.label.clone()),
        (_, FactValue::Choice(id)) => id.clone(),
        (_, FactValue::Date(RegisterDate::Known(day))) => wareki::format(*day),
        (_, FactValue::Date(RegisterDate::Unknown { text, .. })) => text.clone(),
    }
}
