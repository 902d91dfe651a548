//! A municipality's overlay as it is edited: read from its file, changed on a screen, written again as the same file.
//! [`Release::with_overlay`] lays the file over a release and says what is wrong in it.
//!
//! [`Release::with_overlay`]: crate::Release::with_overlay

mod condition;
mod rows;
mod written;

use serde::{Deserialize, Serialize};

pub use condition::{Clause, Comparison, Condition, Junction};
pub use rows::{BelongingRow, DeadlineRow, FeeRow, FormRow, NoteRow, SectionRow};
pub use written::{FieldRow, OutcomeRow, WrittenProcedure};

/// What one municipality adds to the catalogue and changes in it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// What it is for, for example 「令和9年4月の手数料の改定」.
    pub title: String,
    /// Changes of published procedures, at most one for each.
    #[serde(default, rename = "change", skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Procedures of the municipality's own. Their ids begin with `L-`.
    #[serde(default, rename = "procedure", skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<WrittenProcedure>,
}

/// What differs from a published procedure. What is none stays as published; a list replaces the published one.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The procedure's id.
    pub id: String,
    /// Why the procedure is switched off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub off: Option<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What it is, in やさしい日本語.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<String>,
    /// Deadlines.
    #[serde(default, rename = "deadline", skip_serializing_if = "Option::is_none")]
    pub deadlines: Option<Vec<DeadlineRow>>,
    /// What to bring.
    #[serde(default, rename = "belonging", skip_serializing_if = "Option::is_none")]
    pub belongings: Option<Vec<BelongingRow>>,
    /// Sections with work to do, the one in charge first.
    #[serde(default, rename = "section", skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<SectionRow>>,
    /// Fees.
    #[serde(default, rename = "fee", skip_serializing_if = "Option::is_none")]
    pub fees: Option<Vec<FeeRow>>,
    /// What the officer should say.
    #[serde(default, rename = "note", skip_serializing_if = "Option::is_none")]
    pub notes: Option<Vec<NoteRow>>,
}

impl Change {
    /// Whether nothing differs from what is published.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let nothing = Self {
            id: self.id.clone(),
            ..Self::default()
        };
        *self == nothing
    }

    /// What differs between a published procedure and the same procedure as it should be.
    #[must_use]
    pub fn between(published: &WrittenProcedure, wanted: &WrittenProcedure) -> Self {
        fn differing<T: Clone + PartialEq>(published: &T, wanted: &T) -> Option<T> {
            (published != wanted).then(|| wanted.clone())
        }
        Self {
            id: published.id.clone(),
            off: None,
            name: differing(&published.name, &wanted.name),
            summary: differing(&published.summary, &wanted.summary),
            plain: differing(&published.plain, &wanted.plain),
            deadlines: differing(&published.deadlines, &wanted.deadlines),
            belongings: differing(&published.belongings, &wanted.belongings),
            sections: differing(&published.sections, &wanted.sections),
            fees: differing(&published.fees, &wanted.fees),
            notes: differing(&published.notes, &wanted.notes),
        }
    }

    /// The published procedure with what differs.
    #[must_use]
    pub fn applied_to(&self, published: &WrittenProcedure) -> WrittenProcedure {
        fn replace<T: Clone>(old: &mut T, new: Option<&T>) {
            if let Some(new) = new {
                old.clone_from(new);
            }
        }
        let mut wanted = published.clone();
        replace(&mut wanted.name, self.name.as_ref());
        replace(&mut wanted.summary, self.summary.as_ref());
        replace(&mut wanted.plain, self.plain.as_ref());
        replace(&mut wanted.deadlines, self.deadlines.as_ref());
        replace(&mut wanted.belongings, self.belongings.as_ref());
        replace(&mut wanted.sections, self.sections.as_ref());
        replace(&mut wanted.fees, self.fees.as_ref());
        replace(&mut wanted.notes, self.notes.as_ref());
        wanted
    }
}

impl Overlay {
    /// Reads a file.
    ///
    /// # Errors
    /// What the file's text says that it may not, in the words of the file format.
    pub fn from_text(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The file.
    ///
    /// # Panics
    /// Never: every part is a table, a list, a text, a number or a day.
    #[must_use]
    pub fn to_text(&self) -> String {
        toml::to_string_pretty(self).expect("an overlay holds only what the format can write")
    }

    /// The change of a published procedure.
    #[must_use]
    pub fn change(&self, id: &str) -> Option<&Change> {
        self.changes.iter().find(|change| change.id == id)
    }

    /// Puts a change in the place of what was changed in the same procedure; nothing where the change is empty.
    pub fn set_change(&mut self, change: Change) {
        let place = self.changes.iter().position(|known| known.id == change.id);
        match (place, change.is_empty()) {
            (Some(place), false) => self.changes[place] = change,
            (Some(place), true) => {
                self.changes.remove(place);
            }
            (None, false) => self.changes.push(change),
            (None, true) => {}
        }
    }

    /// A procedure of the municipality's own.
    #[must_use]
    pub fn procedure(&self, id: &str) -> Option<&WrittenProcedure> {
        self.procedures.iter().find(|procedure| procedure.id == id)
    }

    /// Puts a procedure of the municipality's own in the place of the one with the same id, or adds it.
    pub fn set_procedure(&mut self, procedure: WrittenProcedure) {
        match self.procedures.iter_mut().find(|known| known.id == procedure.id) {
            Some(known) => *known = procedure,
            None => self.procedures.push(procedure),
        }
    }

    /// Takes out the change of a procedure or a procedure of the municipality's own; false where there was neither.
    pub fn remove(&mut self, id: &str) -> bool {
        let before = self.changes.len() + self.procedures.len();
        self.changes.retain(|change| change.id != id);
        self.procedures.retain(|procedure| procedure.id != id);
        before != self.changes.len() + self.procedures.len()
    }

    /// The first free id for a procedure of the municipality's own.
    #[must_use]
    pub fn next_id(&self) -> String {
        (1..=self.procedures.len() + 1)
            .map(|number| format!("L-{number:02}"))
            .find(|id| self.procedure(id).is_none())
            .unwrap_or_default()
    }
}
